import { answerAgain, approach } from './approach';
import { Origin, move, settle } from './move';
import { Failure, NotYet } from '../outcome';
import { Place } from '../direct-connect/inventory';
import { Done, Poll } from './context';
import { preflight, refuseDead } from './checks';

/** Rows 6, 7 and 9 of the table: brings the connection to its new parent; where it came from stays remembered. */
export async function update(poll: Poll): Promise<Done> {
  const { parentId, originalParentId } = poll.request.wanted;
  const place = await approach(poll);
  if (poll.hasEnded) return answerAgain(poll, place);
  if (place === undefined) return refuseMissing(poll);
  refuseDead(place);
  const isThere = await poll.isOn(place, parentId);
  const original = originalParentId ?? poll.ownClaim?.originalParentConnectionId;
  if (original === undefined) return isThere ? answerUnclaimed(poll, place) : refuseUnclaimed(poll, place);
  const origin = { originalParentConnectionId: original, movedTo: poll.ownClaim?.movedTo ?? [] };
  if (isThere) {
    if (!poll.hasBegun) poll.log('already there', { row: 6, to: parentId });
    return settle(poll, place, origin);
  }
  // CloudFormation's status does not tell an update that was given up on from its rollback; the fence soon does.
  if (poll.isLate) throw new NotYet('it is late: a later operation may be about to take over');
  const { to, back } = await destination(poll, origin);
  await preflight(poll, place, to, back);
  return settle(poll, await move(poll, place, to, origin, 7), origin);
}

/** Where to move, and whether that is back: to a parent that the connection has been on before. */
async function destination(poll: Poll, origin: Origin): Promise<{ to: string; back: boolean }> {
  const { parentId } = poll.request.wanted;
  const back = [origin.originalParentConnectionId, ...origin.movedTo].includes(parentId);
  return { to: back ? (await poll.locator.parents()).standsFor(parentId) : parentId, back };
}

async function refuseMissing(poll: Poll): Promise<never> {
  await poll.confirmMissing();
  throw new Failure(
    `connectionId is ${poll.request.wanted.connectionId}, which is on no interconnect or LAG of this account any more: expected an existing hosted connection; remove the association`,
  );
}

/** Without a claim there is nothing to bring up to date; a delete will say so. */
function answerUnclaimed(poll: Poll, place: Place): Done {
  poll.log('already there, and there is no claim: set originalParent before a delete', { row: 6 });
  return poll.answer(place, '');
}

function refuseUnclaimed(poll: Poll, place: Place): never {
  throw new Failure(
    `there is no record of where ${poll.request.wanted.connectionId} came from, so it is not moved away from ${place.parentId}: expected a claim in the stack's table; set originalParent and deploy again`,
  );
}
