import { kindOf } from '../aws-error';
import { Placement } from '../direct-connect/placement';
import { findOn } from '../direct-connect/search';
import { Requeue } from '../outcome';
import { Move } from './action';
import { Claim } from './claim';
import { Context, logDecision } from './context';
import { withLatest, writeClaim } from './claim-writes';

/**
 * Moves the connection, once. The claim says `moving` before the call, so the next poll after a crash or a lost answer
 * reads where the connection is instead of calling again.
 *
 * @returns where the connection is now, and the claim as it is now.
 * @throws Requeue until reads show the connection on its new parent.
 */
export async function move(
  context: Context,
  { from, to, origin, row }: Move,
): Promise<{ placement: Placement; claim: Claim }> {
  const { connectionId } = context.desired;
  const claim = await writeClaim(context, 'moving', withLatest(origin, to), context.claim);
  logDecision(context, 'move', { row, from: from.parentId, to });
  try {
    await context.services.directConnect.associate(connectionId, to);
  } catch (error) {
    if (kindOf(error) !== 'unclear') {
      await writeClaim(context, 'claimed', origin, claim);
      throw error;
    }
    // Without a clear answer the call may have been carried out: only a reading says so.
    logDecision(context, 'the answer was lost; reading where the connection is', { row, to });
  }
  const placement = await findOn(context.inventory.afresh(), connectionId, to);
  if (placement === undefined) throw new Requeue(`the move to ${to} does not show yet`);
  return { placement, claim };
}
