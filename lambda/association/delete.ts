import { kindOf } from '../aws-error';
import { Placement, isGone } from '../direct-connect/placement';
import { findOn } from '../direct-connect/search';
import { Fenced, Requeue, TerminalError } from '../outcome';
import { Action, Release } from './action';
import { checked, refuseUnsettled } from './checks';
import { LiveClaim } from './claim';
import { Context, logDecision } from './context';
import { confirmMissing, isOn, isOnAny } from './observe';
import { CAME_HOME } from './perform';

/** Rows 10 to 18 of the table: puts the connection back, if it is where this resource has put it. */
export async function decideDelete(context: Context, placement: Placement | undefined): Promise<Action> {
  const { otherOwner, ownClaim } = context;
  if (otherOwner !== undefined) {
    logDecision(context, `nothing to do: the connection now belongs to ${otherOwner}`, { row: 15 });
    return NOTHING;
  }
  if (context.hasEnded) return NOTHING;
  if (!(await isStillMeant(context))) return NOTHING;
  return ownClaim ? putBack(context, placement, ownClaim) : dropUnclaimed(context);
}

const NOTHING: Action = { kind: 'answer', result: undefined };

/** Whether CloudFormation is deleting this very resource. */
async function isStillMeant(context: Context): Promise<boolean> {
  const verdict = await context.askGuard();
  switch (verdict) {
    case 'awaited':
      return true;
    case 'another resource':
      logDecision(context, 'nothing to do: cloudformation has another resource in this place', { row: 16 });
      return false;
    case 'over':
      throw new Fenced('cloudformation no longer waits for this Delete; it changes nothing');
  }
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
  if (await isOn(context, placement, claim.originalParentConnectionId)) {
    if (claim.phase === 'moving') refuseUnsettled(placement);
    const row = context.hasBegun && claim.phase === 'moving' ? 10 : 11;
    return release({ decision: CAME_HOME, row });
  }
  if (await isOnAny(context, placement, claim.movedTo)) return moveBack(context, placement, claim);
  return release({ decision: `left on ${placement.parentId}, where somebody else has put it`, row: 12 });
}

function release(ending: Omit<Release, 'kind'>): Release {
  return { kind: 'release', ...ending };
}

async function moveBack(context: Context, from: Placement, claim: LiveClaim): Promise<Action> {
  const parents = await context.inventory.parents();
  const original = claim.originalParentConnectionId;
  if (!parents.exists(original)) throw new TerminalError(originalIsGone(context, from, original));
  return checked(context, { from, to: parents.standsFor(original), origin: claim, row: 10 }, 'back');
}

function originalIsGone({ request, desired }: Context, placement: Placement, original: string): string {
  return (
    `${desired.connectionId} cannot be put back: ${original}, where it came from, does not exist any more; it is still on ${placement.parentId}. ` +
    `to leave it there, delete the stack with this resource retained (delete-stack --retain-resources ${request.logicalResourceId}); ` +
    `to put it elsewhere, set originalParentConnectionId of its claim in the stack's table to that parent, and delete again`
  );
}

/** No claim, or one that has been released: a create that was cancelled or failed, or a delete that is repeated. */
async function dropUnclaimed(context: Context): Promise<Action> {
  const { desired, request } = context;
  const wasCreated = request.physicalResourceId === desired.connectionId;
  if (context.claim === undefined && wasCreated && (await isLiveOnTarget(context))) {
    throw new TerminalError(
      `${desired.connectionId} is on ${desired.parentId}, and there is no record of where it came from: without one nothing is moved. ` +
        `to leave it there, delete the stack with this resource retained (delete-stack --retain-resources ${request.logicalResourceId}); ` +
        `to put it back, call associate-hosted-connection yourself, and delete again`,
    );
  }
  return release({ decision: 'nothing to put back', row: 18 });
}

async function isLiveOnTarget({ inventory, desired }: Context): Promise<boolean> {
  try {
    const placement = await findOn(inventory, desired.connectionId, desired.parentId);
    return placement !== undefined && !isGone(placement);
  } catch (error) {
    // An account that may not even look has moved nothing: its failed create must be able to roll back.
    const kind = kindOf(error);
    if (kind === 'refused' || kind === 'denied') return false;
    throw error;
  }
}
