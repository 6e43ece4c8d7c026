import { Claim, LiveClaim, isLive } from '../../lambda/association/claim';
import { homeOf } from '../../lambda/association/before';
import { parsePhysicalId } from '../../lambda/association/physical-id';
import { Operation, isSameOperation } from '../../lambda/cloudformation/operation';
import { ResourceOperation, StackOperation, statusOf, wordsOf } from './operation';
import { Step, hasEnded } from './steps';

/** An association as the template declares it, as far as that is known before the deployment. */
export interface DeclaredConnection {
  readonly connectionId?: string;
  readonly parentId?: string;
}

/** By logical id. */
export type DeclaredConnections = ReadonlyMap<string, DeclaredConnection>;

/** What one look has shown of an association. */
export interface Seen {
  readonly operation: StackOperation;
  readonly logicalId: string;
  /** What CloudFormation does to it; undefined: nothing yet. */
  readonly resource?: ResourceOperation;
  /** What the template declares; undefined: not known. */
  readonly template?: DeclaredConnections;
  /** The claim that it has, or had last. */
  readonly claim?: Claim;
}

/** How far a deployment has come with an association, and what has to be remembered to go on from there. */
export interface Watched {
  readonly stackId: string;
  readonly logicalId: string;
  readonly connectionId?: string;
  readonly step: Step;
  /** Where it is to be, or has come; undefined: not known. */
  readonly to?: string;
  /** Where it comes from, as far as that was seen. */
  readonly from?: string;
  /** Since when its traffic is interrupted, in milliseconds. */
  readonly interruptedSince?: number;
  /** How long the move of this operation has interrupted it. */
  readonly interruptionSeconds?: number;
  /** What it waits for, or why it has failed. */
  readonly reason?: string;
  /** When the operation has begun with it, in milliseconds. */
  readonly begunAt?: number;
  /** The parent that it was on when it was last known to be at rest. */
  readonly restedOn?: string;
  /** Whether the template and the claims have said that it would be moved, before it was. */
  readonly isExpected?: boolean;
  /** Where a delete would put it, as its claim has said last. */
  readonly home?: string;
  /** The operation that it has begun with. */
  readonly operation?: Operation;
  /** Whether it was seen to be moved by that. */
  readonly wasMoving?: boolean;
}

/** What is known of an association after one more look; undefined: nothing happens to it. */
export function watchOne(seen: Seen, before: Watched | undefined): Watched | undefined {
  const claim = currentClaim(seen);
  const connectionId =
    seen.claim?.connectionId ??
    declaredIn(seen)?.connectionId ??
    parsePhysicalId(seen.resource?.physicalId)?.connectionId ??
    before?.connectionId;
  const same = goesOn(claim, before) ? before : undefined;
  const rested = restedOn(seen, claim, same ?? atRest(before));
  const known = {
    stackId: seen.operation.stackId,
    logicalId: seen.logicalId,
    connectionId,
    restedOn: rested,
    isExpected: before?.isExpected === true || isExpected(seen, rested),
    home: isLive(seen.claim) ? homeOf(seen.claim) : before?.home,
    operation: claim?.operation ?? before?.operation,
    wasMoving: (isLive(claim) && isMoving(claim)) || same?.wasMoving,
    from: (isLive(claim) ? claim.lastCall?.from : undefined) ?? same?.from ?? rested,
    begunAt: claim?.operation.receivedAt ?? seen.resource?.begunAt,
  };
  const { status = '', reason } = seen.resource ?? {};
  if (status.endsWith('_FAILED') && !isUndoneBy(claim, seen)) {
    return { ...known, step: 'failed', to: goalOf(seen, claim), reason: reason ? wordsOf(reason) : status };
  }
  if (claim !== undefined && (claim.phase === 'settled' || claim.phase === 'released'))
    return ended(known, seen, claim);
  if (isLive(claim)) return underWay(known, seen, claim);
  if (/_(COMPLETE|SKIPPED)$/.test(status)) return ended(known, seen, undefined);
  if (status.endsWith('_IN_PROGRESS')) return { ...known, step: 'begun', to: goalOf(seen, claim) };
  return isToCome(seen) ? { ...known, step: 'to come', to: goalOf(seen, claim) } : undefined;
}

type Known = Omit<Watched, 'step'>;

function underWay(known: Known, seen: Seen, claim: LiveClaim): Watched {
  const reason = claim.waiting?.find(({ operation }) => isSameOperation(operation, claim.operation))?.reason;
  if (!isMoving(claim)) return { ...known, step: 'begun', to: goalOf(seen, claim), reason };
  const step = isBack(seen, claim) ? 'going home' : 'moving';
  return { ...known, step, to: claim.movedTo.at(-1), interruptedSince: claim.interruptedSince, reason };
}

function ended(known: Known, seen: Seen, claim: Claim | undefined): Watched {
  const to = claim === undefined ? restsOn(known) : isLive(claim) ? claim.movedTo.at(-1) : claim.leftOn;
  const isElsewhere = to !== undefined && known.restedOn !== undefined && to !== known.restedOn;
  // What somebody else has moved is left where it is.
  const wasMoved = known.wasMoving === true || (isElsewhere && (isLive(claim) || to === known.home));
  const interruptionSeconds = wasMoved ? claim?.lastInterruptionSeconds : undefined;
  const [moved, stayed] = isBack(seen, claim)
    ? (['home', 'left'] as const)
    : (['moved', 'in place'] as const);
  return { ...known, step: wasMoved ? moved : stayed, to, interruptionSeconds };
}

/** Where it is without a claim that says so. */
function restsOn({ wasMoving, home, restedOn }: Known): string | undefined {
  return wasMoving === true ? home : restedOn;
}

/** The claim, if it is already that of what CloudFormation does to the association now. */
function currentClaim({ operation, resource, claim }: Seen): Claim | undefined {
  if (claim === undefined) return undefined;
  const since = resource?.begunAt ?? operation.begunAt;
  return claim.operation.receivedAt >= since ? claim : undefined;
}

/** Where it was before this operation has moved it. A claim that has a call under way says where that goes, not where it is. */
function restedOn(
  { claim }: Seen,
  current: Claim | undefined,
  before: Watched | undefined,
): string | undefined {
  if (current === undefined) {
    const known = claim?.phase === 'settled' ? claim.movedTo.at(-1) : undefined;
    return (claim?.phase === 'released' ? claim.leftOn : known) ?? before?.restedOn;
  }
  if (before?.restedOn !== undefined) return before.restedOn;
  if (!isLive(current)) return current.hasLeft?.[0];
  return current.operation.type === 'Create' ? current.before?.parentConnectionId : undefined;
}

/** Whether it is the same operation that was seen before. What has ended a claim of another may be there again. */
function goesOn(claim: Claim | undefined, before: Watched | undefined): boolean {
  if (before === undefined) return false;
  if (claim === undefined) return before.wasMoving === true && !hasEnded(before.step);
  return before.operation !== undefined && isSameOperation(claim.operation, before.operation);
}

/** An operation that has ended has put it where the next one finds it. */
function atRest(before: Watched | undefined): Watched | undefined {
  if (before === undefined || before.step === 'failed' || !hasEnded(before.step)) return before;
  return { ...before, restedOn: before.to ?? before.restedOn };
}

function isMoving({ phase, interruptedSince }: LiveClaim): boolean {
  return interruptedSince !== undefined && phase !== 'settled';
}

/** The handler has gone on after CloudFormation had been told of a failure: its rollback has begun. */
function isUndoneBy(claim: Claim | undefined, { resource }: Seen): boolean {
  return claim?.operation.type === 'Delete' && resource?.status.startsWith('DELETE') === false;
}

function isBack({ operation, resource }: Seen, claim: Claim | undefined): boolean {
  if (claim?.operation.type === 'Delete' || resource?.status.startsWith('DELETE') === true) return true;
  const begunAt = claim?.operation.receivedAt ?? resource?.begunAt ?? 0;
  return operation.backSince !== undefined && begunAt >= operation.backSince;
}

function goalOf(seen: Seen, current: Claim | undefined): string | undefined {
  const { claim } = seen;
  const home = isLive(claim) ? homeOf(claim) : undefined;
  return isBack(seen, current) ? home : (declaredIn(seen)?.parentId ?? home);
}

/** Whether CloudFormation will come to it, as far as the template and the claims say. */
function isToCome(seen: Seen): boolean {
  const { operation, template, claim } = seen;
  const declared = declaredIn(seen);
  const isRemoved = declared === undefined && isLive(claim);
  switch (statusOf(operation)) {
    case 'DELETE_IN_PROGRESS':
      return isLive(claim);
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
      return template !== undefined && isRemoved;
    case 'CREATE_IN_PROGRESS':
    case 'UPDATE_IN_PROGRESS':
      if (template === undefined) return false;
      if (declared === undefined || !isLive(claim)) return isRemoved || declared !== undefined;
      return declared.parentId !== undefined && declared.parentId !== claim.movedTo.at(-1);
    default:
      return false;
  }
}

function isExpected(seen: Seen, rested: string | undefined): boolean {
  const parentId = declaredIn(seen)?.parentId;
  return parentId !== undefined && rested !== undefined && parentId !== rested;
}

function declaredIn({ template, logicalId }: Seen): DeclaredConnection | undefined {
  return template?.get(logicalId);
}
