import type { Change } from './changes';
import type { DirectConnect } from './direct-connect';

/** Which of the parents list the connection, and with what connectionState. */
export interface Listing {
  readonly states: Readonly<Record<string, string>>;
}

/** Asks every parent at the same time. */
export async function listingOf(
  directConnect: DirectConnect,
  connectionId: string,
  parentIds: readonly string[],
): Promise<Listing> {
  const found = await Promise.all(
    parentIds.map(async (parentId) => {
      const hosted = await directConnect.hostedOn(parentId);
      const state = hosted.find((each) => each.connectionId === connectionId)?.connectionState;
      return state === undefined ? [] : [[parentId, state] as const];
    }),
  );
  return { states: Object.fromEntries(found.flat()) };
}

/** The parent that lists the connection; undefined where none does, or more than one. */
export function onlyParentIn({ states }: Listing): string | undefined {
  const parents = Object.keys(states);
  return parents.length === 1 ? parents[0] : undefined;
}

/** Where the connection is and stays: on one parent, in a state that no move leaves behind. */
export function isSettledOn({ states }: Listing, parentId: string): boolean {
  return onlyParentIn({ states }) === parentId && states[parentId] !== 'pending';
}

/** How a move showed in the lists. */
export interface Shown {
  /** Until the first list of the new parent that shows the connection. */
  readonly firstListedAfterMs?: number;
  /** Until it is on the new parent alone, and not `pending`. */
  readonly settledAfterMs?: number;
  /** Whether both parents listed it at the same time. */
  readonly onBoth: boolean;
  /** For how long no parent listed it. */
  readonly onNoneForMs: number;
  readonly states: readonly string[];
}

export function describeShown(listings: readonly Change<Listing>[], to: string): Shown {
  const gaps = listings.map((each, index) => {
    const next = listings[index + 1];
    return Object.keys(each.states).length === 0 && next ? next.afterMs - each.afterMs : 0;
  });
  return {
    firstListedAfterMs: listings.find(({ states }) => states[to] !== undefined)?.afterMs,
    settledAfterMs: listings.find((each) => isSettledOn(each, to))?.afterMs,
    onBoth: listings.some(({ states }) => Object.keys(states).length > 1),
    onNoneForMs: gaps.reduce((sum, gap) => sum + gap, 0),
    states: [...new Set(listings.flatMap(({ states }) => Object.values(states)))],
  };
}
