import { Inventory } from './inventory';
import { Placement } from './placement';

/** How many lists a search reads at the same time. */
const READS_AT_ONCE = 5;

/** Where to look: groups of parents, one after the other, and within a group several at the same time. */
type Groups = readonly (readonly (string | undefined)[])[];

/**
 * Finds the parents of connections. Direct Connect names only a parent's connections, never a connection's parent.
 *
 * @param likely where to look first; after that every interconnect and LAG is read, until all connections are found.
 * @returns the placements by connection id. A connection that is on no parent is left out.
 */
export async function search(
  inventory: Inventory,
  connectionIds: readonly string[],
  likely: Groups,
): Promise<Map<string, Placement>> {
  const wanted = new Set(connectionIds);
  const found = new Map<string, Placement>();
  const read = new Set<string>();
  for (const group of likely) {
    await look(inventory, group, { wanted, found, read });
    if (found.size === wanted.size) return found;
    // A connection that is not where it is expected needs the list of all parents in any case.
    inventory.prefetchParents();
  }
  await look(inventory, (await inventory.parents()).searchable, { wanted, found, read });
  return found;
}

/** Where a connection is, if it is on this parent. */
export async function findOn(
  inventory: Inventory,
  connectionId: string,
  parentId: string,
): Promise<Placement | undefined> {
  const placements = await inventory.placementsOn(parentId);
  return placements.find(({ connection }) => connection.connectionId === connectionId);
}

interface Search {
  readonly wanted: ReadonlySet<string>;
  readonly found: Map<string, Placement>;
  readonly read: Set<string>;
}

async function look(
  inventory: Inventory,
  group: Groups[number],
  { wanted, found, read }: Search,
): Promise<void> {
  const unread = [...new Set(group)].filter((id) => id !== undefined).filter((id) => !read.has(id));
  for (let start = 0; start < unread.length && found.size < wanted.size; start += READS_AT_ONCE) {
    const some = unread.slice(start, start + READS_AT_ONCE);
    const placements = await Promise.all(some.map((parentId) => inventory.placementsOn(parentId)));
    for (const parentId of some) read.add(parentId);
    for (const placement of placements.flat()) {
      const { connectionId = '' } = placement.connection;
      if (wanted.has(connectionId) && !found.has(connectionId)) found.set(connectionId, placement);
    }
  }
}
