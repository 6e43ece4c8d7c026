import { LiveClaim } from './claim';
import { kindOf } from '../aws-error';
import { move, whyUnsettled } from './move';
import { Failure, NotYet, Superseded } from '../outcome';
import { Place } from '../direct-connect/inventory';
import { Done, Poll } from './context';
import { isDead, preflight } from './checks';

/** Rows 10 to 18 of the table: puts the connection back, if it is where this resource has put it. */
export async function remove(poll: Poll): Promise<Done> {
  if (poll.otherOwner !== undefined) {
    poll.log(`nothing to do: the connection now belongs to ${poll.otherOwner}`, { row: 15 });
    return undefined;
  }
  if (poll.hasEnded) return undefined;
  poll.passFence();
  const claim = poll.ownClaim;
  if (claim) {
    poll.locator.prefetch(claim.originalParentConnectionId);
    poll.locator.prefetchParents();
  }
  const [isMeant, place] = await Promise.all([isStillMeant(poll), claim ? poll.find() : undefined]);
  if (isMeant) await (claim ? putBack(poll, place, claim) : dropUnclaimed(poll));
  return undefined;
}

/** Whether CloudFormation is deleting this very resource. */
async function isStillMeant(poll: Poll): Promise<boolean> {
  const verdict = await poll.askGuard();
  switch (verdict) {
    case 'agrees':
      return true;
    case 'another resource':
      poll.log('nothing to do: cloudformation has another resource in this place', { row: 16 });
      return false;
    case 'over':
      throw new Superseded('cloudformation no longer waits for this Delete; it changes nothing');
  }
}

async function putBack(poll: Poll, place: Place | undefined, claim: LiveClaim): Promise<void> {
  if (place === undefined) {
    await poll.confirmMissing();
    return release(poll, 'the connection is gone', 13);
  }
  const { connectionId, connectionState: state } = place.connection;
  if (state === 'deleted' || state === 'rejected') return release(poll, `the connection is ${state}`, 13);
  if (state === 'deleting') throw new NotYet(`${connectionId} is being deleted`);
  if (await poll.isOn(place, claim.originalParentConnectionId)) {
    if (claim.phase === 'moving') refuseUnsettled(place);
    const isOurMove = poll.hasBegun && claim.phase === 'moving';
    return release(poll, 'the connection is where it came from', isOurMove ? 10 : 11);
  }
  if (await poll.isOnAny(place, claim.movedTo)) return moveBack(poll, place, claim);
  return release(poll, `left on ${place.parentId}, where somebody else has put it`, 12);
}

/** @throws NotYet while the connection's state is still changing. */
function refuseUnsettled(place: Place): void {
  const unsettled = whyUnsettled(place, false);
  if (unsettled !== undefined) throw new NotYet(unsettled);
}

async function moveBack(poll: Poll, place: Place, claim: LiveClaim): Promise<void> {
  const parents = await poll.locator.parents();
  const original = claim.originalParentConnectionId;
  if (!parents.exists(original)) throw new Failure(originalIsGone(poll, place, original));
  const to = parents.standsFor(original);
  await preflight(poll, place, to, true);
  refuseUnsettled(await move(poll, place, to, claim, 10));
  return release(poll, 'the connection is where it came from', 10);
}

function originalIsGone(poll: Poll, place: Place, original: string): string {
  const { wanted, logicalResourceId } = poll.request;
  return (
    `${wanted.connectionId} cannot be put back: ${original}, where it came from, does not exist any more; it is still on ${place.parentId}. ` +
    `to leave it there, delete the stack with this resource retained (delete-stack --retain-resources ${logicalResourceId}); ` +
    `to put it elsewhere, set originalParentConnectionId of its claim in the stack's table to that parent, and delete again`
  );
}

/** No claim, or one that has been released: a create that was cancelled or failed, or a delete that is repeated. */
async function dropUnclaimed(poll: Poll): Promise<void> {
  const { wanted, physicalResourceId, logicalResourceId } = poll.request;
  const isOurs = physicalResourceId === wanted.connectionId;
  if (poll.claim === undefined && isOurs && (await isLiveOnTarget(poll))) {
    throw new Failure(
      `${wanted.connectionId} is on ${wanted.parentId}, and there is no record of where it came from: without one nothing is moved. ` +
        `to leave it there, delete the stack with this resource retained (delete-stack --retain-resources ${logicalResourceId}); ` +
        `to put it back, call associate-hosted-connection yourself, and delete again`,
    );
  }
  return release(poll, 'nothing to put back', 18);
}

async function isLiveOnTarget(poll: Poll): Promise<boolean> {
  try {
    const place = await poll.locator.findOn([poll.request.wanted.parentId]);
    return place !== undefined && !isDead(place);
  } catch (error) {
    // An account that may not even look has moved nothing: its failed create must be able to roll back.
    const kind = kindOf(error);
    if (kind === 'refused' || kind === 'denied') return false;
    throw error;
  }
}

async function release(poll: Poll, decision: string, row: number): Promise<void> {
  await Promise.all([poll.release(), poll.noteProgress(undefined)]);
  poll.log(decision, { row });
}
