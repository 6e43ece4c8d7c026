import { SIGNERS_APART_SECONDS, STATUS_LAG_SECONDS } from '../../lib/timing';
import { Operation, isNewer, isSameOperation } from '../cloudformation/operation';
import { Fenced, Requeue } from '../outcome';
import { lastOperationOf } from './claim';
import { Context } from './context';

/**
 * Also an owner that the connection has left may have a waiter. Two deletes of a resource do not get in each other's way:
 * both put its connection back.
 *
 * @returns the context, with the operation as the newest one.
 * @throws Fenced when a newer operation of the same resource has been seen.
 * @throws Requeue while CloudFormation's word that it waits for this one may be from before the newer one.
 */
export async function passFence(context: Context): Promise<Context> {
  const { claim, request } = context;
  const { operation, owner } = request;
  const newest = lastOperationOf(claim, owner);
  if (newest === undefined || !isNewer(newest, operation)) return inOrder(context, newest);
  if (newest.type === 'Delete' && operation.type === 'Delete') return context;
  if (isWithinDoubt(newest, operation) && (await isAwaited(context, newest))) return inOrder(context, newest);
  throw new Fenced(
    `this ${operation.type} was superseded by a later ${newest.type} of the same association; it changes nothing`,
  );
}

/** The order that was found once stays, whatever the clocks say. */
function inOrder(context: Context, newest: Operation | undefined): Context {
  const { request } = context;
  const { operation } = request;
  if (newest === undefined || newest.issuedAt < operation.issuedAt) return context;
  const issuedAt = isSameOperation(newest, operation) ? newest.issuedAt : newest.issuedAt + 1;
  return { ...context, request: { ...request, operation: { ...operation, issuedAt } } };
}

/** Whether the two may have been signed by clocks that are apart. */
function isWithinDoubt(newest: Operation, operation: Operation): boolean {
  return newest.issuedAt - operation.issuedAt <= SIGNERS_APART_SECONDS * 1000;
}

/** Whether CloudFormation itself says that it waits for this operation, and not for the one that seems to be newer. */
async function isAwaited(context: Context, newest: Operation): Promise<boolean> {
  const { askGuard, services, request } = context;
  if ((await askGuard()) !== 'awaited') return false;
  if (await isRollbackOf(context, newest)) return true;
  // The status of an update is that of its rollback: it says something only of one that has not ended.
  if (newest.type === request.operation.type && !hasEnded(context, newest)) return false;
  if (services.now() - newest.receivedAt >= STATUS_LAG_SECONDS * 1000) return true;
  throw new Requeue(`cloudformation waits for it, as far as it says, and a ${newest.type} seems to be newer`);
}

/** Of an update and its rollback, the rollback comes later. */
async function isRollbackOf({ services, request }: Context, newest: Operation): Promise<boolean> {
  const { operation, owner, receivedAt } = request;
  const areUpdates = operation.type === 'Update' && newest.type === 'Update';
  return areUpdates && receivedAt > newest.receivedAt && services.isRollingBack(owner.stackId);
}

function hasEnded({ claim }: Context, newest: Operation): boolean {
  const isItsClaim = claim !== undefined && isSameOperation(claim.operation, newest);
  return isItsClaim && (claim.phase === 'settled' || claim.phase === 'released');
}
