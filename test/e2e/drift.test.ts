import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { HostedConnectionDriftMonitor } from '../../lib';
import { Partner } from './partner';
import { association } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const [LAG, OTHER_LAG] = ['dxlag-aaaaaaaa', 'dxlag-bbbbbbbb'];
const [ACME, BOLT] = ['dxcon-drft0001', 'dxcon-drft0002'];
const TABLE = 'cdk-hosted-connection-association-provider-claims';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG, OTHER_LAG],
  hosted: { [INTERCONNECT]: [ACME, BOLT] },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

/** A monitor that looks every minute, and a queue for what it tells. */
function monitor(stack: Stack): void {
  const queue = new Queue(stack, 'Queue');
  const interval = Duration.minutes(1);
  const drift = new HostedConnectionDriftMonitor(stack, 'Drift', { interval, watchApiCalls: true });
  drift.onDrift('OnDrift', { target: new SqsQueue(queue) });
  new CfnOutput(stack, 'QueueUrl', { value: queue.queueUrl });
}

interface Told {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Record<string, unknown>;
}

test('a connection that is moved by hand is told of, by the schedule and by the call', async () => {
  const stack = partner.stack('Watched');
  const outputs = await stack.deploy(
    association('Acme', LAG, { connectionId: ACME, outputs: [] }),
    association('Bolt', LAG, { connectionId: BOLT, outputs: [] }),
    monitor,
  );
  const shell = partner.shell(mkdtempSync(join(tmpdir(), 'drift-')));

  /** Moves a connection by hand, some time after its association has done so. */
  async function moveByHand(connectionId: string): Promise<void> {
    await shell.run(
      `aws dynamodb update-item --table-name ${TABLE} --key '{"connectionId":{"S":"${connectionId}"}}' ` +
        `--update-expression 'SET updatedAt = :then' --expression-attribute-values '{":then":{"N":"1"}}'
       aws directconnect associate-hosted-connection --connection-id ${connectionId} --parent-connection-id ${OTHER_LAG}`,
    );
  }

  /** The first event about a connection, of those that arrive in two minutes. */
  async function eventAbout(connectionId: string): Promise<Told> {
    for (let tries = 0; tries < 60; tries++) {
      const answer = await shell.run(
        `aws sqs receive-message --endpoint-url "$AWS_ENDPOINT_URL" --queue-url '${outputs['QueueUrl'] ?? ''}' --max-number-of-messages 10 --output json`,
      );
      const { Messages = [] } = JSON.parse(answer || '{}') as { Messages?: { Body: string }[] };
      const events = Messages.map(({ Body }) => JSON.parse(Body) as Told);
      const found = events.find(({ detail }) => detail.connectionId === connectionId);
      if (found) return found;
      await sleep(2_000);
    }
    throw new Error(`no event about ${connectionId}; the log:\n${partner.aws.log().slice(-3000)}`);
  }

  await moveByHand(ACME);
  expect(await eventAbout(ACME)).toMatchObject({
    source: 'cdk-hosted-connection-association',
    'detail-type': 'Hosted Connection Drift',
    detail: {
      kind: 'moved',
      expectedParentConnectionId: LAG,
      foundParentConnectionId: OTHER_LAG,
      logicalResourceId: 'HostedConnectionAssociationDxconDrft0001',
    },
  });
  // By the association and by hand; nobody has moved it back.
  expect(partner.callsFor(ACME)).toEqual([LAG, OTHER_LAG]);
  expect(partner.parentOf(ACME)).toBe(OTHER_LAG);

  await moveByHand(BOLT);
  const detail = {
    eventSource: 'directconnect.amazonaws.com',
    eventName: 'AssociateHostedConnection',
    requestParameters: { connectionId: BOLT },
  };
  const entry = {
    Source: 'aws.directconnect',
    DetailType: 'AWS API Call via CloudTrail',
    Detail: JSON.stringify(detail),
  };
  await shell.run(`aws events put-events --entries '${JSON.stringify([entry])}'`);
  expect((await eventAbout(BOLT)).detail).toMatchObject({
    kind: 'moved',
    foundParentConnectionId: OTHER_LAG,
  });

  await stack.destroyWithProvider();
});
