import { Lists, Place, READS_AT_ONCE } from '../direct-connect/inventory';
import { Parents } from '../direct-connect/parents';
import { WantedMigration } from './properties';

/** Where the connections of a migration are, and what is on the parent that they shall be on. */
export interface Survey {
  readonly parents: Parents;
  /** By the connections' ids. */
  readonly places: ReadonlyMap<string, Place>;
  /** The connections that are listed nowhere. */
  readonly missing: readonly string[];
  /** Everything that is on the parent that they shall be on. */
  readonly onTarget: readonly Place[];
}

/** Reads every list once at most, for all connections together. */
export async function survey(lists: Lists, wanted: WantedMigration): Promise<Survey> {
  lists.prefetch(wanted.parentId);
  const parents = await lists.parents();
  const onTarget = await lists.placesOn(wanted.parentId);
  const seen = new Map(byId(onTarget));
  const ids = wanted.connectionIds;
  for (const some of searchOrder(parents, wanted)) {
    if (ids.every((id) => seen.has(id))) break;
    const found = await Promise.all(some.map((parentId) => lists.placesOn(parentId)));
    for (const [id, place] of byId(found.flat())) if (!seen.has(id)) seen.set(id, place);
  }
  const places = ids.flatMap((id) => {
    const place = seen.get(id);
    return place ? [[id, place] as const] : [];
  });
  return { parents, places: new Map(places), missing: ids.filter((id) => !seen.has(id)), onTarget };
}

function byId(places: readonly Place[]): [string, Place][] {
  return places.map((place) => [place.connection.connectionId ?? '', place]);
}

/** The original parent first, where one is given; then all others, some at a time. */
function searchOrder(parents: Parents, { parentId, originalParentId }: WantedMigration): string[][] {
  const others = parents.searchable.filter((id) => id !== parentId && id !== originalParentId);
  const batches = originalParentId === undefined ? [] : [[originalParentId]];
  for (let start = 0; start < others.length; start += READS_AT_ONCE) {
    batches.push(others.slice(start, start + READS_AT_ONCE));
  }
  return batches;
}
