/**
 * Adopts a connection that is on its LAG already, moved there by hand or by another tool:
 *
 *     npx cdk deploy --app "npx tsx examples/adoption/app.ts" -c connectionId=dxcon-fg9607vm -c parentId=dxlag-fhccu14t
 *
 * Nothing moves: with the same parent for `expectedParent`, the deployment fails if the connection is anywhere else. Only
 * you know where it came from: set `originalParent` to that. With `RETAIN` the connection stays when you delete the stack. When all is well, remove that line: a delete
 * then puts the connection back on `originalParent`.
 */
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HostedConnectionAssociation, HostedConnectionParent } from 'cdk-hosted-connection-association';

const app = new App();
const connectionId = String(app.node.tryGetContext('connectionId') ?? 'dxcon-fg9607vm');
const parentId = String(app.node.tryGetContext('parentId') ?? 'dxlag-fhccu14t');

const stack = new Stack(app, 'Adopted');
new HostedConnectionAssociation(stack, 'Acme', {
  connectionId,
  parent: HostedConnectionParent.fromLagId(parentId),
  expectedParent: HostedConnectionParent.fromLagId(parentId),
  originalParent: HostedConnectionParent.fromInterconnectId('dxcon-ffabc123'),
  removalPolicy: RemovalPolicy.RETAIN,
});
