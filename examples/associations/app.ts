/**
 * Keeps many customers' connections where a table says, each on a parent of its own:
 *
 *     npx cdk deploy --app "npx tsx examples/associations/app.ts"
 *
 * Change a line of the table and deploy again: only that connection moves. Remove the line to put it back. A stack can
 * have 200 outputs, so each association has only a few.
 */
import { App, Stack } from 'aws-cdk-lib';
import {
  HostedConnectionAssociation,
  HostedConnectionAttribute,
  HostedConnectionParent,
} from 'cdk-hosted-connection-association';

const EAST_LAG = HostedConnectionParent.fromLagId('dxlag-fhccu14t');
const WEST_INTERCONNECT = HostedConnectionParent.fromInterconnectId('dxcon-ffabc123');

const CUSTOMERS = [
  { name: 'Acme', connectionId: 'dxcon-fg9607vm', parent: EAST_LAG },
  { name: 'Bolt', connectionId: 'dxcon-fgh2k3m4', parent: EAST_LAG },
  { name: 'Crane', connectionId: 'dxcon-fgj5n6p7', parent: WEST_INTERCONNECT },
];

const app = new App();
const stack = new Stack(app, 'Customers');
for (const { name, connectionId, parent } of CUSTOMERS) {
  new HostedConnectionAssociation(stack, name, {
    connectionId,
    parent,
    outputs: [HostedConnectionAttribute.CONNECTION_STATE, HostedConnectionAttribute.VLAN],
  });
}
