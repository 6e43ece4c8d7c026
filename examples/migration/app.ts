/**
 * Moves customers' connections from an old interconnect to a new LAG, in one deployment: all of them, or none.
 *
 *     npx cdk deploy --app "npx tsx examples/migration/app.ts" -c parentId=dxlag-fhccu14t
 *
 * One connection goes first, then two at a time. Destroy the stack to bring all of them home.
 */
import { App, Stack } from 'aws-cdk-lib';
import { HostedConnectionMigration, HostedConnectionParent } from '../../lib';

const CONNECTIONS = {
  Acme: 'dxcon-fg9607vm',
  Bolt: 'dxcon-fgh2k3m4',
  Crane: 'dxcon-fgj5n6p7',
  Delta: 'dxcon-fgq8r9s0',
  Ember: 'dxcon-fgt1v2w3',
};

const app = new App();
const parentId = String(app.node.tryGetContext('parentId') ?? 'dxlag-fhccu14t');

const stack = new Stack(app, 'Migration');
new HostedConnectionMigration(stack, 'ToNewLag', {
  connectionIdsByName: CONNECTIONS,
  parent: HostedConnectionParent.fromLagId(parentId),
  canary: 1,
  maxConcurrent: 2,
});
