import { LATE_SECONDS } from '../../lib/timing';
import { Placement } from '../direct-connect/placement';
import { Requeue, TerminalError } from '../outcome';
import { Action } from './action';
import { answer, answerAgain, arrived } from './arrival';
import { checked, refuseGone } from './checks';
import { Context, logDecision } from './context';
import { isRollbackToNote, succeeded } from './before';
import { LiveClaim, isLive, memoryOf } from './claim';
import { Origin } from './claim-writes';
import { knownParents } from './landing';
import { confirmMissing } from './observe';
import { isOn } from './placement';

/** Rows 6, 7 and 9 of the table: brings the connection to its new parent. Where it came from stays remembered. */
export async function decideUpdate(context: Context, placement: Placement | undefined): Promise<Action> {
  const { desired, ownClaim } = context;
  if (context.hasEnded) return answerAgain(context, placement);
  if (ownClaim === undefined) return leaveToOther(context, placement);
  if (placement === undefined) return refuseMissing(context);
  refuseGone(placement);
  const originalParentConnectionId = desired.originalParentId ?? ownClaim.fallbackParentConnectionId;
  const before = succeeded(ownClaim.before);
  const origin = { ...memoryOf(ownClaim), originalParentConnectionId, before };
  if (await isOn(context, placement, desired.parentId))
    return arrived(context, { placement, origin, row: 6 });
  refuseLate(context);
  return moveOn(context, placement, { origin, ownClaim });
}

/**
 * Only a rollback comes this far without the connection: what it undoes was refused. Where the one that has the connection
 * is undone after that, it goes to where this one wants it.
 */
function leaveToOther(context: Context, placement: Placement | undefined): Action {
  logDecision(context, 'nothing to roll back: another association has the connection', { row: 4 });
  const { claim, desired, request } = context;
  const { result } = answer(desired, placement, undefined);
  const isToBeNoted = isLive(claim) && isRollbackToNote(claim, request);
  return isToBeNoted ? { kind: 'leave', claim, result } : { kind: 'answer', result };
}

/** To a parent that the connection has been on before, it goes back: also when that has become a member of a LAG. */
async function moveOn(
  context: Context,
  from: Placement,
  { origin, ownClaim }: { readonly origin: Origin; readonly ownClaim: LiveClaim },
): Promise<Action> {
  const { parentId } = context.desired;
  const isBack = knownParents(ownClaim).includes(parentId);
  const to = isBack ? (await context.inventory.parents()).standsFor(parentId) : parentId;
  return checked(context, { from, to, origin, row: 7, isBack });
}

/** CloudFormation's status does not tell an update that was given up on from its rollback; the fence soon does. */
function refuseLate({ hasBegun, services, request }: Context): void {
  if (hasBegun || services.now() - request.operation.issuedAt <= LATE_SECONDS * 1000) return;
  throw new Requeue('it is late: a later operation may be about to take over');
}

function refuseMissing(context: Context): never {
  confirmMissing(context);
  throw new TerminalError(
    `connectionId is ${context.desired.connectionId}, which is on no interconnect or LAG of this account any more: expected an existing hosted connection; remove the association`,
  );
}
