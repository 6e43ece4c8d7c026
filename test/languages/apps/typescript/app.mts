import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  HostedConnectionAssociation,
  HostedConnectionAttribute,
  HostedConnectionMigration,
  HostedConnectionParent,
} from 'cdk-hosted-connection-association';

const app = new App();
const stack = new Stack(app, 'Partner');

new HostedConnectionAssociation(stack, 'Acme', {
  connectionId: 'dxcon-acme0001',
  parent: HostedConnectionParent.fromLagId('dxlag-aaaaaaaa'),
});

new HostedConnectionAssociation(stack, 'Globex', {
  connectionId: 'dxcon-globex01',
  parent: HostedConnectionParent.fromInterconnectId('dxcon-22222222'),
  removalPolicy: RemovalPolicy.RETAIN,
  outputs: [HostedConnectionAttribute.VLAN, HostedConnectionAttribute.CONNECTION_STATE],
});

new HostedConnectionMigration(stack, 'ToNewLag', {
  connectionIds: ['dxcon-moved001', 'dxcon-moved002', 'dxcon-moved003', 'dxcon-moved004', 'dxcon-moved005'],
  parent: HostedConnectionParent.fromLagId('dxlag-bbbbbbbb'),
  maxConcurrent: 2,
  canary: 1,
  outputs: [HostedConnectionAttribute.PARENT_CONNECTION_ID],
});

app.synth();
