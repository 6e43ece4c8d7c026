import type { Mutant } from './results';

/** Why a mutant survives, and may. The first three are as the report shows them, and hold for all that are alike. */
export interface Explanation extends Pick<Mutant, 'file' | 'original' | 'replacement'> {
  readonly why: string;
}

export const EXPLANATIONS: readonly Explanation[] = [];

export function explains(explanation: Explanation, mutant: Mutant): boolean {
  return (
    explanation.file === mutant.file &&
    explanation.original === mutant.original &&
    explanation.replacement === mutant.replacement
  );
}
