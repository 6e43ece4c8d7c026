import { Placement } from '../direct-connect/placement';
import { Requeue } from '../outcome';
import { Action, Answer } from './action';
import { attributesOf } from './attributes';
import { whyUnsettled } from './checks';
import { Context, logDecision } from './context';
import { Memory, isOpen } from './claim';
import { Interruption } from './interruption';
import { Origin } from './claim-writes';
import { Desired } from './properties';

/** A connection that is on its parent, and the row of the table that says so. */
interface Arrival {
  readonly placement: Placement;
  readonly origin: Origin;
  readonly row: number;
}

/**
 * The connection is on its parent without a move of this poll: the create or the update ends when its state is settled.
 *
 * @throws Requeue while the state is still changing, after the claim has been written.
 */
export function arrived(context: Context, { placement, origin, row }: Arrival): Action {
  const { hasBegun, ownClaim, desired } = context;
  if (!hasBegun) logDecision(context, 'already there', { row, to: desired.parentId });
  const reason = whyUnsettled(placement, desired);
  if (reason === undefined) return { kind: 'settle', placement, origin };
  if (hasBegun && !isOpen(ownClaim)) throw new Requeue(reason);
  // So that the rollback of an adoption that waits in vain finds the claim, and a move that a list has shown is over.
  return { kind: 'hold', placement, origin, reason };
}

/** The operation has ended well before: its answer is given again, whatever has happened since. */
export function answerAgain(context: Context, placement: Placement | undefined): Action {
  const { ownClaim, desired } = context;
  logDecision(context, 'already done', { to: desired.parentId });
  return answer(desired, placement ?? ownClaim?.movedTo.at(-1), ownClaim);
}

/** @param where the connection is, as was read, or its parent, as far as is remembered. */
export function answer(
  { connectionId }: Pick<Desired, 'connectionId'>,
  where: Placement | string | undefined,
  memory: (Memory & Interruption) | undefined,
): Answer {
  const { foundOn = '', originalParentConnectionId = '', lastInterruptionSeconds } = memory ?? {};
  const placement = typeof where === 'string' ? { parentId: where, connection: undefined } : where;
  const parentConnectionId = placement?.parentId ?? '';
  const ours = { parentConnectionId, originalParentConnectionId, lastInterruptionSeconds };
  return {
    kind: 'answer',
    result: { attributes: attributesOf(placement?.connection ?? { connectionId }, ours), foundOn },
  };
}
