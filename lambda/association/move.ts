import { noticeMoved, noticeRefusedMove } from '../assumptions/readings';
import { kindOf } from '../aws-error';
import { Placement } from '../direct-connect/placement';
import { Requeue } from '../outcome';
import { Move } from './action';
import { whyVlanInUse } from './checks';
import { Claim, withLatest } from './claim';
import { Context, logDecision } from './context';
import { isProven, provenFrom } from './landing';
import { notePlace } from './locate';
import { see } from './see';
import { noteOf } from './waiting';
import { writeClaim } from './claim-writes';

/**
 * Moves the connection, once. The claim says `moving` before the call, so the next poll after a crash or a lost answer
 * reads where the connection is instead of calling again; and `accepted` after a clear answer, so nobody calls again
 * because a list is late.
 *
 * @returns where the connection is now, and the claim as it is now.
 * @throws Requeue until reads show the connection on its new parent.
 */
export async function move(context: Context, action: Move): Promise<{ placement: Placement; claim: Claim }> {
  const { from, to, origin, row } = action;
  const lastCall = {
    operation: context.request.operation,
    from: from.parentId,
    provenFrom: provenFrom(context, to),
  };
  const moved = withLatest(origin, to);
  const { now } = context.services;
  const asked = { phase: 'moving', lastCall, interruptedSince: now() } as const;
  const moving = await writeClaim(context, asked, moved, context.claim);
  logDecision(context, 'move', { row, from: from.parentId, to });
  const isAccepted = await call(context, action, moving);
  const accepted = { phase: 'accepted', lastCall, interruptedSince: now() } as const;
  const [claim, placement] = await Promise.all([
    isAccepted ? writeClaim(context, accepted, moved, moving) : moving,
    see(context, to, isAccepted),
  ]);
  noticeMoved(context, action, placement);
  if (placement === undefined || !(isAccepted || isProven(lastCall, now()))) {
    throw new Requeue(`the move to ${to} does not show yet`);
  }
  return { placement, claim };
}

/**
 * Whether Direct Connect has accepted the move. Without a clear answer only a reading says so; and where it was refused,
 * whoever was faster may have put the connection there.
 */
async function call(context: Context, action: Move, moving: Claim): Promise<boolean> {
  const { desired, services } = context;
  const { to, row } = action;
  try {
    await services.directConnect.associate(desired.connectionId, to);
    return true;
  } catch (error) {
    switch (kindOf(error)) {
      case 'unclear':
        logDecision(context, 'the answer was lost; reading where the connection is', { row, to });
        return false;
      case 'refused':
        await refuse(context, action, moving, error);
        logDecision(context, 'the move was refused, and the connection is there', { row, to });
        noticeRefusedMove(context, to, error);
        return false;
      case 'busy':
      case 'denied':
        return giveUp(context, action, moving, error);
    }
  }
}

/** Returns if the connection is there all the same. */
async function refuse(context: Context, action: Move, moving: Claim, error: unknown): Promise<void> {
  const { inventory, desired } = context;
  const { to, isBack } = action;
  const [hosted, parents] = await Promise.all([
    inventory.afresh().hostedOn(to),
    inventory.parents().catch(() => undefined),
  ]);
  if (hosted.some(({ connectionId }) => connectionId === desired.connectionId)) return;
  // What was not checked before the call, or had been read by an earlier poll: the next one knows better.
  const vlan = isBack ? whyVlanInUse(hosted, desired, action) : undefined;
  const reason = vlan ?? parents?.whyUnusable(to) ?? parents?.whyNotItself(to);
  return giveUp(context, action, moving, reason === undefined ? error : new Requeue(reason));
}

/** Nothing was carried out: the claim is as it was. */
async function giveUp(
  context: Context,
  { origin, from }: Move,
  moving: Claim,
  error: unknown,
): Promise<never> {
  const { ownClaim, services } = context;
  const phase = ownClaim?.phase === 'accepted' ? 'accepted' : 'claimed';
  const isFinal = !(error instanceof Requeue) && kindOf(error) === 'refused';
  const state = {
    phase,
    lastCall: ownClaim?.lastCall,
    ...(isFinal && { deadline: services.now() }),
    ...(error instanceof Requeue && { waiting: [noteOf(context, error, true)] }),
  } as const;
  await writeClaim(context, state, origin, moving);
  await notePlace(context, from);
  throw error;
}
