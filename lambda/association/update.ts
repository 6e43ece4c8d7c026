import { LATE_SECONDS } from '../../lib/timing';
import { Placement } from '../direct-connect/placement';
import { Requeue, TerminalError } from '../outcome';
import { Action } from './action';
import { answer, answerAgain, arrived } from './arrival';
import { checked, refuseGone } from './checks';
import { Context, logDecision } from './context';
import { confirmMissing, isOn } from './observe';
import { Origin } from './ownership';

/** Rows 6, 7 and 9 of the table: brings the connection to its new parent. Where it came from stays remembered. */
export async function decideUpdate(context: Context, placement: Placement | undefined): Promise<Action> {
  const { desired, ownClaim } = context;
  if (context.hasEnded) return answerAgain(context, placement);
  if (placement === undefined) return refuseMissing(context);
  refuseGone(placement);
  const isThere = await isOn(context, placement, desired.parentId);
  const original = desired.originalParentId ?? ownClaim?.originalParentConnectionId;
  if (original === undefined) {
    return isThere ? answerUnclaimed(context, placement) : refuseUnclaimed(context, placement);
  }
  const origin = { originalParentConnectionId: original, movedTo: ownClaim?.movedTo ?? [] };
  if (isThere) return arrived(context, { placement, origin, row: 6 });
  refuseLate(context);
  return moveOn(context, placement, origin);
}

/** To a parent that the connection has been on before, it goes back: also when that has become a member of a LAG. */
async function moveOn(context: Context, from: Placement, origin: Origin): Promise<Action> {
  const { parentId } = context.desired;
  const isBack = [origin.originalParentConnectionId, ...origin.movedTo].includes(parentId);
  const to = isBack ? (await context.inventory.parents()).standsFor(parentId) : parentId;
  return checked(context, { from, to, origin, row: 7 }, isBack ? 'back' : 'there');
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

/** Without a claim there is nothing to bring up to date; a delete will say so. */
function answerUnclaimed(context: Context, placement: Placement): Action {
  logDecision(context, 'already there, and there is no claim: set originalParent before a delete', {
    row: 6,
  });
  return answer(placement, '');
}

function refuseUnclaimed({ desired }: Context, placement: Placement): never {
  throw new TerminalError(
    `there is no record of where ${desired.connectionId} came from, so it is not moved away from ${placement.parentId}: expected a claim in the stack's table; set originalParent and deploy again`,
  );
}
