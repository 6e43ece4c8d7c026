import { SHOWN_SECONDS } from '../../lib/timing';
import { LiveClaim } from '../association/claim';
import { Owner } from '../cloudformation/owner';
import { Inventory } from '../direct-connect/inventory';
import { Placement, isGone } from '../direct-connect/placement';
import { search } from '../direct-connect/search';

/** A connection that is not where its association has put it. */
export interface Drift {
  readonly connectionId: string;
  /** moved: it is on another parent; gone: it is deleted, rejected or on no parent at all. */
  readonly kind: 'moved' | 'gone';
  readonly expectedParentId: string;
  /** Absent: on none. */
  readonly foundParentId?: string;
  readonly owner: Owner;
}

/** Looks for the connections of claims that can be compared, and says which are not where they should be. */
export async function findDrift(inventory: Inventory, settled: readonly LiveClaim[]): Promise<Drift[]> {
  const likely = [...new Set(settled.map(expectedParentOf))];
  const ids = settled.map(({ connectionId }) => connectionId);
  const placements = await search(inventory, ids, [likely]);
  const drifts = await Promise.all(
    settled.map((claim) => compare(inventory, claim, placements.get(claim.connectionId))),
  );
  return drifts.filter((drift) => drift !== undefined);
}

/**
 * While an operation is under way nobody can say where a connection should be, and for some time after it lists may show
 * where it was before.
 */
export function isComparable(claim: LiveClaim, now: number): boolean {
  const isShown = now - claim.updatedAt > SHOWN_SECONDS * 1000;
  return claim.phase === 'settled' && claim.movedTo.length > 0 && isShown;
}

/** An operation that has ended well notes where it has seen its connection. */
function expectedParentOf({ movedTo }: LiveClaim): string {
  return movedTo.at(-1) ?? '';
}

async function compare(
  inventory: Inventory,
  claim: LiveClaim,
  placement: Placement | undefined,
): Promise<Drift | undefined> {
  const { connectionId, owner } = claim;
  const expectedParentId = expectedParentOf(claim);
  const foundParentId = placement?.parentId;
  const drift = { connectionId, expectedParentId, foundParentId, owner };
  if (placement === undefined || isGone(placement)) return { ...drift, kind: 'gone' };
  if (placement.parentId === expectedParentId) return undefined;
  // An interconnect that has joined a LAG has taken its connections along.
  const parents = await inventory.parents();
  const isSame = parents.standsFor(placement.parentId) === parents.standsFor(expectedParentId);
  return isSame ? undefined : { ...drift, kind: 'moved' };
}
