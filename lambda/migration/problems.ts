import { Place } from '../direct-connect/inventory';
import { conflict, isDead, nameOf } from '../association/checks';
import { Survey } from './survey';
import { WantedMigration } from './properties';

/** Something because of which a migration cannot succeed. */
export interface Problem {
  /** What is wrong. Problems of the same kind are told together. */
  readonly kind: string;
  /** What it is wrong with. */
  readonly subject: string;
}

/** Everything that is known to stand in the way of a migration. */
export function problemsOf(wanted: WantedMigration, found: Survey): Problem[] {
  const places = [...found.places.values()];
  const movers = places.filter((place) => !isDead(place) && !isOnTarget(place.parentId, wanted, found));
  return [
    ...(movers.length > 0 ? problemsOfTarget(wanted, found) : []),
    ...problemsOfOriginal(wanted, found),
    ...found.missing.map(missing),
    ...places.filter(isDead).map(dead),
    ...movers.flatMap((mover) => otherLocation(mover, wanted, found)),
    ...movers.flatMap((mover) => vlanOnTarget(mover, wanted, found)),
    ...movers.flatMap((mover, index) => vlanOfMover(mover, movers.slice(0, index))),
  ];
}

/** Whether this is the parent that the connections shall be on, or an interconnect that has become a member of it. */
export function isOnTarget(parentId: string, wanted: WantedMigration, { parents }: Survey): boolean {
  return parents.standsFor(parentId) === parents.standsFor(wanted.parentId);
}

function problemsOfTarget({ parentId }: WantedMigration, { parents }: Survey): Problem[] {
  const unusable = parents.whyUnusable(parentId) ?? parents.whyNotItself(parentId);
  return unusable === undefined ? [] : [{ kind: 'parent', subject: `${parentId}: ${unusable}` }];
}

function problemsOfOriginal({ originalParentId }: WantedMigration, { parents }: Survey): Problem[] {
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

function dead({ connection }: Place): Problem {
  return { kind: 'not in use', subject: `${connection.connectionId} (${connection.connectionState})` };
}

function otherLocation({ connection }: Place, { parentId }: WantedMigration, { parents }: Survey): Problem[] {
  const { connectionId, location } = connection;
  const wanted = parents.locationOf(parentId);
  if (!location || !wanted || location === wanted) return [];
  return [
    { kind: `at another location than ${parentId} (${wanted})`, subject: `${connectionId} (${location})` },
  ];
}

function vlanOnTarget({ connection }: Place, { parentId }: WantedMigration, { onTarget }: Survey): Problem[] {
  const holder = onTarget.find((other) => conflict(connection, other.connection));
  if (!holder) return [];
  const { connectionId, vlan } = connection;
  return [
    {
      kind: `vlan in use on ${parentId}`,
      subject: `${connectionId} (vlan ${vlan}, ${nameOf(holder.connection)} has it)`,
    },
  ];
}

function vlanOfMover({ connection }: Place, earlier: readonly Place[]): Problem[] {
  const other = earlier.find((place) => conflict(connection, place.connection));
  if (!other) return [];
  const { connectionId, vlan } = connection;
  return [
    {
      kind: 'same vlan as another connection of this migration',
      subject: `${connectionId} (vlan ${vlan}, as ${nameOf(other.connection)})`,
    },
  ];
}
