import type { Connection } from '@aws-sdk/client-direct-connect';
import { GUARD_SECONDS } from '../../lib/timing';
import { Placement, hasSameVlan, isGone, nameOf } from '../direct-connect/placement';
import { OutOfTime, Requeue, TerminalError } from '../outcome';
import { Move } from './action';
import { Context } from './context';
import { passGuard } from '../cloudformation/pass-guard';
import { Desired } from './properties';
import { notedBefore } from './waiting';

/**
 * Refuses a move that is known to fail, before anybody's traffic is interrupted. Everything that has to be true before
 * the claim is written and the call is made is checked in here.
 *
 * @throws TerminalError saying what stands in the way.
 * @throws Fenced when CloudFormation does not wait for this operation any more.
 * @throws Requeue when no time is left, and where the VLAN is in use on a parent that the connection goes *back* to: a
 * sibling in the same rollback or deletion may be about to leave it.
 */
export async function checked(context: Context, move: Omit<Move, 'kind'>): Promise<Move> {
  const { services, request, desired } = context;
  await refuseUnusable(context, move);
  if (await isVlanToBeChecked(context, move)) await refuseVlanInUse(context, move);
  if (services.now() >= request.receivedAt + desired.timeoutMs) {
    throw new OutOfTime(`no time is left to begin the move to ${move.to}`);
  }
  // From here on nothing has to wait any more: what CloudFormation says is as new as can be when the call is made.
  await services.directConnect.turnToMove();
  await passGuard(context, GUARD_SECONDS);
  return { kind: 'move', ...move };
}

/**
 * Direct Connect checks that, too. It is asked first where that saves nobody a failure: the preflight has looked, or a
 * refusal is waited for, and this is the operation's first try.
 */
async function isVlanToBeChecked(
  context: Context,
  { from, to, isBack }: Omit<Move, 'kind'>,
): Promise<boolean> {
  if (isBack) return notedBefore(context) !== undefined;
  const { seenOn, movesTo } = (await context.preflighted) ?? {};
  return seenOn !== from.parentId || movesTo !== to;
}

async function refuseUnusable(
  { desired, inventory }: Context,
  { from, to }: Omit<Move, 'kind'>,
): Promise<void> {
  const { connectionId } = desired;
  const parents = await inventory.parents();
  const unusable = parents.whyUnusable(to);
  if (unusable !== undefined) {
    throw new TerminalError(
      `${connectionId} cannot be moved to ${to}: ${unusable}; name an interconnect or LAG of this account that is available. ${stillOn(from)}`,
    );
  }
  const member = parents.whyNotItself(to);
  if (member !== undefined) {
    throw new TerminalError(`${connectionId} cannot be moved to ${to}: ${member}. ${stillOn(from)}`);
  }
}

async function refuseVlanInUse({ desired, inventory }: Context, move: Omit<Move, 'kind'>): Promise<void> {
  const refusal = whyVlanInUse(await inventory.hostedOn(move.to), desired, move);
  if (refusal === undefined) return;
  if (move.isBack) throw new Requeue(refusal);
  throw new TerminalError(
    `${refusal}; move that one away first, or choose another parent. ${stillOn(move.from)}`,
  );
}

/** Why a connection cannot be moved to where these are, if its VLAN is the reason. */
export function whyVlanInUse(
  hosted: readonly Connection[],
  { connectionId }: Desired,
  { from, to }: Omit<Move, 'kind'>,
): string | undefined {
  const { connection } = from;
  const holder = hosted.find((other) => hasSameVlan(connection, other));
  return (
    holder &&
    `${connectionId} cannot be moved to ${to}: vlan ${connection.vlan} is in use there by ${nameOf(holder)}`
  );
}

/** @throws TerminalError when the connection is gone, or soon will be. */
export function refuseGone(placement: Placement): void {
  const { connectionId, connectionState } = placement.connection;
  if (!isGone(placement)) return;
  throw new TerminalError(
    `${connectionId} is ${connectionState} (connectionState): expected a connection in use; remove the association, or name another connection`,
  );
}

/** Why the connection's state does not yet count as settled, if so. */
export function whyUnsettled(
  { connection, parentId }: Placement,
  { waitForAvailable }: Pick<Desired, 'waitForAvailable'>,
): string | undefined {
  const { connectionId, connectionState: state } = connection;
  const isSettled = waitForAvailable ? state === 'available' : state !== 'pending';
  return isSettled ? undefined : `${connectionId} is on ${parentId}, and its connectionState is ${state}`;
}

/** @throws Requeue while the connection's state is still changing. */
export function refuseUnsettled(placement: Placement, desired = { waitForAvailable: false }): void {
  const unsettled = whyUnsettled(placement, desired);
  if (unsettled !== undefined) throw new Requeue(unsettled);
}

function stillOn(placement: Placement): string {
  return `nothing was moved: it is on ${placement.parentId}`;
}
