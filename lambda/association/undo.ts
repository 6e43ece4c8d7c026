import { UNANSWERED_SECONDS } from '../../lib/timing';
import { mayBeFromBefore } from '../cloudformation/lag';
import { type Request, desiredBy } from '../cloudformation/event';
import { isSameOperation } from '../cloudformation/operation';
import { Owner, isSameOwner } from '../cloudformation/owner';
import { isRemoval, isRollback } from '../cloudformation/stack-status';
import { Requeue } from '../outcome';
import { Before, ClaimBefore, FormerOperation, LiveClaim, withLatest } from './claim';
import { Context } from './context';
import { isMadeUpId, parseNotCreated, parsePhysicalId } from './physical-id';

/** Where a delete puts the connection: back to where its create has found it, if that is undone. */
export function homeOf(claim: LiveClaim): string {
  const { isUndone, before, originalParentConnectionId } = claim;
  return isUndone && before ? foundBy(claim, before).home : originalParentConnectionId;
}

/** The claim that an undone create has found, for it to be there again: unless its owner has been deleted since. */
export function claimBefore(claim: LiveClaim | undefined): ClaimBefore | undefined {
  return claim?.isUndone && claim.before ? foundBy(claim, claim.before).left : undefined;
}

/**
 * What is there again without the create. Where the association that had the connection then has been deleted since, it
 * is what that one would have left: one of the same stack has been undone as well.
 */
function foundBy(claim: LiveClaim, before: Before): { readonly home: string; readonly left?: ClaimBefore } {
  const { claim: other, parentConnectionId } = before;
  if (other === undefined) return { home: parentConnectionId };
  const isOfSameStack = other.owner.stackId === claim.owner.stackId;
  if (!isDeletedSince(claim, other)) {
    const rolledBack = isOfSameStack ? rolledBackSince(claim, other) : undefined;
    return rolledBack ?? { home: parentConnectionId, left: other };
  }
  if (!isOfSameStack || other.before === undefined) return { home: other.originalParentConnectionId };
  return foundBy(claim, other.before);
}

/** A delete that finds its connection with another leaves it there, and is noted in the claim. */
function isDeletedSince(claim: LiveClaim, other: FormerOperation): boolean {
  const since = notedSince(claim, other);
  return since?.operation.type === 'Delete' && since.isOfEarlierTry !== true;
}

/** The claim of an association whose update was rolled back while another of its stack had the connection. */
function rolledBackSince(
  claim: LiveClaim,
  other: ClaimBefore,
): { readonly home: string; readonly left: ClaimBefore } | undefined {
  const { operation } = notedSince(claim, other) ?? {};
  if (operation?.type !== 'Update') return undefined;
  const { parentId, originalParentId = other.fallbackParentConnectionId } = desiredBy(operation);
  if (parentId === undefined) return undefined;
  const left = { ...other, operation, hasEnded: true, originalParentConnectionId: originalParentId };
  return { home: parentId, left: withLatest(left, parentId) };
}

/** What a resource has done since another has taken the connection from it. */
function notedSince(claim: LiveClaim, { owner, operation }: FormerOperation): FormerOperation | undefined {
  if (isSameOwner(claim.owner, owner)) return undefined;
  const last = claim.formerOperations.find((each) => isSameOwner(each.owner, owner));
  return last && isSameOperation(last.operation, operation) ? undefined : last;
}

/**
 * Whether a delete that finds its connection with another is not of the resource which had it before, but of a create that
 * was tried before that.
 */
export async function isDeleteOfEarlierTry(
  { request, askGuard }: Context,
  claim: LiveClaim,
): Promise<boolean> {
  const had = claimOf(claim.before, request.owner);
  if (had?.before === undefined || parsePhysicalId(request.physicalResourceId)) return false;
  if (isDeletedSince(claim, had)) return false;
  if (had.before.hasSucceeded || !isDeleteOf(request, had.before, had)) return true;
  return isMadeUpId(request.physicalResourceId) && (await askGuard()) === 'another resource';
}

/** What a resource knew that had the connection before others have taken it. */
function claimOf(before: Before | undefined, owner: Owner): ClaimBefore | undefined {
  const other = before?.claim;
  return other === undefined || isSameOwner(other.owner, owner) ? other : claimOf(other.before, owner);
}

/**
 * A claim as if there had been no earlier try of its create that a delete is of: its undoing then brings back what that
 * one has found.
 *
 * @returns nothing if there was none.
 */
export function withoutEarlierTry<C extends Pick<LiveClaim, 'owner' | 'before'>>(
  claim: C,
  request: Request,
): C | undefined {
  const { owner, before } = claim;
  const { claim: other } = before ?? {};
  if (before === undefined || other === undefined) return undefined;
  const isTry = isSameOwner(other.owner, owner) && isSameOwner(owner, request.owner);
  const { before: earlier } = other;
  if (isTry && earlier !== undefined && !earlier.hasSucceeded && isDeleteOf(request, earlier, other)) {
    const { requestId, hasSucceeded } = before;
    return { ...claim, before: { ...earlier, requestId, hasSucceeded } };
  }
  const changed = withoutEarlierTry(other, request);
  return changed && { ...claim, before: { ...before, claim: changed } };
}

/** A physical id that CloudFormation made up names no create: the delete comes with what that had asked for. */
function isDeleteOf(request: Request, { requestId }: Before, { operation }: FormerOperation): boolean {
  const named = parseNotCreated(request.physicalResourceId);
  if (named !== undefined) return named === requestId;
  const isAlike = operation.type === 'Create' && operation.desired === request.operation.desired;
  return isAlike && isMadeUpId(request.physicalResourceId);
}

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

/** What a create has found of which CloudFormation knows that it has succeeded. */
export function succeeded(before: Before | undefined): Before | undefined {
  return before && { ...before, hasSucceeded: true };
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
  const { type, receivedAt } = claim.operation;
  const isNew = type === 'Create' && mayBeFromBefore(receivedAt, services.now());
  if (isRemoval(statuses, { mayBeCleanUp: !isNew })) return false;
  // An emulator has statuses of its own.
  if ((await askGuard()) === 'not asked') return false;
  throw new Requeue(
    `cloudformation says that the stack is ${statuses.join(' in one that is ')}: that is neither a removal nor a rollback, so it may be from before this Delete`,
  );
}
