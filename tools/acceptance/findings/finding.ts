import type { HandMove } from '../by-hand';
import type { Emulated } from '../emulation';
import type { Recording } from '../recorder/recording';
import type { StepName } from '../plan';
import type { StepResult } from '../steps';

/** What was seen of one thing that AWS does not document. */
export interface Finding {
  readonly id: string;
  readonly question: string;
  /** What the package counts on; absent where it copes with every answer. */
  readonly assumed?: string;
  readonly seen: string;
  /** Whether what was seen is as it was assumed; absent where it was not seen, or nothing is assumed. */
  readonly agrees?: boolean;
  readonly details?: unknown;
}

/** All that a run has seen. */
export interface Evidence {
  readonly handMoves: readonly HandMove[];
  readonly presentParent?: HandMove;
  readonly steps: readonly StepResult[];
  readonly recordings: readonly Recording[];
  /** What the resources of the test are called, by their logical ids. */
  readonly labels: ReadonlyMap<string, string>;
  readonly emulated: Emulated;
}

export const NOT_SEEN = 'not seen here';

export function notSeen(because: string): { seen: string } {
  return { seen: `${NOT_SEEN}: ${because}` };
}

export function stepOf({ steps }: Evidence, name: StepName): StepResult | undefined {
  return steps.find((step) => step.name === name);
}

/** What the recorders were sent during a step. */
export function recordingsOf(evidence: Evidence, name: StepName): Recording[] {
  const step = stepOf(evidence, name);
  if (step === undefined) return [];
  const begin = Date.parse(step.startedAt);
  return evidence.recordings.filter(({ at }) => at >= begin && at < begin + step.seconds * 1000);
}

/** What an emulator did says nothing about AWS. */
export function asEmulated(service: string, finding: Finding): Finding {
  if (finding.seen.startsWith(NOT_SEEN)) return finding;
  const seen = notSeen(`an emulator stands in for ${service}. it says: ${finding.seen}`);
  return { ...finding, ...seen, agrees: undefined };
}

/** The events of a step that are about a resource with this label. */
export function eventsOf(evidence: Evidence, name: StepName, label: string) {
  const events = stepOf(evidence, name)?.observations.events ?? [];
  return events.filter(({ logicalId }) => evidence.labels.get(logicalId) === label);
}

/** What a resource with this label was said to be, in a step. */
export function statesOf(evidence: Evidence, name: StepName, label: string) {
  const all = Object.entries(stepOf(evidence, name)?.observations.resources ?? {});
  return all
    .filter(([logicalId]) => evidence.labels.get(logicalId) === label)
    .flatMap(([, states]) => states);
}

export function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
