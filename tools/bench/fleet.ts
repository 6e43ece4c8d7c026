/** What is compared, and the fleet that each side moves. */

export const SIDES = ['peer', 'peerWithRole', 'associations', 'migration'] as const;

/** A way to declare associations: two of doing without this package, and the two constructs of the package. */
export type Side = (typeof SIDES)[number];

export const SIDE_NAMES: Record<Side, string> = {
  peer: '`AwsCustomResource`',
  peerWithRole: '`AwsCustomResource`, one role for all',
  associations: '`HostedConnectionAssociation`',
  migration: '`HostedConnectionMigration`',
};

export const STACK = 'Fleet';
export const INTERCONNECT = 'dxcon-ffabc123';
export const LAG = 'dxlag-fhccu14t';

export function connectionIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `dxcon-fg${String(index + 1).padStart(6, '0')}`);
}
