import { LANDING_SECONDS, UNTOLD_SECONDS } from '../../lib/timing';
import type { Request } from '../cloudformation/event';
import { isSameOperation } from '../cloudformation/operation';
import { isSameEnvironment, isSameOwner, nameOfOwner } from '../cloudformation/owner';
import { Requeue, TerminalError } from '../outcome';
import { isParentId } from '../properties';
import { Claim, LiveClaim, isLive, lastOperationOf } from './claim';
import { Context, logDecision } from './context';
import { Created, parsePhysicalId } from './physical-id';
import { claimOf, foundByUpdate, homeOf } from './before';
import { isRolledBack } from './rolled-back';

/**
 * Finds out whether the operation's resource may act on the connection: if it has the claim, if nobody has, if it takes
 * the connection from an association that is told so, or if CloudFormation has forgotten the one that has it.
 *
 * @returns the context with the claim as the resource's own, or as another's that is to be left alone.
 * @throws TerminalError for a create or update of a connection that another association has.
 * @throws Requeue while the other one may be acting, or CloudFormation does not say whether it exists.
 */
export async function settleOwnership(context: Context): Promise<Context> {
  const { claim, request } = context;
  if (!isLive(claim)) return recall(context);
  if (isSameOwner(claim.owner, request.owner)) return { ...context, ownClaim: claim };
  if (request.operation.type === 'Delete')
    return settleDelete({ ...context, otherOwner: claim.owner }, claim);
  return { ...context, ownClaim: await takeOver(context, claim) };
}

/** The delete of a resource that had the claim: as long as the one that has it now exists, it is left alone. */
async function settleDelete(context: Context, claim: LiveClaim): Promise<Context> {
  const { request } = context;
  const last = lastOperationOf(claim, request.owner);
  // A create that was cancelled before it took the claim has nothing to undo, nor has a delete that is repeated.
  const hadItLast = parsePhysicalId(request.physicalResourceId) && last?.type !== 'Delete';
  if (!hadItLast || !(await isGone(context, claim))) return context;
  return { ...context, otherOwner: undefined, ownClaim: withOwnBefore(inherited(context, claim), request) };
}

/** With what the create of this resource has found, if it had the claim before: the create of the one that is gone is not undone by it. */
function withOwnBefore(claim: LiveClaim, { owner }: Request): LiveClaim {
  return { ...claim, before: claimOf(claim.before, owner)?.before };
}

const OF_ANOTHER = 'another association has the connection';

/** The claim of another association, for this one to have; none for a rollback to what was never so. */
async function takeOver(context: Context, claim: LiveClaim): Promise<LiveClaim | undefined> {
  const { desired, request } = context;
  const isUpdate = request.operation.type === 'Update';
  if (desired.takeOver && !hasTaken(context, claim)) {
    const taken = atRest(context, claim);
    return isUpdate ? { ...taken, before: foundByUpdate(request, claim) } : taken;
  }
  if (await isGone(context, claim)) {
    const heir = inherited(context, claim);
    return isUpdate ? withOwnBefore(heir, request) : heir;
  }
  if (isUpdate && (await isRolledBack(context, OF_ANOTHER))) return undefined;
  throw new TerminalError(
    `${desired.connectionId} is already associated by ${nameOfOwner(claim.owner)}: expected one association per connection; remove one of the two, deploy the removal of ${claim.owner.logicalResourceId} first, or set takeOver. nothing was moved`,
  );
}

/** Whether this very operation has had the connection, and another has taken it since: it takes it once, not back. */
function hasTaken({ request }: Context, claim: LiveClaim): boolean {
  const last = lastOperationOf(claim, request.owner);
  return last !== undefined && isSameOperation(last, request.operation);
}

/**
 * The claim of an association that CloudFormation has forgotten.
 *
 * @throws Requeue while it may only not know it yet: in the middle of a create it may say that there is no such resource.
 */
function inherited(context: Context, claim: LiveClaim): LiveClaim {
  if (context.services.now() - claim.updatedAt < UNTOLD_SECONDS * 1000) throw underWay(claim);
  return atRest(context, claim);
}

/** @throws Requeue while the other association may still be acting. */
function atRest(context: Context, claim: LiveClaim): LiveClaim {
  if (claim.phase !== 'settled' && context.services.now() < restsAt(claim)) throw underWay(claim);
  logDecision(context, `takes over from ${nameOfOwner(claim.owner)}`, { from: claim.movedTo.at(-1) });
  // What the other one has declared is for its heir as if the connection had been found there. One that has had it before knows better.
  const had = claimOf(claim.before, context.request.owner);
  return { ...claim, fallbackParentConnectionId: had?.fallbackParentConnectionId ?? homeOf(claim) };
}

/** When no call of an operation can be carried out any more, in milliseconds. */
function restsAt({ phase, deadline }: LiveClaim): number {
  return phase === 'moving' ? deadline + LANDING_SECONDS * 1000 : deadline;
}

function underWay({ operation, owner, connectionId }: LiveClaim): Requeue {
  return new Requeue(
    `the ${operation.type} of ${nameOfOwner(owner)}, which has ${connectionId}, may still be under way`,
  );
}

async function isGone({ services, request }: Context, { owner }: LiveClaim): Promise<boolean> {
  // Of another account or region CloudFormation knows nothing here.
  return isSameEnvironment(owner.stackId, request.owner.stackId) && services.isGone(owner);
}

/** Without a claim, what CloudFormation itself remembers of a resource that was created takes its place. */
function recall(context: Context): Context {
  const { claim, request } = context;
  const created = parsePhysicalId(request.physicalResourceId);
  if (created === undefined) return context;
  if (request.operation.type === 'Delete' && hasReleased(claim, context)) return context;
  return { ...context, ownClaim: claimFrom(created, context) };
}

/** Whether a claim that was released is evidence that this resource has nothing to put back any more. */
function hasReleased(claim: Claim | undefined, { request }: Context): boolean {
  return lastOperationOf(claim, request.owner) !== undefined;
}

function claimFrom({ connectionId, foundOn }: Created, context: Context): LiveClaim {
  const { request, desired, previousParentId } = context;
  return {
    connectionId,
    format: 0,
    version: 0,
    owner: request.owner,
    operation: request.operation,
    formerOperations: [],
    phase: 'claimed',
    foundOn,
    originalParentConnectionId: desired.originalParentId ?? foundOn,
    fallbackParentConnectionId: foundOn,
    movedTo: [previousParentId ?? desired.parentId].filter(isParentId),
    isRecalled: true,
    deadline: 0,
    // Nothing says when it was moved last: lists may be late with that.
    updatedAt: request.receivedAt,
  };
}
