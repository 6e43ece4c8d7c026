import { nameOfOwner } from '../cloudformation/owner';
import type { Request } from '../cloudformation/event';
import { Placement } from '../direct-connect/placement';
import { Fenced, Requeue, TerminalError } from '../outcome';
import { Action, Release } from './action';
import { homeOf, isDeleteOfOtherCreate, withoutEarlierTry } from './before';
import { checked, refuseUnsettled } from './checks';
import { LiveClaim, isLive, isOpen, lastOperationOf } from './claim';
import { Context, logDecision } from './context';
import { confirmMissing } from './observe';
import { isOn, isOnAny } from './placement';
import { CAME_HOME } from './perform';
import { isMadeUpId } from './physical-id';
import { NoWayBack } from './way-back';

/** Rows 10 to 18 of the table: puts the connection back, if it is where this resource has put it. */
export async function decideDelete(context: Context, placement: Placement | undefined): Promise<Action> {
  const { claim, otherOwner, ownClaim } = context;
  if (context.hasEnded) return NOTHING;
  if (otherOwner !== undefined && isLive(claim)) {
    logDecision(context, `nothing to do: ${nameOfOwner(otherOwner)} has the connection`, { row: 15 });
    const isOfOtherCreate = await isDeleteOfOtherCreate(context, claim);
    const changed = withoutEarlierTry(claim, context.request) ?? claim;
    return { kind: 'leave', claim: changed, result: undefined, isOfOtherCreate };
  }
  if (!(await isStillMeant(context))) return forgetTry(context);
  return ownClaim
    ? putBack(context, placement, ownClaim)
    : release({ decision: 'nothing to put back', row: 18 });
}

const NOTHING: Action = { kind: 'answer', result: undefined };

/** Whether CloudFormation is deleting this very resource. */
async function isStillMeant(context: Context): Promise<boolean> {
  const verdict = await context.askGuard();
  switch (verdict) {
    case 'awaited':
    case 'not known':
    case 'not asked':
      return true;
    case 'another was deleted':
      return !isReleased(context);
    case 'contradiction':
      if (isReleased(context)) return false;
      throw new Requeue(contradiction(context));
    case 'another resource':
      if (isUndoneBefore(context)) throw new Requeue(contradiction(context));
      logDecision(context, 'nothing to do: cloudformation has another resource in this place', { row: 16 });
      return false;
    case 'over':
      if (isReleased(context)) return false;
      throw new Fenced('cloudformation no longer waits for this Delete; it changes nothing');
  }
}

function contradiction({ request }: Context): string {
  return `cloudformation has sent this Delete, and says that ${request.owner.logicalResourceId} is another, or in another state`;
}

/** Whether the other resource has been undone, and CloudFormation's word is from before that. */
function isUndoneBefore({ ownClaim, request }: Context): boolean {
  return ownClaim?.restoredBy !== undefined && isMadeUpId(request.physicalResourceId);
}

/** A try that was deleted while a later one has its place is not to come back when that one is undone. */
function forgetTry({ claim, request }: Context): Action {
  const changed = isLive(claim) ? withoutEarlierTry(claim, request) : undefined;
  return changed ? { kind: 'amend', claim: changed } : NOTHING;
}

/** Whether another delete of this resource has released the claim: nothing is left to put back. */
function isReleased({ claim, ownClaim, request }: Context): boolean {
  const newest = claim?.phase === 'released' ? lastOperationOf(claim, request.owner) : undefined;
  return ownClaim === undefined && newest?.type === 'Delete';
}

async function putBack(
  context: Context,
  placement: Placement | undefined,
  claim: LiveClaim,
): Promise<Action> {
  if (placement === undefined) {
    confirmMissing(context);
    return release({ decision: 'the connection is gone', row: 13 });
  }
  const { connectionId, connectionState: state } = placement.connection;
  if (state === 'deleted' || state === 'rejected')
    return release({ decision: `the connection is ${state}`, row: 13 });
  if (state === 'deleting') throw new Requeue(`${connectionId} is being deleted`);
  if (await isOn(context, placement, homeOf(claim))) {
    if (isOpen(claim)) refuseUnsettled(placement);
    const row = context.hasBegun && isOpen(claim) ? 10 : 11;
    return release({ decision: CAME_HOME, row, leftOn: placement.parentId });
  }
  if (await isOnAny(context, placement, claim.movedTo)) return moveBack(context, placement, claim);
  if (claim.isRecalled) throw new TerminalError(isElsewhere(context, placement));
  const decision = `left on ${placement.parentId}, where somebody else has put it`;
  return release({ decision, row: 12, leftOn: placement.parentId });
}

function release(ending: Omit<Release, 'kind'>): Release {
  return { kind: 'release', ...ending };
}

async function moveBack(context: Context, from: Placement, claim: LiveClaim): Promise<Action> {
  const parents = await context.inventory.parents();
  const home = homeOf(claim);
  const to = parents.standsFor(home);
  const reason = parents.exists(home) ? parents.whyUnusable(to) : 'it does not exist any more';
  if (reason !== undefined) throw new NoWayBack(hasNoWayBack(context, from, claim, reason));
  return checked(context, { from, to, origin: claim, row: 10, isBack: true });
}

function hasNoWayBack(
  { desired, request }: Context,
  { parentId }: Placement,
  claim: LiveClaim,
  reason: string,
): string {
  const place = `${desired.connectionId} cannot be put back to ${homeOf(claim)}, where it came from: ${reason}. it is still on ${parentId}. ${toLeaveIt(request)}`;
  if (claim.isRecalled) return place;
  return `${place}; to put it elsewhere, ${howToRedirect(claim)} its claim in the table of the provider's stack, and delete again`;
}

function howToRedirect({ isUndone, before }: LiveClaim): string {
  if (!isUndone) return 'set originalParentConnectionId to that parent in';
  return `set before.parentConnectionId to that parent${before?.claim ? ', and remove before.claim,' : ''} in`;
}

function toLeaveIt({ owner }: Request): string {
  return `to leave it there, delete its stack with this resource retained, if that is being deleted (delete-stack --retain-resources ${owner.logicalResourceId})`;
}

/** Row 17: without a claim nobody knows all the parents that it was put on. */
function isElsewhere({ request, desired }: Context, { parentId }: Placement): string {
  return `${desired.connectionId} has no claim any more, and is on ${parentId}, where nothing says that this association has put it, so it is not moved. ${toLeaveIt(request)}`;
}
