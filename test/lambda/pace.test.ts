import { setTimeout } from 'node:timers/promises';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DirectConnect } from '../../lambda/direct-connect/client';
import { Pace } from '../../lambda/direct-connect/pace';
import { Rate } from '../../lambda/direct-connect/rate';
import { POLL_SECONDS } from '../../lib/timing';
import { PollTime } from '../../lambda/poll-time';
import {
  DirectConnectSimulator,
  Fault,
  hostedConnections,
  inventory,
  refused,
  serverError,
  throttled,
} from '../../simulator';

const HOME = 'dxcon-11111111';
const LAG = 'dxlag-aaaaaaaa';
const ACME = 'dxcon-fg9607vm';

let simulator: DirectConnectSimulator;
let client: DirectConnectClient;

async function connect(throttle?: { callsPerSecond: number }): Promise<void> {
  const hosted = { [HOME]: [ACME], [LAG]: hostedConnections(250) };
  simulator = await DirectConnectSimulator.start({
    inventory: inventory({ interconnects: [HOME], lags: [LAG], hosted }),
    throttle,
  });
  client = new DirectConnectClient({
    endpoint: simulator.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
}

afterEach(async () => {
  client.destroy();
  await simulator.stop();
});

/** The calls of a poll that ends so soon. */
function within(ms: number, rate = new Rate(Date.now)): DirectConnect {
  const began = Date.now() - (POLL_SECONDS * 1000 - ms);
  let isNew = true;
  const now = () => (isNew ? ((isNew = false), began) : Date.now());
  return new DirectConnect(client, AbortSignal.timeout(ms), new Pace(rate, new PollTime(now, setTimeout)));
}

test('a poll that needs more calls than there are at once gets them, a little later', async () => {
  await connect({ callsPerSecond: 2 });
  const lists = await Promise.all([
    within(20_000).hostedConnections(LAG).all(),
    within(20_000).hostedConnections(HOME).all(),
  ]);
  expect(lists.map(({ length }) => length)).toEqual([250, 1]);
});

test('a move that was throttled is asked for again, and made once', async () => {
  await connect();
  const trap = simulator.arm({ operation: 'AssociateHostedConnection', times: 2, fault: throttled() });
  await within(20_000).associate(ACME, LAG);
  expect(trap.struck).toBe(2);
  expect(simulator.associations).toHaveLength(1);
});

test('the end of the poll is the end of asking', async () => {
  await connect();
  simulator.arm({ operation: 'DescribeLags', times: 1_000, fault: throttled() });
  const started = performance.now();
  await expect(within(1_500).lags()).rejects.toThrow();
  expect(performance.now() - started).toBeLessThan(5_000);
});

test.each<[string, Fault]>([
  ['a fault of the service', serverError()],
  ['a refusal', refused('no')],
  ['an answer that is lost', { kind: 'lostAnswer' }],
])('%s is not asked again', async (_, fault) => {
  await connect();
  simulator.arm({ operation: 'AssociateHostedConnection', times: 5, fault });
  await expect(within(20_000).associate(ACME, LAG)).rejects.toThrow();
  const calls = simulator.calls.filter(({ operation }) => operation === 'AssociateHostedConnection');
  expect(calls).toHaveLength(1);
});
