/**
 * Moves customers' connections from an old interconnect to a new LAG, in one deployment: all of them, or none. In the
 * list, each can name a `parent` of its own.
 *
 *     npx cdk deploy --app "npx tsx examples/migration/app.ts" -c parentId=dxlag-fhccu14t
 *
 * One connection goes first, then two at a time. Destroy the stack to bring all of them home.
 */
import { App, Stack } from 'aws-cdk-lib';
import { HostedConnectionMigration, HostedConnectionParent } from 'cdk-hosted-connection-association';

const MOVES = [
  { name: 'Acme', connectionId: 'dxcon-fg9607vm' },
  { name: 'Bolt', connectionId: 'dxcon-fgh2k3m4' },
  { name: 'Crane', connectionId: 'dxcon-fgj5n6p7' },
  { name: 'Delta', connectionId: 'dxcon-fgq8r9s0' },
  { name: 'Ember', connectionId: 'dxcon-fgt1v2w3' },
];

const app = new App();
const parentId = String(app.node.tryGetContext('parentId') ?? 'dxlag-fhccu14t');

const stack = new Stack(app, 'Migration');
new HostedConnectionMigration(stack, 'ToNewLag', {
  moves: MOVES,
  parent: HostedConnectionParent.fromLagId(parentId),
  canary: 1,
  maxConcurrent: 2,
});
