import { type Request, desiredBy } from '../cloudformation/event';
import { isSameOperation } from '../cloudformation/operation';
import { Owner, isSameOwner } from '../cloudformation/owner';
import { Before, ClaimBefore, FormerOperation, LiveClaim, memoryOf, withLatest } from './claim';
import type { Context } from './context';
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

/** Where the connection is again without the create, and whose it is then, if anybody's. */
interface Found {
  readonly home: string;
  readonly left?: ClaimBefore;
}

/**
 * What is there again without the create. Where the association that had the connection then has been deleted since, it
 * is what that one would have left: one of the same stack has been undone as well.
 */
function foundBy(claim: LiveClaim, before: Before): Found {
  const { claim: other, parentConnectionId } = before;
  if (other === undefined) return { home: parentConnectionId };
  const own = ownBefore(claim, other);
  if (own !== undefined) return foundBy(claim, own);
  const isOfSameStack = other.owner.stackId === claim.owner.stackId;
  if (!isDeletedSince(claim, other)) {
    const rolledBack = isOfSameStack ? rolledBackSince(claim, other) : undefined;
    return rolledBack ?? { home: parentConnectionId, left: other };
  }
  const earlier = isOfSameStack ? other.before : ownBefore(claim, claimOf(other.before, claim.owner));
  return earlier ? foundBy(claim, earlier) : { home: other.originalParentConnectionId };
}

/** What the create that is undone has found, if this is its own claim, which another has taken since. */
function ownBefore({ owner, before }: LiveClaim, other: ClaimBefore | undefined): Before | undefined {
  const isOwn = other !== undefined && isSameOwner(other.owner, owner);
  return isOwn && other.before?.requestId === before?.requestId ? other.before : undefined;
}

/** A delete that finds its connection with another leaves it there, and is noted in the claim. */
function isDeletedSince(claim: LiveClaim, other: FormerOperation): boolean {
  return notedSince(claim, other)?.operation.type === 'Delete';
}

/** The claim of an association whose update was rolled back while another of its stack had the connection. */
function rolledBackSince(claim: LiveClaim, other: ClaimBefore): Found | undefined {
  const { operation } = notedSince(claim, other) ?? {};
  if (operation?.type !== 'Update') return undefined;
  const { parentId, originalParentId = other.fallbackParentConnectionId } = desiredBy(operation);
  if (parentId === undefined) return undefined;
  const before = succeeded(other.before);
  const left = { ...other, operation, hasEnded: true, before, originalParentConnectionId: originalParentId };
  return { home: parentId, left: withLatest(left, parentId) };
}

/** What a resource has been told to do since another has taken the connection from it. */
function notedSince(claim: LiveClaim, { owner }: FormerOperation): FormerOperation | undefined {
  const own = claim.formerOperations.filter((each) => isSameOwner(each.owner, owner));
  return own.find(({ lostAt, isOfOtherCreate }) => lostAt === undefined && isOfOtherCreate !== true);
}

/** Whether what the rollback of an update wants has to be remembered, while another of its stack has the connection. */
export function isRollbackToNote(claim: LiveClaim, { owner, operation }: Request): boolean {
  const had = claimOf(claim.before, owner);
  if (had === undefined || owner.stackId !== claim.owner.stackId) return false;
  const noted = notedSince(claim, had)?.operation;
  return noted === undefined || !isSameOperation(noted, operation);
}

/**
 * Whether a delete that finds its connection with another is not of the resource that had it before, but of another create
 * of that name: CloudFormation has left one as it failed, or has had to give one up.
 *
 * @throws Requeue while CloudFormation does not say of which one a made-up physical id is.
 */
export async function isDeleteOfOtherCreate(
  { request, askGuard }: Context,
  claim: LiveClaim,
): Promise<boolean> {
  const { owner, operation, physicalResourceId } = request;
  if (isSameOwner(claim.owner, owner)) return true;
  const had = claimOf(claim.before, owner);
  if (had === undefined || parsePhysicalId(physicalResourceId)) return false;
  if (had.before === undefined || had.before.hasSucceeded) return true;
  const named = parseNotCreated(physicalResourceId);
  if (named !== undefined) return named !== had.before.requestId;
  if (had.operation.desired !== operation.desired) return true;
  const verdict = await askGuard();
  return verdict === 'another resource' || verdict === 'contradiction';
}

/** What a resource knew that had the connection before others have taken it. */
export function claimOf(before: Before | undefined, owner: Owner): ClaimBefore | undefined {
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
  const isAlike = operation.desired === request.operation.desired;
  return isAlike && isMadeUpId(request.physicalResourceId);
}

/** How many of those before that have taken it from each other are remembered: each takes two levels of the item's 32. */
const REMEMBERED = 8;

/** A claim as it is remembered by the operation that takes it. */
export function found({ owner, operation, phase, before, ...memory }: LiveClaim): ClaimBefore {
  const hasEnded = phase === 'settled';
  return { owner, operation, hasEnded, ...memoryOf(memory), before: latestOf(before) };
}

function latestOf(before: Before | undefined, count = REMEMBERED): Before | undefined {
  if (!before?.claim) return before;
  const earlier = count > 1 ? latestOf(before.claim.before, count - 1) : undefined;
  return { ...before, claim: { ...before.claim, before: earlier } };
}

/**
 * What an update finds that takes the connection from another association: a rollback to before the create gives it back
 * to that one, where that has put it.
 */
export function foundByUpdate({ owner, operation }: Request, claim: LiveClaim): Before {
  const { requestId } = claimOf(claim.before, owner)?.before ?? operation;
  const parentConnectionId = claim.movedTo.at(-1) ?? claim.foundOn;
  return { requestId, parentConnectionId, claim: found(claim) };
}

/** What a create has found of which CloudFormation knows that it has succeeded. */
export function succeeded(before: Before | undefined): Before | undefined {
  return before && { ...before, hasSucceeded: true };
}
