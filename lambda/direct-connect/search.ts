import { Inventory } from './inventory';
import { Placement } from './placement';

/** How many lists a search reads at the same time. */
const READS_AT_ONCE = 5;

/** Where to look: groups of parents, one after the other, and within a group several at the same time. */
type Groups = readonly (readonly (string | undefined)[])[];

interface SearchOptions {
  readonly read?: Set<string>;
  readonly skip?: () => Promise<readonly string[]>;
}

/**
 * Finds the parents of connections. Direct Connect names only a parent's connections, never a connection's parent.
 *
 * @param likely where to look first; after that every interconnect and LAG is read, until all connections are found.
 * @param options.read gets each parent whose list was read, also if the search then fails.
 * @param options.skip the parents that need not be read unless they are likely.
 * @returns the placements by connection id. A connection that is on no parent is left out.
 */
export async function search(
  inventory: Inventory,
  connectionIds: readonly string[],
  likely: Groups,
  { read = new Set(), skip = () => Promise.resolve([]) }: SearchOptions = {},
): Promise<Map<string, Placement>> {
  const wanted = new Set(connectionIds);
  const found = new Map<string, Placement>();
  for (const group of likely) {
    await look(inventory, group, { wanted, found, read });
    if (found.size === wanted.size) return found;
    // A connection that is not where it is expected needs the list of all parents in any case.
    inventory.prefetchParents();
  }
  const [{ searchable }, skipped] = await Promise.all([inventory.parents(), skip()]);
  const rest = searchable.filter((parentId) => !skipped.includes(parentId));
  await look(inventory, rest, { wanted, found, read });
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
    const answers = await Promise.allSettled(some.map((parentId) => inventory.placementsOn(parentId)));
    for (const [index, answer] of answers.entries()) {
      if (answer.status === 'rejected') continue;
      read.add(some[index] ?? '');
      for (const placement of answer.value) {
        const { connectionId = '' } = placement.connection;
        if (wanted.has(connectionId) && !found.has(connectionId)) found.set(connectionId, placement);
      }
    }
    const failed = answers.find((answer) => answer.status === 'rejected');
    // What was found is found, whatever became of the others.
    if (failed && found.size < wanted.size) throw failed.reason;
  }
}
