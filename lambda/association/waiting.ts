import { shortened } from '../cloudformation/error-response';
import { Requeue } from '../outcome';
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

/** What is noted of an operation that has to wait, for its next poll. */
export function noteOf(context: Context, { message, notes }: Requeue, isSeen: boolean): Waiting {
  const before = notedBefore(context);
  const { operation, receivedAt } = context.request;
  const { requestId, desired } = operation;
  const reason = shortened(message, BYTES_OF_REASON);
  // A poll that could not look says nothing of where the connection is, and what was noted stays.
  const { missingSince, contrary } = isSeen || hasLooked(notes) ? notes : (before ?? {});
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
