import { RELEASED_FOR_SECONDS } from '../../lib/timing';
import type { Operation } from '../cloudformation/operation';
import { Owner, isSameOwner } from '../cloudformation/owner';
import { mayAct } from '../cloudformation/guard';
import { Requeue } from '../outcome';
import type { Leave } from './action';
import {
  Before,
  Claim,
  FormerOperation,
  LastCall,
  LiveClaim,
  Memory,
  ReleasedClaim,
  Waiting,
  isLive,
  lastOperationOf,
  memoryOf,
} from './claim';
import { Context } from './context';
import { interruptionIn } from './interruption';
import { formerParents, staleIn } from './landing';
import { claimBefore, succeeded } from './before';
import { noteOf, withNote } from './waiting';

/** What a live claim remembers beyond a single move. */
export interface Origin extends Memory {
  readonly before?: Before;
  readonly isUndone?: boolean;
}

/** What is written of a claim beside what it remembers. */
export interface State {
  readonly phase: LiveClaim['phase'];
  readonly lastCall?: LastCall;
  /** When the operation gives up; default: at its timeout. */
  readonly deadline?: number;
  readonly waiting?: readonly Waiting[];
  readonly interruptedSince?: number;
  readonly lastInterruptionSeconds?: number;
}

/** Writes a live claim in the place of `previous`. From now on this operation is the newest one. */
export async function writeClaim(
  context: Context,
  state: State,
  origin: Origin,
  previous: Claim | undefined,
): Promise<Claim> {
  const { services, request, desired } = context;
  return services.claims.put(
    {
      ...signed(context, request, previous),
      ...memoryOf(origin),
      before: origin.before,
      isUndone: origin.isUndone,
      deadline: request.receivedAt + desired.timeoutMs,
      updatedAt: services.now(),
      endedBefore: endedBefore(context),
      stale: staleIn(context),
      ...interruptionIn(context),
      ...state,
    },
    previous,
  );
}

/**
 * An operation that has to wait takes its place in the claim all the same: an older one does nothing meanwhile. It does
 * so only if CloudFormation waits for it. A create does so only with what it has found, and notes meanwhile what it has read.
 * One that has ended well has nothing to wait for but its answer, and the claim stays settled.
 *
 * @param isSeen whether this poll has seen the connection where it may be.
 */
export async function holdClaim(context: Context, waitsFor: Requeue, isSeen: boolean): Promise<void> {
  const { claim, ownClaim, hasBegun, request, desired, services } = context;
  const { type } = request.operation;
  if (ownClaim === undefined || context.hasEnded) return;
  const note = noteOf(context, waitsFor, isSeen);
  if (type === 'Create' && !hasBegun) return noteReadings(context, note);
  const waiting = withNote(ownClaim, note);
  if (hasBegun && waiting === ownClaim.waiting) return;
  if (!hasBegun) {
    const verdict = await context.askGuard();
    if (verdict === 'another resource') return;
    if (!mayAct(verdict)) return noteUndone(context);
  }
  const { isUndone, isRecalled, updatedAt, lastCall } = ownClaim;
  const before = type === 'Update' ? succeeded(ownClaim.before) : ownClaim.before;
  await services.claims.put(
    {
      ...signed(context, request, claim),
      ...memoryOf(ownClaim),
      before,
      ...(type !== 'Update' && { isUndone }),
      isRecalled,
      lastCall,
      ...interruptionIn(context),
      endedBefore: endedBefore(context),
      stale: staleIn(context),
      phase: ownClaim.phase === 'settled' ? 'claimed' : ownClaim.phase,
      deadline: request.receivedAt + desired.timeoutMs,
      updatedAt,
      waiting,
    },
    claim,
  );
}

/** In a claim that it has not taken yet: without that no reading of a later poll could agree with one of this. */
async function noteReadings(context: Context, note: Waiting): Promise<void> {
  const { claim, services } = context;
  if (!isLive(claim)) return;
  const waiting = withNote(claim, note);
  if (waiting === claim.waiting) return;
  const hasRead = note.contrary !== undefined || note.missingSince !== undefined;
  if (hasRead && mayAct(await context.askGuard())) await services.claims.put({ ...claim, waiting }, claim);
}

/** A delete that has not acted notes what it undoes: later nobody can tell of which create a made-up physical id is. */
export async function noteUndone({ claim, ownClaim, request, services }: Context): Promise<void> {
  const undoneAs = request.physicalResourceId;
  if (!ownClaim?.isUndone || !isLive(claim) || claim.isUndone || claim.undoneAs === undoneAs) return;
  await services.claims.put({ ...claim, undoneAs }, claim);
}

/** What had ended well before this operation: what another asked for that has had the connection says nothing. */
function endedBefore({ ownClaim, hasBegun, request }: Context): Operation | undefined {
  if (ownClaim === undefined) return undefined;
  const isNext = !hasBegun && ownClaim.phase === 'settled';
  const isOwn = isSameOwner(ownClaim.owner, request.owner);
  return isNext || !isOwn ? lastOperationOf(ownClaim, request.owner) : ownClaim.endedBefore;
}

/**
 * Ends the claim, but keeps it for some days: the waiter of a cancelled create may still be running. Where the create
 * that is undone has found a claim, that one is there again.
 */
export async function releaseClaim(
  context: Context,
  previous: Claim | undefined,
  { leftOn, lastInterruptionSeconds }: Pick<ReleasedClaim, 'leftOn' | 'lastInterruptionSeconds'>,
): Promise<void> {
  const { services, request, ownClaim } = context;
  const now = services.now();
  const restored = claimBefore(ownClaim);
  if (restored === undefined) {
    const expiresAt = Math.ceil(now / 1000) + RELEASED_FOR_SECONDS;
    const ended = { ...whatWasLeft(context, previous, leftOn), lastInterruptionSeconds };
    const released = { phase: 'released', updatedAt: now, expiresAt, ...ended } as const;
    await services.claims.put({ ...signed(context, request, previous), ...released }, previous);
    return;
  }
  const isOwn = isSameOwner(restored.owner, request.owner);
  const { before } = restored;
  const restoredBy = isOwn ? request.physicalResourceId : undefined;
  const phase = restored.hasEnded === false ? 'claimed' : 'settled';
  const live = { ...memoryOf(restored), before, restoredBy, phase, deadline: 0, updatedAt: now } as const;
  const noted = { ...operationOf(request), ...(isOwn && { isOfOtherCreate: true }) };
  await services.claims.put({ ...signed(context, restored, previous, [noted]), ...live }, previous);
}

/** A delete that has nothing to put back knows no more than the one that has left the connection before. */
function whatWasLeft(
  { ownClaim, services }: Context,
  previous: Claim | undefined,
  leftOn: string | undefined,
): Pick<ReleasedClaim, 'leftOn' | 'hasLeft'> {
  if (ownClaim !== undefined)
    return { leftOn, hasLeft: [...new Set(formerParents(ownClaim, services.now()))] };
  return previous?.phase === 'released' ? { leftOn: previous.leftOn, hasLeft: previous.hasLeft } : {};
}

/**
 * Leaves a live claim as it is, but for the operation of a resource that has nothing to put back: an older one of that
 * resource, which may still be running, changes nothing any more.
 */
export async function leaveClaim(
  { services, request }: Context,
  { claim, isOfOtherCreate }: Omit<Leave, 'kind'>,
): Promise<void> {
  const { operation, owner } = request;
  const before = claim.formerOperations;
  const others = isOfOtherCreate ? before : before.filter(isOfOther(owner));
  const formerOperations = [{ owner, operation, isOfOtherCreate }, ...others];
  await services.claims.put({ ...claim, formerOperations }, claim);
}

/** Whose the claim is from now on, and whose it was: a waiter of those before may be left. */
function signed(
  { desired, request, services }: Context,
  { owner, operation }: FormerOperation,
  previous: Claim | undefined,
  noted: readonly FormerOperation[] = [],
) {
  const now = services.now();
  const before = previous ? [{ ...operationOf(previous), lostAt: now }, ...previous.formerOperations] : [];
  const formerOperations = [...noted, ...before.filter(isOfOther(request.owner))]
    .filter((each) => each.isOfOtherCreate === true || isOfOther(owner)(each))
    .filter(
      ({ lostAt, operation: { receivedAt } }) => now - (lostAt ?? receivedAt) < RELEASED_FOR_SECONDS * 1000,
    );
  return { connectionId: desired.connectionId, owner, operation, formerOperations };
}

function isOfOther(owner: Owner): (each: FormerOperation) => boolean {
  return (each) => !isSameOwner(each.owner, owner);
}

function operationOf({ owner, operation }: FormerOperation): FormerOperation {
  return { owner, operation };
}
