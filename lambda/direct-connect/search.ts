import { kindOf } from '../aws-error';
import { Inventory, placementOn } from './inventory';
import { Placement } from './placement';

/** How many lists a search reads at the same time. */
const READS_AT_ONCE = 5;

/** Where to look: groups of parents, one after the other, and within a group several at the same time. */
type Groups = readonly (readonly (string | undefined)[])[];

interface SearchOptions {
  readonly read?: Set<string>;
  readonly skip?: readonly string[];
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
  { read = new Set(), skip = [] }: SearchOptions = {},
): Promise<Map<string, Placement>> {
  const wanted = new Set(connectionIds);
  const found = new Map<string, Placement>();
  const refusals: Error[] = [];
  const looking: Search = { wanted, found, read, refusals };
  for (const group of likely) {
    await look(inventory, group, looking);
    if (found.size === wanted.size) return found;
    // A connection that is not where it is expected needs the list of all parents in any case.
    inventory.prefetchParents();
  }
  const { searchable } = await inventory.parents();
  const rest = searchable.filter((parentId) => !skip.includes(parentId));
  await look(inventory, rest, looking);
  const [refusal] = refusals;
  if (refusal && found.size < wanted.size) throw refusal;
  return found;
}

interface Search {
  readonly wanted: ReadonlySet<string>;
  readonly found: Map<string, Placement>;
  readonly read: Set<string>;
  /** Why lists could not be read: the connection may be on one of the others. */
  readonly refusals: Error[];
}

async function look(inventory: Inventory, group: Groups[number], search: Search): Promise<void> {
  const { wanted, found, read, refusals } = search;
  const unread = [...new Set(group)].filter((id) => id !== undefined).filter((id) => !read.has(id));
  for (let start = 0; start < unread.length && found.size < wanted.size; start += READS_AT_ONCE) {
    const some = unread.slice(start, start + READS_AT_ONCE);
    const answers = await Promise.allSettled(some.map((parentId) => lookOn(inventory, parentId, search)));
    const failures = answers.filter((answer) => answer.status === 'rejected');
    refusals.push(...failures.map(({ reason }) => reason as unknown).filter(isRefusal));
    // What was found is found, whatever became of the others.
    const failed = failures.find(({ reason }) => !isRefusal(reason));
    if (failed && found.size < wanted.size) throw failed.reason;
  }
}

function isRefusal(reason: unknown): reason is Error {
  return kindOf(reason) === 'refused';
}

/** Reads a list to its end, or to where all connections are found. */
async function lookOn(
  inventory: Inventory,
  parentId: string,
  { wanted, found, read }: Search,
): Promise<void> {
  for await (const { items } of inventory.pagesOn(parentId)) {
    for (const connection of items) {
      const { connectionId = '' } = connection;
      if (wanted.has(connectionId) && !found.has(connectionId)) {
        found.set(connectionId, placementOn(parentId, connection));
      }
    }
    if (found.size === wanted.size) return;
  }
  read.add(parentId);
}
