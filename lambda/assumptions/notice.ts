import type { IsCompleteEvent } from '../cloudformation/event';
import { Log, logEvent } from '../log';
import { Assumption, knownOf } from './assumption';

/** What was seen of an assumption. */
export interface Seen {
  /** In plain words, with what was measured in them. */
  readonly text: string;
  /** How long it took, in milliseconds. */
  readonly ms?: number;
  /** What AWS has said: a state, a name, an id. */
  readonly value?: string;
  /** Whether the handler copes with it; default: where the time is within what is assumed. */
  readonly held?: boolean;
}

/** Writes down what was seen of an assumption. Nothing is decided by it, and it never fails. */
export type Notice = (assumption: Assumption, seen: Seen) => void;

/** The notices about the operation of an event. */
export function noticing(log: Log, event: IsCompleteEvent): Notice {
  return (assumption, { text, ms, value, held }) =>
    quietly(() => {
      const { expected, within = -1 } = knownOf(assumption);
      const isHeld = held ?? (ms !== undefined && ms <= within * 1000);
      logEvent(log, event, `assumption: ${text}${isHeld ? '' : `; expected: ${expected}`}`, {
        assumption,
        result: isHeld ? 'held' : 'broken',
        seconds: ms && inSeconds(ms),
        seen: value,
      });
    });
}

export function inSeconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** Looks at what may be anything: whatever becomes of that, the operation goes on. */
export function quietly(look: () => void): void {
  try {
    look();
  } catch {
    // What cannot be looked at is not noticed.
  }
}
