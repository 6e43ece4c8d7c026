import type { Inventory } from '../../simulator';
import type { PlannedConnection, PlannedParent } from './schema';

/** The parents that connections of a plan are on, before or after, in the order of their ids. */
export function describeParents(
  connections: readonly PlannedConnection[],
  { interconnects, lags }: Inventory,
): PlannedParent[] {
  const known = new Map([
    ...interconnects.map(
      (each) => [each.interconnectId, { name: each.interconnectName, location: each.location }] as const,
    ),
    ...lags.map((each) => [each.lagId, { name: each.lagName, location: each.location }] as const),
  ]);
  const ids = new Set(connections.flatMap(({ isOn, willBeOn }) => [isOn ?? [], willBeOn ?? []].flat()));
  return [...ids].sort().map((parentId) => ({ parentId, ...known.get(parentId) }));
}
