import { ApiError } from './errors';
import type { ErrorAnswer, Fault } from './faults';

export type Result<T extends object = object> =
  | { readonly kind: 'success'; readonly output: T; readonly afterMs: number }
  | { readonly kind: 'failure'; readonly error: ApiError; readonly afterMs: number };

/** What comes of a call: a result, now or late, or nothing at all. */
export type Answer<T extends object = object> =
  Result<T> | { readonly kind: 'silence'; readonly fault: 'lostAnswer' | 'lostRequest' };

export interface Handled<T extends object = object> {
  readonly answer: Answer<T>;
  readonly carriedOut: boolean;
}

/** What comes of a call without a fault: its output, or the error that the service answers. */
export function resultOf<T extends object>(execute: () => T): Result<T> {
  try {
    return { kind: 'success', output: execute(), afterMs: 0 };
  } catch (error) {
    if (error instanceof ApiError) return { kind: 'failure', error, afterMs: 0 };
    throw error;
  }
}

/** Performs a call, or not, and answers it as the fault demands. */
export function handleUnder<T extends object>(
  fault: Fault | undefined,
  perform: () => Result<T>,
): Handled<T> {
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

function answerAfter<T extends object>(fault: FaultAfter | undefined, result: Result<T>): Answer<T> {
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

function failure({ status, type, message }: ErrorAnswer): Result<never> {
  return { kind: 'failure', error: new ApiError(status, type, message), afterMs: 0 };
}
