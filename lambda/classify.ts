import { DENIED_GRACE_SECONDS } from '../lib/timing';
import { describeError, kindOf } from './aws-error';
import { Requeue, TerminalError } from './outcome';

/** Something that is tried again until it succeeds, fails, or runs out of time. */
export interface Attempt {
  /** What it is called in a sentence, such as `Create of dxcon-fg9607vm`. */
  readonly name: string;
  /** When the event arrived, in milliseconds. */
  readonly receivedAt: number;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** What an error means: look again, or fail. After the timeout of the attempt it always fails. */
export function classify(error: unknown, attempt: Attempt, now: number): TerminalError | Requeue {
  const outcome =
    error instanceof Requeue || error instanceof TerminalError ? error : fromAws(error, attempt, now);
  const { name, receivedAt, timeoutMs } = attempt;
  if (!(outcome instanceof Requeue) || now < receivedAt + timeoutMs) return outcome;
  return new TerminalError(`${name} did not complete in ${timeoutMs / 1000} seconds: ${outcome.message}`);
}

function fromAws(error: unknown, { name, receivedAt }: Attempt, now: number): TerminalError | Requeue {
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
