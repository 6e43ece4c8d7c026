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

/** A connection that is not on its target yet. */
interface Mover extends Placement {
  readonly connectionId: string;
  readonly targetId: string;
}

/** Everything that is known to stand in the way of a migration. */
export function problemsOf(desired: DesiredMigration, found: Survey): Problem[] {
  const gone = [...found.placements.values()].filter(isGone);
  const movers = moversOf(desired, found);
  return [
    ...problemsOfTargets(movers, found),
    ...problemsOfOriginals(desired, found),
    ...found.missing.map(missing),
    ...gone.map(notInUse),
    ...problemsOfExpected(movers, desired, found),
    ...movers.flatMap((mover) => otherLocation(mover, found)),
    ...movers.flatMap((mover) => vlanOnTarget(mover, found)),
    ...movers.flatMap((mover, index) => vlanOfMover(mover, movers.slice(0, index))),
  ];
}

/** Whether a connection is on its target, or on an interconnect that has become a member of it. */
export function isOnTarget(connectionId: string, desired: DesiredMigration, found: Survey): boolean {
  const { parentId } = found.placements.get(connectionId) ?? {};
  return isSame(parentId, desired.targets.get(connectionId), found);
}

/** Those of one target together, as messages tell them. */
function moversOf(desired: DesiredMigration, found: Survey): Mover[] {
  const movers = [...desired.targets].flatMap(([connectionId, targetId]) => {
    const placement = found.placements.get(connectionId);
    const isMover = placement && !isGone(placement) && !isOnTarget(connectionId, desired, found);
    return isMover ? [{ ...placement, connectionId, targetId }] : [];
  });
  return targetsOf(movers).flatMap((targetId) => movers.filter((mover) => mover.targetId === targetId));
}

function targetsOf(movers: readonly Mover[]): string[] {
  return [...new Set(movers.map(({ targetId }) => targetId))];
}

function isSame(a: string | undefined, b: string | undefined, { parents }: Survey): boolean {
  return a !== undefined && b !== undefined && parents.standsFor(a) === parents.standsFor(b);
}

function problemsOfTargets(movers: readonly Mover[], { parents }: Survey): Problem[] {
  return targetsOf(movers).flatMap((targetId) => {
    const unusable = parents.whyUnusable(targetId) ?? parents.whyNotItself(targetId);
    return unusable === undefined ? [] : [{ kind: 'parent', subject: `${targetId}: ${unusable}` }];
  });
}

function problemsOfOriginals({ originalParentIds }: DesiredMigration, { parents }: Survey): Problem[] {
  return originalParentIds
    .filter((id) => !parents.exists(id))
    .map((subject) => ({
      kind: 'originalParent is no interconnect or LAG of this account in this region',
      subject,
    }));
}

function missing(connectionId: string): Problem {
  return { kind: 'on no interconnect or LAG of this account in this region', subject: connectionId };
}

function notInUse({ connection }: Placement): Problem {
  return { kind: 'not in use', subject: `${connection.connectionId} (${connection.connectionState})` };
}

function problemsOfExpected(
  movers: readonly Mover[],
  { expectedParents }: DesiredMigration,
  found: Survey,
): Problem[] {
  const elsewhere = movers.flatMap(({ connectionId, parentId }) => {
    const expected = expectedParents.get(connectionId);
    if (expected === undefined || isSame(parentId, expected, found)) return [];
    return [{ connectionId, parentId, expected }];
  });
  const unknown = new Set(
    elsewhere.map(({ expected }) => expected).filter((id) => !found.parents.exists(id)),
  );
  return [
    ...[...unknown].map((subject) => ({
      kind: 'expectedParent is no interconnect or LAG of this account in this region',
      subject,
    })),
    ...elsewhere.map(({ connectionId, parentId, expected }) => ({
      kind: 'not on its expectedParent',
      subject: `${connectionId} (on ${parentId}, expected on ${expected})`,
    })),
  ];
}

function otherLocation({ connection, targetId }: Mover, { parents }: Survey): Problem[] {
  const { connectionId, location } = connection;
  const expected = parents.locationOf(targetId);
  if (!location || !expected || location === expected) return [];
  return [
    { kind: `at another location than ${targetId} (${expected})`, subject: `${connectionId} (${location})` },
  ];
}

function vlanOnTarget({ connection, targetId }: Mover, { onTarget }: Survey): Problem[] {
  const holder = onTarget.get(targetId)?.find((other) => hasSameVlan(connection, other.connection));
  if (!holder) return [];
  const { connectionId, vlan } = connection;
  return [
    {
      kind: `vlan in use on ${targetId}`,
      subject: `${connectionId} (vlan ${vlan}, ${nameOf(holder.connection)} has it)`,
    },
  ];
}

function vlanOfMover({ connection, targetId }: Mover, earlier: readonly Mover[]): Problem[] {
  const other = earlier.find(
    (mover) => mover.targetId === targetId && hasSameVlan(connection, mover.connection),
  );
  if (!other) return [];
  const { connectionId, vlan } = connection;
  return [
    {
      kind: `same vlan as another connection of this migration on its way to ${targetId}`,
      subject: `${connectionId} (vlan ${vlan}, as ${nameOf(other.connection)})`,
    },
  ];
}
