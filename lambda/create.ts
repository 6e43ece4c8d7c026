import { Origin, move, settle } from './move';
import { Failure } from './outcome';
import { Done, Poll } from './poll';
import { preflight, refuseDead } from './preflight';
import { Place } from './locator';

/** Rows 1 to 5 of the table: brings the connection to its parent, and remembers where it came from. */
export async function create(poll: Poll): Promise<Done> {
  const { parentId } = poll.request.wanted;
  refuseOtherOwner(poll);
  poll.passFence();
  const [place] = await Promise.all([poll.find(), poll.hasBegun ? undefined : poll.passGuard()]);
  if (poll.hasEnded) return answerAgain(poll, place);
  if (place === undefined) return refuseMissing(poll);
  refuseDead(place);
  if (!poll.hasBegun) await refuseUnknownOriginalParent(poll);
  const origin = await originOf(poll, place);
  if (await poll.isOn(place, parentId)) {
    if (!poll.hasBegun) poll.log('already there', { row: 2, to: parentId });
    return settle(poll, place, origin);
  }
  await preflight(poll, place, parentId, false);
  return settle(poll, await move(poll, place, parentId, origin, 1), origin);
}

/** @throws Failure when another resource of the stack holds the connection. */
export function refuseOtherOwner(poll: Poll): void {
  const { connectionId } = poll.request.wanted;
  if (poll.otherOwner === undefined) return;
  throw new Failure(
    `${connectionId} is already associated by ${poll.otherOwner} in this stack: expected one association per connection; remove one of the two, or deploy the removal of ${poll.otherOwner} first. nothing was moved`,
  );
}

/** The operation has ended well before, and its answer is given again whatever has happened since. */
export function answerAgain(poll: Poll, place: Place | undefined): Done {
  poll.log('already done', { to: poll.request.wanted.parentId });
  return poll.answer(place, poll.ownClaim?.originalParentConnectionId ?? '');
}

async function originOf(poll: Poll, place: Place): Promise<Origin> {
  const { originalParentId } = poll.request.wanted;
  const claim = poll.ownClaim;
  const inherited =
    claim && (await poll.isOnAny(place, [claim.originalParentConnectionId, ...claim.movedTo]))
      ? claim
      : undefined;
  return {
    originalParentConnectionId: originalParentId ?? inherited?.originalParentConnectionId ?? place.parentId,
    movedTo: inherited?.movedTo ?? [],
  };
}

async function refuseMissing(poll: Poll): Promise<never> {
  await poll.confirmMissing();
  const { searchable } = await poll.locator.parents();
  const [, , , region, account] = poll.request.stackId.split(':');
  throw new Failure(
    `connectionId is ${poll.request.wanted.connectionId}: expected a hosted connection on an interconnect or LAG of account ${account} in ${region}, and none of the ${searchable.length} there has it; correct connectionId, or deploy to the account and region that own its parent`,
  );
}

async function refuseUnknownOriginalParent(poll: Poll): Promise<void> {
  const { originalParentId } = poll.request.wanted;
  if (originalParentId === undefined || (await poll.locator.parents()).exists(originalParentId)) return;
  throw new Failure(
    `originalParentConnectionId is ${originalParentId}: this account has no such interconnect or LAG in this region, so a delete could not put the connection back there; correct originalParent. nothing was moved`,
  );
}
