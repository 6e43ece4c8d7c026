import { SIGNERS_APART_SECONDS, STATUS_LAG_SECONDS } from '../../lib/timing';
import { Operation, isNewer } from '../cloudformation/operation';
import { Fenced, Requeue } from '../outcome';
import { lastOperationOf } from './claim';
import { Context } from './context';

/**
 * Also an owner that the connection has left may have a waiter. Two deletes of a resource do not get in each other's way:
 * both put its connection back.
 *
 * @throws Fenced when a newer operation of the same resource has been seen.
 * @throws Requeue while CloudFormation's word that it waits for this one may be from before the newer one.
 */
export async function passFence(context: Context): Promise<void> {
  const { claim, request } = context;
  const { operation, owner } = request;
  const newest = lastOperationOf(claim, owner);
  if (newest === undefined || !isNewer(newest, operation)) return;
  if (newest.type === 'Delete' && operation.type === 'Delete') return;
  if (newest.type !== operation.type && isWithinDoubt(newest, operation)) {
    if (await isAwaited(context, newest)) return;
  }
  throw new Fenced(
    `this ${operation.type} was superseded by a later ${newest.type} of the same association; it changes nothing`,
  );
}

/** Whether the two may have been signed by clocks that are apart. */
function isWithinDoubt(newest: Operation, operation: Operation): boolean {
  return newest.issuedAt - operation.issuedAt <= SIGNERS_APART_SECONDS * 1000;
}

/** Whether CloudFormation itself says that it waits for this operation, and not for the one that seems to be newer. */
async function isAwaited({ askGuard, services }: Context, newest: Operation): Promise<boolean> {
  if ((await askGuard()) !== 'awaited') return false;
  if (services.now() - newest.receivedAt >= STATUS_LAG_SECONDS * 1000) return true;
  throw new Requeue(`cloudformation waits for it, as far as it says, and a ${newest.type} seems to be newer`);
}
