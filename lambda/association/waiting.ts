import { shortened } from '../cloudformation/error-response';
import { Notes, Requeue } from '../outcome';
import { Waiting } from './claim';
import type { Context } from './context';

/** A reason that is noted in the claim has so many bytes at most. */
const BYTES_OF_REASON = 600;

/** What this very operation has noted in an earlier poll. */
export function notedBefore({
  ownClaim,
  request,
  desired,
}: Pick<Context, 'request' | 'desired'> & Partial<Pick<Context, 'ownClaim'>>): Waiting | undefined {
  const { waiting } = ownClaim ?? {};
  if (waiting?.requestId !== request.operation.requestId) return undefined;
  const isSame = waiting.desired === request.operation.desired;
  const isOfThisTry = request.receivedAt - (waiting.receivedAt ?? 0) < desired.timeoutMs;
  return isSame && isOfThisTry ? waiting : undefined;
}

/**
 * What polls have noted of the lists they have read: those of another operation that waits as well count, too, since this
 * one has arrived. Two that left each other's readings out would wait for each other.
 */
export function readBefore({ ownClaim, request }: Pick<Context, 'ownClaim' | 'request'>): Notes {
  const { missingSince, contrary } = ownClaim?.waiting ?? {};
  const isOfNow = (since = 0) => since >= request.receivedAt;
  return {
    ...(isOfNow(missingSince) && { missingSince }),
    ...(isOfNow(contrary?.since) && { contrary }),
  };
}

/** What is noted of an operation that has to wait, for its next poll. */
export function noteOf(context: Context, { message, notes }: Requeue, isSeen: boolean): Waiting {
  const { operation, receivedAt } = context.request;
  const { requestId, desired } = operation;
  const reason = shortened(message, BYTES_OF_REASON);
  // A poll that could not look says nothing of where the connection is, and what was noted stays.
  const { missingSince, contrary } = isSeen || hasLooked(notes) ? notes : readBefore(context);
  return {
    requestId,
    desired,
    receivedAt,
    reason,
    ...(missingSince && { missingSince }),
    ...(contrary && { contrary }),
  };
}

function hasLooked({ missingSince, contrary }: Requeue['notes']): boolean {
  return missingSince !== undefined || contrary !== undefined;
}
