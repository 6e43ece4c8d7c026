import { Inventory } from '../direct-connect/inventory';
import { Parents } from '../direct-connect/parents';
import { Placement } from '../direct-connect/placement';
import { search } from '../direct-connect/search';
import { DesiredMigration } from './properties';

/** The observed state of a migration: where its connections are, and what is on their desired parent. */
export interface Survey {
  readonly parents: Parents;
  /** By connection id, in the order of the migration. */
  readonly placements: ReadonlyMap<string, Placement>;
  /** The connections that are listed nowhere. */
  readonly missing: readonly string[];
  /** Everything that is on the desired parent. */
  readonly onTarget: readonly Placement[];
}

/** Reads every list once at most, for all connections together. */
export async function survey(inventory: Inventory, desired: DesiredMigration): Promise<Survey> {
  const { connectionIds, parentId, originalParentId } = desired;
  inventory.prefetchParents();
  const found = await search(inventory, connectionIds, [[parentId], [originalParentId]]);
  const placements = connectionIds.flatMap((id) => {
    const placement = found.get(id);
    return placement ? [[id, placement] as const] : [];
  });
  return {
    parents: await inventory.parents(),
    placements: new Map(placements),
    missing: connectionIds.filter((id) => !found.has(id)),
    onTarget: await inventory.placementsOn(parentId),
  };
}
