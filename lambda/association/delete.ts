import { isSameOwner, nameOfOwner } from '../cloudformation/owner';
import { Placement } from '../direct-connect/placement';
import { Fenced, Requeue, TerminalError } from '../outcome';
import { Action, Release } from './action';
import { checked, refuseUnsettled } from './checks';
import { LiveClaim, isLive, isOpen, lastOperationOf } from './claim';
import { Context, logDecision } from './context';
import { confirmMissing } from './observe';
import { isOn, isOnAny } from './placement';
import { CAME_HOME } from './perform';
import { isMadeUpId, parseNotCreated } from './physical-id';
import { homeOf, withoutEarlierTry } from './undo';
import { NoWayBack } from './way-back';

/** Rows 10 to 18 of the table: puts the connection back, if it is where this resource has put it. */
export async function decideDelete(context: Context, placement: Placement | undefined): Promise<Action> {
  const { claim, otherOwner, ownClaim } = context;
  if (context.hasEnded) return NOTHING;
  if (otherOwner !== undefined && isLive(claim)) {
    logDecision(context, `nothing to do: ${nameOfOwner(otherOwner)} has the connection`, { row: 15 });
    return { kind: 'leave', claim: withoutThisTry(context, claim) };
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
  const changed =
    isLive(claim) && isMadeUpId(request.physicalResourceId) ? withoutEarlierTry(claim) : undefined;
  return changed ? { kind: 'amend', claim: changed } : NOTHING;
}

/** The same where its physical id names the try. */
function withoutThisTry({ request }: Context, claim: LiveClaim): LiveClaim {
  const requestId = parseNotCreated(request.physicalResourceId);
  if (requestId === undefined || !isSameOwner(claim.owner, request.owner)) return claim;
  return withoutEarlierTry(claim, requestId) ?? claim;
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
  if (!parents.exists(home)) throw new NoWayBack(homeIsGone(context, from, claim));
  return checked(context, { from, to: parents.standsFor(home), origin: claim, row: 10, isBack: true });
}

function homeIsGone({ request, desired }: Context, { parentId }: Placement, claim: LiveClaim): string {
  const attribute = claim.isUndone ? 'before.parentConnectionId' : 'originalParentConnectionId';
  return (
    `${desired.connectionId} cannot be put back: ${homeOf(claim)}, where it came from, does not exist any more; it is still on ${parentId}. ` +
    `to leave it there, delete the stack with this resource retained (delete-stack --retain-resources ${request.owner.logicalResourceId}); ` +
    `to put it elsewhere, set ${attribute} of its claim in the table of the provider's stack to that parent, and delete again`
  );
}

/** Row 17: without a claim nobody knows all the parents that it was put on. */
function isElsewhere({ request, desired }: Context, { parentId }: Placement): string {
  return (
    `${desired.connectionId} has no claim any more, and is on ${parentId}, where nothing says that this association has put it, so it is not moved. ` +
    `to leave it there, delete the stack with this resource retained (delete-stack --retain-resources ${request.owner.logicalResourceId})`
  );
}
