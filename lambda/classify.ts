import { describeError, kindOf } from './aws-error';
import { presentable } from './cloudformation/error-response';
import { Failure, NotYet } from './outcome';

/** Something that is tried again until it succeeds, fails, or has had its time. */
export interface Undertaking {
  /** What it is called in a sentence, such as `Create of dxcon-fg9607vm`. */
  readonly name: string;
  /** When it reached us, in milliseconds. */
  readonly receivedAt: number;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** A permission that was granted with the stack may take so long to work. */
const DENIED_GRACE_MS = 300_000;

/** What an error means: wait, or fail, and after the undertaking's timeout always fail. */
export function judged(error: unknown, undertaking: Undertaking, now: number): Failure | NotYet {
  const outcome =
    error instanceof NotYet || error instanceof Failure ? error : fromAws(error, undertaking, now);
  const { name, receivedAt, timeoutMs } = undertaking;
  if (!(outcome instanceof NotYet) || now < receivedAt + timeoutMs) return outcome;
  return new Failure(`${name} did not complete in ${timeoutMs / 1000} seconds: ${outcome.message}`);
}

function fromAws(error: unknown, { name, receivedAt }: Undertaking, now: number): Failure | NotYet {
  const reason = describeError(error);
  const kind = kindOf(error);
  switch (kind) {
    case 'refused':
      return new Failure(`direct connect refused the ${name}: ${reason}`);
    case 'denied':
      return now - receivedAt < DENIED_GRACE_MS ? new NotYet(reason) : new Failure(reason);
    case 'busy':
    case 'unclear':
      return new NotYet(reason);
  }
}

/**
 * The answer to a poll.
 *
 * @throws Error with a text made for whoever deploys the stack: the Provider framework then reports the failure.
 */
export async function polled<T>(
  step: () => Promise<T>,
  log: (decision: string) => void,
): Promise<T | { readonly IsComplete: false }> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof NotYet) {
      log(`not complete yet: ${error.message}`);
      return { IsComplete: false };
    }
    const shown = presentable(error);
    log(`failed: ${shown.message}`);
    throw shown;
  }
}
