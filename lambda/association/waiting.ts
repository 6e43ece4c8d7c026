import { isDeepStrictEqual } from 'node:util';
import { shortened } from '../cloudformation/error-response';
import { isSameOperation } from '../cloudformation/operation';
import { Requeue } from '../outcome';
import type { LiveClaim, Waiting } from './claim';
import type { Context } from './context';

/** A reason that is noted in the claim has so many bytes at most. */
const BYTES_OF_REASON = 600;

/** So many operations have a note in the claim at most: the latest ones to begin to wait. */
const NOTES = 3;

/** What this very operation has noted in an earlier poll. */
export function notedBefore({
  ownClaim,
  request,
  desired,
}: Pick<Context, 'request' | 'desired'> & Partial<Pick<Context, 'ownClaim'>>): Waiting | undefined {
  const note = ownClaim?.waiting?.find((each) => isSameOperation(each.operation, request.operation));
  // What is repeated may have the same RequestId.
  const isOfThisTry = request.receivedAt - (note?.operation.receivedAt ?? 0) < desired.timeoutMs;
  return isOfThisTry ? note : undefined;
}

/** What is noted of an operation that has to wait, for its next poll. */
export function noteOf(context: Context, { message, notes }: Requeue, isSeen: boolean): Waiting {
  const before = notedBefore(context);
  const { owner, operation } = context.request;
  const reason = shortened(message, BYTES_OF_REASON);
  // A poll that could not look says nothing of where the connection is, and what was noted stays.
  const { missingSince, contrary } = isSeen || hasLooked(notes) ? notes : (before ?? {});
  return {
    owner,
    operation,
    reason,
    ...(missingSince && { missingSince }),
    ...(contrary && { contrary }),
  };
}

/**
 * All notes of a claim, with this one in the place of what the same operation has noted before.
 *
 * @returns the very list of the claim if that says the same.
 */
export function withNote({ waiting = [] }: Pick<LiveClaim, 'waiting'>, note: Waiting): readonly Waiting[] {
  const before = waiting.find(({ operation }) => isSameOperation(operation, note.operation));
  if (isDeepStrictEqual(before, note)) return waiting;
  return [note, ...waiting.filter((each) => each !== before)].slice(0, NOTES);
}

function hasLooked({ missingSince, contrary }: Requeue['notes']): boolean {
  return missingSince !== undefined || contrary !== undefined;
}
