/**
 * Makes a LAG and moves connections onto it, in one stack and two deployments:
 *
 *     npx cdk deploy --app "npx tsx examples/lag-in-stack/app.ts"
 *     npx cdk deploy --app "npx tsx examples/lag-in-stack/app.ts" -c move=true
 *
 * A new LAG is empty and carries no traffic. Between the two deployments, let interconnects join it and come up. From
 * then on keep `-c move=true`: without it, the connections go home.
 *
 * Direct Connect refuses to delete a LAG that has hosted connections. The associations refer to the LAG, so when you
 * destroy the stack, CloudFormation takes the connections home first and then deletes the LAG.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnLag } from 'aws-cdk-lib/aws-directconnect';
import { HostedConnectionMigration, HostedConnectionParent } from 'cdk-hosted-connection-association';

const CONNECTION_IDS = ['dxcon-fg9607vm', 'dxcon-fgh2k3m4', 'dxcon-fgj5n6p7'];

const app = new App();
const stack = new Stack(app, 'NewLag');

const lag = new CfnLag(stack, 'Lag', {
  lagName: 'customers-east',
  location: 'EqDC2',
  connectionsBandwidth: '10Gbps',
});
new CfnOutput(stack, 'LagId', { value: lag.attrLagId });

if (app.node.tryGetContext('move') === 'true') {
  new HostedConnectionMigration(stack, 'ToLag', {
    moves: CONNECTION_IDS.map((connectionId) => ({ connectionId })),
    parent: HostedConnectionParent.fromLag(lag),
    canary: 1,
  });
}
