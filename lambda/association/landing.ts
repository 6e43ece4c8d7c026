import { AGREEING_SECONDS, LANDING_SECONDS, SHOWN_SECONDS } from '../../lib/timing';
import { isSameOperation } from '../cloudformation/operation';
import { Placement } from '../direct-connect/placement';
import { Requeue } from '../outcome';
import { Claim, LastCall, LiveClaim, ReleasedClaim, Stale, isOpen } from './claim';
import { Context, logDecision } from './context';
import { isOn, isOnAny } from './placement';
import { homeOf } from './before';
import { notedBefore } from './waiting';

/** What an operation of ours has done to the connection last, and what a reading says of it. */
interface Doubt {
  readonly claim: LiveClaim;
  /** Where the last call has put the connection, or was to put it. */
  readonly to: string;
  readonly placement: Placement | undefined;
}

/**
 * Where the connection is, as far as a reading can be believed: lists may show a move late, and a call whose answer was
 * lost may still be carried out.
 *
 * @throws Requeue while no reading can be believed.
 */
export async function believe(
  context: Context,
  placement: Placement | undefined,
): Promise<Placement | undefined> {
  const { ownClaim: claim, claim: latest, services } = context;
  if (latest?.phase === 'released') return afterRelease(context, latest, placement);
  const to = claim?.movedTo.at(-1);
  if (claim === undefined || to === undefined) return placement;
  if (await isOn(context, placement, to)) return afterAgreement(context, claim, placement);
  const doubt = { claim, to, placement };
  if (claim.phase === 'moving') return afterLostAnswer(context, doubt);
  const now = services.now();
  // Somebody else has put it there. Before lists must show the move it may have been before: the create looked at them, too.
  if (placement && now >= shownFrom(claim) && !(await isOnAny(context, placement, formerParents(claim, now))))
    return placement;
  return claim.phase === 'accepted' ? afterAcceptedCall(context, doubt) : afterSettledMove(context, doubt);
}

/** From when on lists show what has come of the last call, or what was so without one, in milliseconds. */
function shownFrom({ phase, updatedAt }: Pick<Claim, 'phase' | 'updatedAt'>): number {
  const seconds = phase === 'moving' ? LANDING_SECONDS : SHOWN_SECONDS;
  return updatedAt + seconds * 1000;
}

/** What a delete has put back, lists may not show there yet. */
async function afterRelease(
  context: Context,
  released: ReleasedClaim,
  placement: Placement | undefined,
): Promise<Placement | undefined> {
  const { leftOn } = released;
  const isShown = context.services.now() >= shownFrom(released);
  if (leftOn === undefined || isShown || (await isOn(context, placement, leftOn))) return placement;
  throw new Requeue(`the connection was put back on ${leftOn}, and lists may not show it yet`);
}

/** Where the connection was put so short a time ago that lists may not show it there yet. */
export function mayNotShowYet({ ownClaim, claim, services }: Context): string | undefined {
  const latest = ownClaim ?? claim;
  if (latest === undefined || (!isOpen(latest) && services.now() >= shownFrom(latest))) return undefined;
  return claim?.phase === 'released' ? claim.leftOn : ownClaim?.movedTo.at(-1);
}

/** Every parent that the claim names, the last one first. */
export function knownParents(claim: LiveClaim): string[] {
  const { originalParentConnectionId, fallbackParentConnectionId } = claim;
  return [...formerParents(claim, Infinity), originalParentConnectionId, fallbackParentConnectionId];
}

/** Every parent on which the connection has been, or was to be, and on which lists that are late may still show it. */
export function formerParents(
  { foundOn, movedTo, lastCall, before, stale }: LiveClaim,
  now: number,
): string[] {
  const late = stale && now < stale.until ? stale.parentIds : [];
  const all = [...movedTo.toReversed(), before?.parentConnectionId, foundOn, lastCall?.from, ...late];
  return all.filter((parentId) => parentId !== undefined);
}

/** Where lists may still show the connection because of what came before this claim, or before it was begun anew. */
export function staleIn({ claim, ownClaim, hasBegun, request, services }: Context): Stale | undefined {
  const now = services.now();
  const isNew = request.operation.type === 'Create' && !hasBegun;
  const stale = isNew ? staleBefore(ownClaim ?? claim, now) : ownClaim?.stale;
  return stale && now < stale.until ? stale : undefined;
}

function staleBefore(claim: Claim | undefined, now: number): Stale | undefined {
  if (claim === undefined) return undefined;
  const parentIds = claim.phase === 'released' ? (claim.hasLeft ?? []) : formerParents(claim, now);
  return { parentIds, until: shownFrom(claim) };
}

/**
 * From when on a list that shows the connection on a parent says that a call has put it there, in milliseconds: not while
 * it may be from before the connection was moved away from there.
 */
export function provenFrom(context: Context, to: string): number | undefined {
  const { ownClaim, services } = context;
  if (ownClaim && formerParents(ownClaim, services.now()).includes(to)) return shownFrom(ownClaim);
  const stale = staleIn(context);
  return stale?.parentIds.includes(to) ? stale.until : undefined;
}

export function isProven({ provenFrom = 0 }: LastCall, now: number): boolean {
  return now >= provenFrom;
}

function afterAgreement(
  { services }: Context,
  { phase, lastCall }: LiveClaim,
  placement: Placement | undefined,
): Placement | undefined {
  if (phase !== 'moving' || lastCall === undefined || isProven(lastCall, services.now())) return placement;
  throw new Requeue('a list shows the connection where it is to be, which may be from before it left there');
}

/** Only two readings that agree, when everything must have landed and show, say that the call was not carried out. */
function afterLostAnswer(context: Context, { claim, to, placement }: Doubt): Placement | undefined {
  if (context.services.now() - claim.updatedAt < LANDING_SECONDS * 1000) {
    throw new Requeue(`a move to ${to} may still be under way`);
  }
  return afterSecondReading(context, to, placement);
}

/** A reading against a move, once a second one has agreed. */
function afterSecondReading<P extends Placement | undefined>(context: Context, to: string, placement: P): P {
  const now = context.services.now();
  const noted = notedBefore(context)?.contrary;
  const parentId = placement?.parentId;
  const since = noted && noted.parentId === parentId ? noted.since : now;
  if (now - since >= AGREEING_SECONDS * 1000) return placement;
  throw new Requeue(`a move to ${to} does not show, and a second reading has to agree`, {
    contrary: { parentId, since },
  });
}

function afterSettledMove({ services }: Context, { claim, to, placement }: Doubt): Placement | undefined {
  if (services.now() >= shownFrom(claim)) return placement;
  const where = placement ? `: they show it on ${placement.parentId}` : '';
  throw new Requeue(`the connection was put on ${to}, and lists may not show it yet${where}`);
}

/**
 * What Direct Connect has accepted counts, not a list that does not show it. The operation that has called waits for the
 * list. Any other goes on from there; one that wants the connection there cannot, and somebody may have moved it back
 * before a list has shown it: after a second reading it is moved once more.
 */
async function afterAcceptedCall(context: Context, doubt: Doubt): Promise<Placement> {
  const { claim, to, placement } = doubt;
  const { services, desired, request } = context;
  const isOwnCall = claim.lastCall !== undefined && isCallOf(context, claim.lastCall);
  const isLate = services.now() >= shownFrom(claim);
  const wanted = request.operation.type === 'Delete' ? homeOf(claim) : desired.parentId;
  const isThere = await isOn(context, { parentId: to, connection: {} }, wanted);
  if (isOwnCall || !isLate || placement === undefined) {
    const where = placement ? `lists show it on ${placement.parentId}` : 'no list shows it';
    throw new Requeue(`the move to ${to} was accepted, and ${where}`);
  }
  if (isThere) return afterSecondReading(context, to, placement);
  logDecision(context, `lists show it on ${placement.parentId}, and the move to ${to} was accepted`);
  return { ...placement, parentId: to };
}

/** A delete that is repeated may have the same RequestId as the one before, which has ended. */
function isCallOf({ request, desired }: Context, { operation }: LastCall): boolean {
  const isOfThisTry = request.receivedAt - operation.receivedAt < desired.timeoutMs;
  return isOfThisTry && isSameOperation(operation, request.operation);
}
