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
  moves: [
    { connectionId: 'dxcon-moved001' },
    { connectionId: 'dxcon-moved002', name: 'Initech' },
    { connectionId: 'dxcon-moved003', parent: HostedConnectionParent.fromLagId('dxlag-cccccccc') },
    {
      connectionId: 'dxcon-moved004',
      expectedParent: HostedConnectionParent.fromInterconnectId('dxcon-11111111'),
    },
    { connectionId: 'dxcon-moved005', originalParent: HostedConnectionParent.fromLagId('dxlag-aaaaaaaa') },
  ],
  parent: HostedConnectionParent.fromLagId('dxlag-bbbbbbbb'),
  maxConcurrent: 2,
  canary: 1,
  outputs: [HostedConnectionAttribute.PARENT_CONNECTION_ID],
});

app.synth();
