import { Placement } from '../direct-connect/placement';
import type { Context } from './context';

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
