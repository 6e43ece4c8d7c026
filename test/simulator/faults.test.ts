import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeLagsCommand,
} from '@aws-sdk/client-direct-connect';
import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { startWithClient, stopAll } from './harness';
import { accessDenied, inventory, serverError, throttled } from '../../simulator';
import type { Fault } from '../../simulator';

afterEach(stopAll);

const CONNECTION = 'dxcon-fg9607vm';
const FROM = 'dxcon-11111111';
const TO = 'dxlag-aaaaaaaa';

const start = () => startWithClient({ inventory: inventory() });

const associate = (client: DirectConnectClient) =>
  client.send(new AssociateHostedConnectionCommand({ connectionId: CONNECTION, parentConnectionId: TO }));

const read = (client: DirectConnectClient, connectionId: string) =>
  client.send(new DescribeHostedConnectionsCommand({ connectionId }));

test.each([
  ['accessDenied', accessDenied(), 'AccessDeniedException', 400],
  ['throttled', throttled(), 'ThrottlingException', 400],
  ['serverError', serverError(), 'DirectConnectServerException', 500],
  [
    'an error of one’s own',
    { kind: 'error', status: 503, type: 'ServiceUnavailable', message: 'x' },
    'ServiceUnavailable',
    503,
  ],
] satisfies [string, Fault, string, number][])(
  '%s answers and changes nothing',
  async (_name, fault, type, status) => {
    const { simulator, client } = await start();
    simulator.arm({ fault });
    await expect(associate(client)).rejects.toMatchObject({
      name: type,
      $metadata: { httpStatusCode: status },
    });
    expect(simulator.parentOf(CONNECTION)).toBe(FROM);
    expect(simulator.calls).toMatchObject([{ outcome: type, carriedOut: false }]);
    await associate(client);
    expect(simulator.parentOf(CONNECTION)).toBe(TO);
  },
);

test('lostAnswer carries out and says nothing', async () => {
  const { simulator, client } = await start();
  simulator.arm({ fault: { kind: 'lostAnswer' } });
  await expect(associate(client)).rejects.toThrow('socket hang up');
  expect(simulator.parentOf(CONNECTION)).toBe(TO);
  expect(simulator.associations).toHaveLength(1);
  expect(simulator.calls).toMatchObject([{ outcome: 'lostAnswer', carriedOut: true }]);
});

test('a lost refusal was not carried out', async () => {
  const { simulator, client } = await start();
  simulator.arm({ fault: { kind: 'lostAnswer' } });
  await expect(read(client, 'dxcon-00000000')).rejects.toThrow('socket hang up');
  expect(simulator.calls).toMatchObject([{ outcome: 'lostAnswer', carriedOut: false }]);
});

test('lostRequest carries out nothing and says nothing', async () => {
  const { simulator, client } = await start();
  simulator.arm({ fault: { kind: 'lostRequest' } });
  await expect(associate(client)).rejects.toThrow('socket hang up');
  expect(simulator.parentOf(CONNECTION)).toBe(FROM);
  expect(simulator.calls).toMatchObject([{ outcome: 'lostRequest', carriedOut: false }]);
});

test('errorAfter carries out and answers an error', async () => {
  const { simulator, client } = await start();
  const fault: Fault = {
    kind: 'errorAfter',
    status: 500,
    type: 'DirectConnectServerException',
    message: 'oops',
  };
  simulator.arm({ fault });
  await expect(associate(client)).rejects.toMatchObject({
    name: 'DirectConnectServerException',
    message: 'oops',
  });
  expect(simulator.parentOf(CONNECTION)).toBe(TO);
  expect(simulator.calls).toMatchObject([{ outcome: 'DirectConnectServerException', carriedOut: true }]);
});

test('slow carries out at once and answers late', async () => {
  const { simulator, client } = await start();
  simulator.arm({ fault: { kind: 'slow', ms: 150 } });
  const begin = Date.now();
  const call = associate(client);
  while (simulator.calls.length === 0) await new Promise(setImmediate);
  expect(simulator.parentOf(CONNECTION)).toBe(TO);
  expect((await call).lagId).toBe(TO);
  expect(Date.now() - begin).toBeGreaterThanOrEqual(145);
});

test('a trap strikes its operation only', async () => {
  const { simulator, client } = await start();
  const trap = simulator.arm({ operation: 'DescribeHostedConnections', fault: serverError() });
  await client.send(new DescribeLagsCommand({}));
  expect(trap.struck).toBe(0);
  await expect(read(client, FROM)).rejects.toMatchObject({ name: 'DirectConnectServerException' });
  expect(trap.struck).toBe(1);
});

test('a trap strikes its inputs only', async () => {
  const { simulator, client } = await start();
  simulator.arm({ matches: ({ connectionId }) => connectionId === FROM, fault: serverError() });
  await read(client, TO);
  await expect(read(client, FROM)).rejects.toMatchObject({ name: 'DirectConnectServerException' });
});

test('a trap skips calls first, and strikes as often as told', async () => {
  const { simulator, client } = await start();
  simulator.arm({ skip: 1, times: 2, fault: serverError() });
  const outcomes: string[] = [];
  for (let call = 0; call < 4; call++) {
    outcomes.push(
      await read(client, FROM).then(
        () => 'ok',
        (error: unknown) => (error as Error).name,
      ),
    );
  }
  expect(outcomes).toEqual(['ok', 'DirectConnectServerException', 'DirectConnectServerException', 'ok']);
});

test('the trap that was armed first strikes first, and a disarmed one never', async () => {
  const { simulator, client } = await start();
  simulator.arm({ times: Infinity, fault: serverError() }).disarm();
  simulator.arm({ fault: throttled() });
  simulator.arm({ fault: accessDenied() });
  await expect(read(client, FROM)).rejects.toMatchObject({ name: 'ThrottlingException' });
  await expect(read(client, FROM)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(read(client, FROM)).resolves.toBeDefined();
});

test('a mistake in `matches` is seen by the caller', async () => {
  const { simulator, client } = await start();
  simulator.arm({
    matches: () => {
      throw new Error('mistaken');
    },
    fault: serverError(),
  });
  await expect(read(client, FROM)).rejects.toMatchObject({ name: 'SimulatorFailure', message: 'mistaken' });
});

test('the log has every call, in order, with what became of it', async () => {
  let time = 1000;
  const { simulator, client } = await startWithClient({ inventory: inventory(), clock: () => time });
  await read(client, FROM);
  time = 2000;
  await expect(read(client, 'dxcon-00000000')).rejects.toThrow();
  time = 3000;
  await associate(client);
  expect(simulator.calls).toEqual([
    {
      sequence: 1,
      at: 1000,
      operation: 'DescribeHostedConnections',
      input: { connectionId: FROM },
      outcome: 'ok',
      carriedOut: true,
    },
    {
      sequence: 2,
      at: 2000,
      operation: 'DescribeHostedConnections',
      input: { connectionId: 'dxcon-00000000' },
      outcome: 'DirectConnectClientException',
      carriedOut: false,
    },
    {
      sequence: 3,
      at: 3000,
      operation: 'AssociateHostedConnection',
      input: { connectionId: CONNECTION, parentConnectionId: TO },
      outcome: 'ok',
      carriedOut: true,
    },
  ]);
});
