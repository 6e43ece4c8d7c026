import { DENIED_GRACE_SECONDS, POLL_SECONDS } from '../lib/timing';
import { describeError, kindOf } from './aws-error';
import { OutOfTime, Requeue, TerminalError } from './outcome';

/** Something that is tried again until it succeeds, fails, or runs out of time. */
export interface Attempt {
  /** What it is called in a sentence, such as `Create of dxcon-fg9607vm`. */
  readonly name: string;
  /** When the event arrived, in milliseconds. */
  readonly receivedAt: number;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** What it has waited for before, as far as that was noted. */
  readonly waitedFor?: string;
}

/** What an error means: look again, or fail. After the timeout of the attempt it always fails. */
export function classify(error: unknown, attempt: Attempt, now: number): TerminalError | Requeue {
  const outcome =
    error instanceof Requeue || error instanceof TerminalError ? error : fromAws(error, attempt, now);
  const { name, receivedAt, timeoutMs, waitedFor } = attempt;
  if (!(outcome instanceof Requeue) || now < receivedAt + timeoutMs) return outcome;
  const reason = (outcome instanceof OutOfTime && waitedFor) || outcome.message;
  return new TerminalError(`${name} did not complete in ${timeoutMs / 1000} seconds: ${reason}`);
}

function fromAws(error: unknown, { name, receivedAt }: Attempt, now: number): TerminalError | Requeue {
  if (isCutOff(error))
    return new OutOfTime(`a call was not answered in the ${POLL_SECONDS} seconds of a poll`);
  const reason = describeError(error);
  const kind = kindOf(error);
  switch (kind) {
    case 'refused':
      return new TerminalError(`direct connect refused the ${name}: ${reason}`);
    case 'denied':
      return now - receivedAt < DENIED_GRACE_SECONDS * 1000 ? new Requeue(reason) : new TerminalError(reason);
    case 'busy':
    case 'unclear':
      return new Requeue(reason);
  }
}

/** Every call of a poll is aborted when the poll has to end. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
