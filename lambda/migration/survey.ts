import { Inventory } from '../direct-connect/inventory';
import { Parents } from '../direct-connect/parents';
import { Placement } from '../direct-connect/placement';
import { search } from '../direct-connect/search';
import { DesiredMigration } from './properties';

/** The observed state of a migration: where its connections are, and what is on their targets. */
export interface Survey {
  readonly parents: Parents;
  /** By connection id. */
  readonly placements: ReadonlyMap<string, Placement>;
  /** The connections that are listed nowhere. */
  readonly missing: readonly string[];
  /** Everything that is on the targets that connections are still to be moved to, by the target's id. */
  readonly onTarget: ReadonlyMap<string, readonly Placement[]>;
}

/** Reads every list once at most, for all connections together. */
export async function survey(inventory: Inventory, desired: DesiredMigration): Promise<Survey> {
  const connectionIds = [...desired.targets.keys()];
  const expectedIds = [...new Set(desired.expectedParents.values())];
  inventory.prefetchParents();
  const found = await search(inventory, connectionIds, [
    [...new Set(desired.targets.values())],
    [...expectedIds, ...desired.originalParentIds],
  ]);
  const placements = connectionIds.flatMap((id) => {
    const placement = found.get(id);
    return placement ? [[id, placement] as const] : [];
  });
  const parents = await inventory.parents();
  const movers = [...desired.targets].filter(
    ([id, targetId]) => parents.standsFor(found.get(id)?.parentId ?? '') !== parents.standsFor(targetId),
  );
  return {
    parents,
    placements: new Map(placements),
    missing: connectionIds.filter((id) => !found.has(id)),
    onTarget: await readAll(inventory, new Set(movers.map(([, targetId]) => targetId))),
  };
}

/** One list after the other: what the search has read is at hand, and of the rest there is little. */
async function readAll(
  inventory: Inventory,
  parentIds: ReadonlySet<string>,
): Promise<Map<string, readonly Placement[]>> {
  const lists = new Map<string, readonly Placement[]>();
  for (const parentId of parentIds) lists.set(parentId, await inventory.placementsOn(parentId));
  return lists;
}
