import { ApiError } from './errors';
import type { Fault } from './faults';

export type Result =
  | { readonly kind: 'success'; readonly output: object; readonly afterMs: number }
  | { readonly kind: 'failure'; readonly error: ApiError; readonly afterMs: number };

/** What comes of a call: a result, now or late, or nothing at all. */
export type Answer = Result | { readonly kind: 'silence'; readonly fault: 'lostAnswer' | 'lostRequest' };

export interface Handled {
  readonly answer: Answer;
  readonly carriedOut: boolean;
}

/** Performs a call, or not, and answers it as the fault demands. */
export function handleUnder(fault: Fault | undefined, perform: () => Result): Handled {
  if (fault?.kind === 'error') return { answer: failure(fault), carriedOut: false };
  if (fault?.kind === 'lostRequest') {
    return { answer: { kind: 'silence', fault: 'lostRequest' }, carriedOut: false };
  }
  const result = perform();
  return { answer: answerAfter(fault, result), carriedOut: result.kind === 'success' };
}

/** How the log names an answer. */
export function outcomeOf(answer: Answer): string {
  switch (answer.kind) {
    case 'success':
      return 'ok';
    case 'failure':
      return answer.error.type;
    case 'silence':
      return answer.fault;
  }
}

type FaultAfter = Exclude<Fault, { kind: 'error' | 'lostRequest' }>;

function answerAfter(fault: FaultAfter | undefined, result: Result): Answer {
  switch (fault?.kind) {
    case undefined:
      return result;
    case 'slow':
      return { ...result, afterMs: fault.ms };
    case 'errorAfter':
      return failure(fault);
    case 'lostAnswer':
      return { kind: 'silence', fault: 'lostAnswer' };
  }
}

function failure({ status, type, message }: Extract<Fault, { kind: 'error' | 'errorAfter' }>): Result {
  return { kind: 'failure', error: new ApiError(status, type, message), afterMs: 0 };
}
