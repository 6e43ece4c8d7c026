import type { Connection } from '@aws-sdk/client-direct-connect';

/** A hosted connection, and the interconnect or LAG that it is on. */
export interface Placement {
  readonly parentId: string;
  readonly connection: Connection;
}

/** Whether the connection is not in use any more, or soon will not be. */
export function isGone({ connection }: Placement): boolean {
  const state = connection.connectionState;
  return state === 'deleted' || state === 'rejected' || state === 'deleting';
}

/** Whether two connections cannot be on one parent: they have the same VLAN. */
export function hasSameVlan(connection: Connection, other: Connection): boolean {
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
