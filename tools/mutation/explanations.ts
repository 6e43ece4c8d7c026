import type { Mutant } from './results';

/** Why a mutant survives, and may. What is given is as the report shows it, and holds for all mutants that are alike. */
export interface Explanation extends Partial<
  Pick<Mutant, 'file' | 'mutator' | 'original' | 'replacement' | 'status'>
> {
  readonly why: string;
}

export const EXPLANATIONS: readonly Explanation[] = [
  {
    original: "''",
    status: 'NoCoverage',
    why: 'AWS always gives this member; the default is for the compiler.',
  },
  {
    original: '[]',
    status: 'NoCoverage',
    why: 'AWS always gives this list; the default is for the compiler.',
  },
];

export function explains({ why, ...expected }: Explanation, mutant: Mutant): boolean {
  return (
    why !== '' && Object.entries(expected).every(([name, value]) => mutant[name as keyof Mutant] === value)
  );
}
