import { Placement, hasSameVlan, isGone, nameOf } from '../direct-connect/placement';
import { Survey } from './survey';
import { DesiredMigration } from './properties';

/** Something because of which a migration cannot succeed. */
export interface Problem {
  /** What is wrong. A message lists problems of the same kind together. */
  readonly kind: string;
  /** What it is wrong with. */
  readonly subject: string;
}

/** Everything that is known to stand in the way of a migration. */
export function problemsOf(desired: DesiredMigration, found: Survey): Problem[] {
  const placements = [...found.placements.values()];
  const movers = placements.filter(
    (placement) => !isGone(placement) && !isOnTarget(placement.parentId, desired, found),
  );
  return [
    ...(movers.length > 0 ? problemsOfTarget(desired, found) : []),
    ...problemsOfOriginal(desired, found),
    ...found.missing.map(missing),
    ...placements.filter(isGone).map(gone),
    ...movers.flatMap((mover) => otherLocation(mover, desired, found)),
    ...movers.flatMap((mover) => vlanOnTarget(mover, desired, found)),
    ...movers.flatMap((mover, index) => vlanOfMover(mover, movers.slice(0, index))),
  ];
}

/** Whether this is the desired parent, or an interconnect that has become a member of it. */
export function isOnTarget(parentId: string, desired: DesiredMigration, { parents }: Survey): boolean {
  return parents.standsFor(parentId) === parents.standsFor(desired.parentId);
}

function problemsOfTarget({ parentId }: DesiredMigration, { parents }: Survey): Problem[] {
  const unusable = parents.whyUnusable(parentId) ?? parents.whyNotItself(parentId);
  return unusable === undefined ? [] : [{ kind: 'parent', subject: `${parentId}: ${unusable}` }];
}

function problemsOfOriginal({ originalParentId }: DesiredMigration, { parents }: Survey): Problem[] {
  if (originalParentId === undefined || parents.exists(originalParentId)) return [];
  return [
    {
      kind: 'originalParent is no interconnect or LAG of this account in this region',
      subject: originalParentId,
    },
  ];
}

function missing(connectionId: string): Problem {
  return { kind: 'on no interconnect or LAG of this account in this region', subject: connectionId };
}

function gone({ connection }: Placement): Problem {
  return { kind: 'not in use', subject: `${connection.connectionId} (${connection.connectionState})` };
}

function otherLocation(
  { connection }: Placement,
  { parentId }: DesiredMigration,
  { parents }: Survey,
): Problem[] {
  const { connectionId, location } = connection;
  const expected = parents.locationOf(parentId);
  if (!location || !expected || location === expected) return [];
  return [
    { kind: `at another location than ${parentId} (${expected})`, subject: `${connectionId} (${location})` },
  ];
}

function vlanOnTarget(
  { connection }: Placement,
  { parentId }: DesiredMigration,
  { onTarget }: Survey,
): Problem[] {
  const holder = onTarget.find((other) => hasSameVlan(connection, other.connection));
  if (!holder) return [];
  const { connectionId, vlan } = connection;
  return [
    {
      kind: `vlan in use on ${parentId}`,
      subject: `${connectionId} (vlan ${vlan}, ${nameOf(holder.connection)} has it)`,
    },
  ];
}

function vlanOfMover({ connection }: Placement, earlier: readonly Placement[]): Problem[] {
  const other = earlier.find((placement) => hasSameVlan(connection, placement.connection));
  if (!other) return [];
  const { connectionId, vlan } = connection;
  return [
    {
      kind: 'same vlan as another connection of this migration',
      subject: `${connectionId} (vlan ${vlan}, as ${nameOf(other.connection)})`,
    },
  ];
}
