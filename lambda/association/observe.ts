import { LANDING_SECONDS, MISSING_SECONDS } from '../../lib/timing';
import { isNewer } from '../cloudformation/operation';
import { Placement } from '../direct-connect/placement';
import { search } from '../direct-connect/search';
import { Fenced, Requeue } from '../outcome';
import { lastOperationOf } from './claim';
import { Context } from './context';
import { homeOf } from './undo';

/**
 * The observed state for a create or an update: where the connection is, if the operation may act at all.
 *
 * @throws Fenced when CloudFormation no longer waits for this operation.
 */
export async function observe(context: Context): Promise<Placement | undefined> {
  const [placement] = await Promise.all([locate(context), context.hasBegun ? undefined : passGuard(context)]);
  return placement;
}

/** The observed state for a delete. Where nothing is remembered it puts nothing back, and does not look. */
export async function observeForDelete(context: Context): Promise<Placement | undefined> {
  const { inventory, ownClaim, askGuard } = context;
  if (ownClaim === undefined || context.hasEnded) return undefined;
  inventory.prefetch(homeOf(ownClaim));
  inventory.prefetchParents();
  const [placement] = await Promise.all([locate(context), askGuard()]);
  return placement;
}

/**
 * Also an owner that the connection has left may have a waiter. Two deletes of a resource do not get in each other's way:
 * both put its connection back.
 *
 * @throws Fenced when a newer operation of the same resource has been seen.
 */
export function passFence({ claim, request }: Context): void {
  const { operation, owner } = request;
  const newest = lastOperationOf(claim, owner);
  const areDeletes = operation.type === 'Delete' && newest?.type === 'Delete';
  if (newest && !areDeletes && isNewer(newest, operation)) {
    throw new Fenced(
      `this ${operation.type} was superseded by a later ${newest.type} of the same association; it changes nothing`,
    );
  }
}

/** @throws Fenced when CloudFormation does not wait for this create or update any more. */
export async function passGuard({ askGuard, request }: Context): Promise<void> {
  if ((await askGuard()) === 'awaited') return;
  throw new Fenced(`cloudformation no longer waits for this ${request.operation.type}; it changes nothing`);
}

/**
 * Where the connection is, as far as that can be believed: while a move may still land, only a reading that agrees
 * with it counts.
 *
 * @throws Requeue while no reading can be believed.
 */
async function locate(context: Context): Promise<Placement | undefined> {
  const { desired, previousParentId, ownClaim, inventory } = context;
  const { movedTo = [], originalParentConnectionId, foundOn, before } = ownClaim ?? {};
  const found = await search(
    inventory,
    [desired.connectionId],
    [
      [desired.parentId],
      [desired.originalParentId, previousParentId],
      [
        ...movedTo.toReversed(),
        originalParentConnectionId,
        before?.parentConnectionId,
        foundOn,
        await context.lastSeenOn,
      ],
    ],
  );
  const placement = found.get(desired.connectionId);
  const landing = landingOn(context);
  if (landing !== undefined && !(await isOn(context, placement, landing))) {
    throw new Requeue(`a move to ${landing} may still be under way`);
  }
  return placement;
}

/** The parent that a call may still be moving the connection to, or that lists may not show yet. */
function landingOn({ ownClaim, services }: Context): string | undefined {
  const { movedTo = [], updatedAt = 0 } = ownClaim ?? {};
  return services.now() - updatedAt < LANDING_SECONDS * 1000 ? movedTo.at(-1) : undefined;
}

/** Whether the placement is on this parent, or on the LAG that it has become a member of. */
export async function isOn(
  { inventory }: Context,
  placement: Placement | undefined,
  parentId: string,
): Promise<boolean> {
  if (placement === undefined) return false;
  if (placement.parentId === parentId) return true;
  const parents = await inventory.parents();
  return parents.standsFor(placement.parentId) === parents.standsFor(parentId);
}

export async function isOnAny(
  context: Context,
  placement: Placement,
  parentIds: readonly string[],
): Promise<boolean> {
  const matches = await Promise.all(parentIds.map((parentId) => isOn(context, placement, parentId)));
  return matches.includes(true);
}

/** Since when the connection has been on no parent, in milliseconds; undefined while it is on one. */
export function missingSince(
  { ownClaim, services }: Context,
  placement: Placement | undefined,
): number | undefined {
  return placement === undefined ? (ownClaim?.missingSince ?? services.now()) : undefined;
}

/**
 * Returns when a connection that is on no parent counts as gone: in the middle of a move it can be listed nowhere.
 *
 * @throws Requeue before.
 */
export function confirmMissing({ desired, ownClaim, request, services }: Context): void {
  const since = ownClaim ? (ownClaim.missingSince ?? services.now()) : request.receivedAt;
  if (services.now() - since >= MISSING_SECONDS * 1000) return;
  throw new Requeue(`${desired.connectionId} is on no interconnect or LAG at the moment`);
}
