/**
 * Notices when somebody moves a connection by hand, and raises an alarm:
 *
 *     npx cdk deploy --app "npx tsx examples/drift/app.ts"
 *
 * Every 15 minutes a function compares all associations of the account and region with Direct Connect. It moves nothing.
 * One reading may be from the middle of somebody's work, so the alarm waits for two. A second alarm says when the
 * function cannot look: without it, silence would look like success.
 *
 * The event has the connection, where it should be and where it is. Here it goes to a topic; subscribe to it, for example
 * with an address for mail.
 */
import { App, Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  HostedConnectionAssociation,
  HostedConnectionDriftMonitor,
  HostedConnectionParent,
} from 'cdk-hosted-connection-association';

const app = new App();

const connections = new Stack(app, 'HostedConnections');
new HostedConnectionAssociation(connections, 'Acme', {
  connectionId: 'dxcon-fg9607vm',
  parent: HostedConnectionParent.fromLagId('dxlag-fhccu14t'),
});

const stack = new Stack(app, 'Drift');
const topic = new Topic(stack, 'Topic', { enforceSSL: true });
const monitor = new HostedConnectionDriftMonitor(stack, 'Monitor');
monitor.onDrift('Tell', { target: new SnsTopic(topic) });

const moved = monitor.metricDrifted().createAlarm(stack, 'Moved', {
  alarmDescription: 'A hosted connection is not where its association has put it',
  threshold: 1,
  evaluationPeriods: 2,
});
const failing = monitor.metricFailures().createAlarm(stack, 'Failing', {
  alarmDescription: 'Hosted connections are not compared with their associations',
  threshold: 1,
  evaluationPeriods: 2,
});
for (const alarm of [moved, failing]) alarm.addAlarmAction(new SnsAction(topic));
