import type { Connection } from '@aws-sdk/client-direct-connect';
import { Failure, NotYet } from '../outcome';
import { Place } from '../direct-connect/inventory';
import { Poll } from './context';

/**
 * Refuses a move that is known to fail, before anybody's traffic is interrupted.
 *
 * @throws Failure saying what stands in the way.
 * @throws NotYet where the VLAN is in use on a parent that the connection shall go *back* to: a sibling in the same
 * rollback or deletion may be about to leave it.
 */
export async function preflight(poll: Poll, place: Place, to: string, back: boolean): Promise<void> {
  const { connectionId } = poll.request.wanted;
  const parents = await poll.locator.parents();
  const unusable = parents.whyUnusable(to);
  if (unusable !== undefined) {
    throw new Failure(
      `${connectionId} cannot be moved to ${to}: ${unusable}; name an interconnect or LAG of this account that is available. ${stillOn(place)}`,
    );
  }
  const member = parents.whyNotItself(to);
  if (member !== undefined) {
    throw new Failure(`${connectionId} cannot be moved to ${to}: ${member}. ${stillOn(place)}`);
  }
  const holder = await vlanHolder(poll, place, to);
  if (holder === undefined) return;
  const refusal = `${connectionId} cannot be moved to ${to}: vlan ${place.connection.vlan} is in use there by ${holder}`;
  if (back) throw new NotYet(refusal);
  throw new Failure(`${refusal}; move that one away first, or choose another parent. ${stillOn(place)}`);
}

/** @throws Failure when the connection is not, or will soon not be, there any more. */
export function refuseDead(place: Place): void {
  const { connectionId, connectionState } = place.connection;
  if (!isDead(place)) return;
  throw new Failure(
    `${connectionId} is ${connectionState} (connectionState): expected a connection in use; remove the association, or name another connection`,
  );
}

export function isDead(place: Place): boolean {
  const state = place.connection.connectionState;
  return state === 'deleted' || state === 'rejected' || state === 'deleting';
}

async function vlanHolder(poll: Poll, place: Place, parentId: string): Promise<string | undefined> {
  const holder = (await poll.locator.hostedOn(parentId)).find((other) => conflict(place.connection, other));
  return holder && nameOf(holder);
}

/** Whether two connections cannot be on one parent: they have the same VLAN. */
export function conflict(connection: Connection, other: Connection): boolean {
  return (
    connection.vlan !== undefined &&
    connection.vlan === other.vlan &&
    connection.connectionId !== other.connectionId &&
    other.connectionState !== 'deleted' &&
    other.connectionState !== 'rejected'
  );
}

/** The id of a connection, and its name if it has one of its own. */
export function nameOf({ connectionId = '', connectionName = '' }: Connection): string {
  return connectionName === '' || connectionName === connectionId
    ? connectionId
    : `${connectionId} (${connectionName})`;
}

function stillOn(place: Place): string {
  return `nothing was moved: it is on ${place.parentId}`;
}
