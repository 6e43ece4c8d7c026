import { MISSING_IN_DELETE_SECONDS, MISSING_SECONDS } from '../../lib/timing';
import { describeError } from '../aws-error';
import { Placement } from '../direct-connect/placement';
import { Requeue } from '../outcome';
import { Context } from './context';
import { locate } from './locate';
import { passGuard } from '../cloudformation/pass-guard';
import { notedBefore } from './waiting';

/**
 * The observed state for a create or an update: where the connection is, if the operation may act at all.
 *
 * @throws Fenced when CloudFormation no longer waits for this operation.
 */
export async function observe(context: Context): Promise<Placement | undefined> {
  if (context.hasEnded) return observeAgain(context);
  const [placement] = await Promise.all([locate(context), context.hasBegun ? undefined : passGuard(context)]);
  return placement;
}

/** What has ended well is answered again, and cannot fail any more: at the timeout it is answered without a reading. */
async function observeAgain(context: Context): Promise<Placement | undefined> {
  const { request, desired, services } = context;
  try {
    return await locate(context);
  } catch (error) {
    if (services.now() >= request.receivedAt + desired.timeoutMs) return undefined;
    throw error instanceof Requeue ? error : new Requeue(describeError(error));
  }
}

/** The observed state for a delete. Where nothing is remembered it puts nothing back, and does not look. */
export async function observeForDelete(context: Context): Promise<Placement | undefined> {
  const { inventory, ownClaim, askGuard } = context;
  if (ownClaim === undefined || context.hasEnded) return undefined;
  inventory.prefetchParents();
  const [placement] = await Promise.all([locate(context), askGuard()]);
  return placement;
}

/**
 * Returns when a connection that is on no parent counts as gone: in the middle of a move it can be listed nowhere. Each
 * operation counts from its own first miss.
 *
 * @throws Requeue before.
 */
export function confirmMissing(context: Context): void {
  const { desired, ownClaim, request, services } = context;
  const isDelete = request.operation.type === 'Delete';
  const seconds = isDelete ? MISSING_IN_DELETE_SECONDS : MISSING_SECONDS;
  const first = ownClaim ? services.now() : request.receivedAt;
  // That readings agree on it stays noted: they would have to agree again, and it would never be over.
  const { missingSince = first, contrary } = notedBefore(context) ?? {};
  if (services.now() - missingSince >= seconds * 1000) return;
  throw new Requeue(`${desired.connectionId} is on no interconnect or LAG at the moment`, {
    missingSince,
    contrary,
  });
}
