import { answerAgain, approach } from './approach';
import { Origin, move, settle } from './move';
import { Failure } from '../outcome';
import { Done, Poll } from './context';
import { preflight, refuseDead } from './checks';
import { Place } from '../direct-connect/inventory';

/** Rows 1 to 5 of the table: brings the connection to its parent, and remembers where it came from. */
export async function create(poll: Poll): Promise<Done> {
  const { parentId } = poll.request.wanted;
  const place = await approach(poll);
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
