/**
 * Keeps one hosted connection on the LAG or interconnect that you name:
 *
 *     npx cdk deploy -c connectionId=dxcon-fg9607vm -c parentId=dxlag-fhccu14t
 *
 * Deploy it again with another `parentId` to move the connection. Destroy the stack to put the connection back.
 */
import { App, Stack } from 'aws-cdk-lib';
import { HostedConnectionAssociation, HostedConnectionParent } from 'cdk-hosted-connection-association';

const app = new App();
const connectionId = String(app.node.tryGetContext('connectionId') ?? 'dxcon-fg9607vm');
const parentId = String(app.node.tryGetContext('parentId') ?? 'dxlag-fhccu14t');

const stack = new Stack(app, 'HostedConnections');
new HostedConnectionAssociation(stack, 'Acme', {
  connectionId,
  parent: parentId.startsWith('dxlag-')
    ? HostedConnectionParent.fromLagId(parentId)
    : HostedConnectionParent.fromInterconnectId(parentId),
});
