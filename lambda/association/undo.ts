import { UNANSWERED_SECONDS } from '../../lib/timing';
import { mayBeFromBefore } from '../cloudformation/lag';
import { isRemoval, isRollback } from '../cloudformation/stack-status';
import { Requeue } from '../outcome';
import { succeeded } from './before';
import { LiveClaim } from './claim';
import { Context } from './context';
import { parseNotCreated, parsePhysicalId } from './physical-id';

/**
 * Finds out whether a delete undoes a create, and marks the claim as such. A connection that was adopted, or taken over,
 * is then where it was.
 *
 * @returns the context without a claim of its own if the create that is undone never had one.
 * @throws Requeue while CloudFormation does not say whether the stack is rolling back.
 */
export async function settleUndo(context: Context): Promise<Context> {
  const { ownClaim, request } = context;
  if (request.operation.type !== 'Delete' || ownClaim === undefined || ownClaim.isUndone) return context;
  const wasCreated = parsePhysicalId(request.physicalResourceId) !== undefined;
  // What has brought this claim back may be repeated.
  const isRepeated = ownClaim.restoredBy === request.physicalResourceId;
  if (isRepeated || (!wasCreated && !isOfThisCreate(context, ownClaim))) {
    return { ...context, ownClaim: undefined, otherOwner: ownClaim.owner };
  }
  const isUndone = !wasCreated || (await isUndoneByRollback(context, ownClaim));
  const before = wasCreated ? succeeded(ownClaim.before) : ownClaim.before;
  return { ...context, ownClaim: { ...ownClaim, before, ...(isUndone && { isUndone }) } };
}

/**
 * Whether the create that has not succeeded has written the claim. A physical id that CloudFormation made up does not name
 * its create: it is the one of the claim as long as CloudFormation may not have taken that one's answer; or if an earlier
 * delete has noted it.
 */
function isOfThisCreate({ request, services }: Context, claim: LiveClaim): boolean {
  const { before, undoneAs } = claim;
  const requestId = parseNotCreated(request.physicalResourceId);
  if (requestId !== undefined) return requestId === before?.requestId;
  if (undoneAs === request.physicalResourceId) return true;
  return mayBeUnanswered(claim, services.now());
}

/**
 * Whether CloudFormation may not know that the create of a claim has succeeded: nothing has said so since, and it has not
 * ended, or so short a time ago that CloudFormation may have waited for its answer.
 */
function mayBeUnanswered({ before, phase, updatedAt }: LiveClaim, now: number): boolean {
  if (before === undefined || before.hasSucceeded) return false;
  return phase !== 'settled' || now - updatedAt < UNANSWERED_SECONDS * 1000;
}

/**
 * Asked only where it makes a difference. A rollback of the stack around a nested one deletes that, as if it were none.
 *
 * @throws Requeue while CloudFormation says of a stack what does not go with this delete.
 */
async function isUndoneByRollback(
  { askGuard, services, request }: Context,
  claim: LiveClaim,
): Promise<boolean> {
  const { before, originalParentConnectionId } = claim;
  if (before === undefined) return false;
  const isSame = before.claim === undefined && before.parentConnectionId === originalParentConnectionId;
  if (isSame) return false;
  const statuses = await services.stackStatuses(request.owner.stackId);
  if (isRollback(statuses)) return true;
  const create = [claim.operation, claim.endedBefore].find((each) => each?.type === 'Create');
  const isNew = create !== undefined && mayBeFromBefore(create.receivedAt, services.now());
  if (isRemoval(statuses, { mayBeCleanUp: !isNew })) return false;
  // An emulator has statuses of its own.
  if ((await askGuard()) === 'not asked') return false;
  throw new Requeue(
    `cloudformation says that the stack is ${statuses.join(' in one that is ')}: that is neither a removal nor a rollback, so it may be from before this Delete`,
  );
}
