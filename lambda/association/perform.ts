import { Placement } from '../direct-connect/placement';
import { Requeue } from '../outcome';
import { Action, Hold, Release, Result } from './action';
import { attributesOf } from './attributes';
import { refuseGone, refuseUnsettled, whyUnsettled } from './checks';
import { Claim, isLive, withLatest } from './claim';
import { Context } from './context';
import { endInterruption } from './interruption';
import { move } from './move';
import { logReleased, logSettled, noteProgress } from './progress';
import { Origin, leaveClaim, releaseClaim, writeClaim } from './claim-writes';

/** @throws Requeue while the operation has to wait after what it did. */
export async function perform(context: Context, action: Action): Promise<Result> {
  switch (action.kind) {
    case 'answer':
      return action.result;
    case 'hold':
      return hold(context, action, context.claim);
    case 'settle':
      return settle(context, action.placement, action.origin, context.claim);
    case 'release':
      return release(context, action, context.claim);
    case 'leave':
      await leaveClaim(context, action);
      return action.result;
    case 'amend':
      await context.services.claims.put(action.claim, context.claim);
      return undefined;
    case 'move': {
      const { placement, claim } = await move(context, action);
      return context.request.operation.type === 'Delete'
        ? endMoveBack(context, placement, { decision: CAME_HOME, row: action.row }, claim)
        : endMove(context, placement, action.origin, claim);
    }
  }
}

/** A list shows the connection: nothing of the move is open any more but its state. */
async function hold(
  context: Context,
  { placement, origin, reason }: Omit<Hold, 'kind'>,
  claim: Claim | undefined,
): Promise<never> {
  const interruptedSince = isLive(claim) ? claim.interruptedSince : undefined;
  const held = withLatest(origin, placement.parentId);
  await writeClaim(context, { phase: 'claimed', interruptedSince }, held, claim);
  throw new Requeue(reason);
}

async function endMove(
  context: Context,
  placement: Placement,
  origin: Origin,
  claim: Claim,
): Promise<Result> {
  refuseGone(placement);
  const reason = whyUnsettled(placement, context.desired);
  if (reason !== undefined) return hold(context, { placement, origin, reason }, claim);
  return settle(context, placement, origin, claim);
}

async function endMoveBack(
  context: Context,
  placement: Placement,
  ending: Ending,
  claim: Claim,
): Promise<Result> {
  refuseUnsettled(placement);
  return release(context, { ...ending, leftOn: placement.parentId }, claim);
}

export const CAME_HOME = 'the connection is where it came from';

/** Ends a create or an update whose connection is on its parent. */
async function settle(
  context: Context,
  placement: Placement,
  origin: Origin,
  claim: Claim | undefined,
): Promise<Result> {
  const { connection, parentId } = placement;
  const { interruption, tell } = endInterruption(context, claim, parentId);
  const settled = { phase: 'settled', ...interruption } as const;
  await writeClaim(context, settled, withLatest(origin, parentId), claim);
  tell();
  // Not before: one that has lost the race to its successor counts nothing.
  const count = await noteProgress(context, parentId);
  logSettled(context, parentId, count);
  const attributes = attributesOf(connection, {
    parentConnectionId: parentId,
    originalParentConnectionId: origin.originalParentConnectionId,
    lastInterruptionSeconds: interruption.lastInterruptionSeconds,
  });
  return { attributes, foundOn: origin.foundOn };
}

type Ending = Omit<Release, 'kind'>;

/** Ends a delete. */
async function release(context: Context, ending: Ending, claim: Claim | undefined): Promise<undefined> {
  const { leftOn } = ending;
  const { interruption, tell } = endInterruption(context, claim, leftOn);
  const { lastInterruptionSeconds } = interruption;
  await releaseClaim(context, claim, { leftOn, lastInterruptionSeconds });
  tell();
  const count = await noteProgress(context, undefined);
  logReleased(context, ending, count);
}
