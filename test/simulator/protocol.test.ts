import { DescribeConnectionsCommand, DescribeLagsCommand } from '@aws-sdk/client-direct-connect';
import { once } from 'node:events';
import { connect } from 'node:net';
import { clientOf, startWithClient, stopAll } from './harness';
import { DirectConnectSimulator, inventory } from '../../simulator';

afterEach(stopAll);

const start = () => startWithClient({ inventory: inventory() });

const HEADERS = {
  authorization: 'AWS4-HMAC-SHA256 Credential=test',
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'OvertureService.DescribeHostedConnections',
};

async function post(url: string, body: string, headers: Record<string, string> = HEADERS) {
  const response = await fetch(url, { method: 'POST', headers, body });
  const errorType = response.headers.get('x-amzn-errortype');
  return { status: response.status, errorType, body: await response.json() };
}

test('a success is plain JSON, with dates as seconds', async () => {
  const loaIssueTime = new Date('2024-05-01T10:00:00.250Z');
  const { simulator } = await startWithClient({
    inventory: inventory({ interconnects: [{ interconnectId: 'dxcon-11111111', loaIssueTime }] }),
  });
  const headers = { ...HEADERS, 'x-amz-target': 'OvertureService.DescribeInterconnects' };
  const answer = await post(simulator.url, '{}', headers);
  expect(answer).toMatchObject({
    status: 200,
    errorType: null,
    body: { interconnects: [{ interconnectId: 'dxcon-11111111', loaIssueTime: 1714557600.25 }] },
  });
  expect(answer.body).not.toHaveProperty('nextToken');
});

test('an error names its type in the body and in a header', async () => {
  const { simulator } = await start();
  const message = "111122223333 DescribeHostedConnections failed for connection dxcon-x doesn't exist.";
  expect(await post(simulator.url, '{"connectionId":"dxcon-x"}')).toEqual({
    status: 400,
    errorType: 'DirectConnectClientException',
    body: { __type: 'DirectConnectClientException', message },
  });
});

test.each([
  ['no JSON', '{', 'SerializationException'],
  ['no object', '[]', 'SerializationException'],
  ['a missing member', '{}', 'ValidationException'],
  ['a member that is null', '{"connectionId":null}', 'ValidationException'],
  ['a member of the wrong type', '{"connectionId":5}', 'SerializationException'],
  ['an unknown member', '{"connectionId":"dxcon-11111111","maxResult":5}', 'ValidationException'],
  ['no results asked for', '{"connectionId":"dxcon-11111111","maxResults":0}', 'ValidationException'],
  ['too many results asked for', '{"connectionId":"dxcon-11111111","maxResults":101}', 'ValidationException'],
  ['half a result asked for', '{"connectionId":"dxcon-11111111","maxResults":1.5}', 'ValidationException'],
  ['a number as text', '{"connectionId":"dxcon-11111111","maxResults":"5"}', 'SerializationException'],
])('refuses %s', async (_what, body, type) => {
  const { simulator } = await start();
  expect(await post(simulator.url, body)).toMatchObject({
    status: 400,
    errorType: type,
    body: { __type: type },
  });
  expect(simulator.calls).toMatchObject([
    { operation: 'DescribeHostedConnections', outcome: type, carriedOut: false },
  ]);
});

test.each(['1', '100'])('takes maxResults %s', async (maxResults) => {
  const { simulator } = await start();
  const body = `{"connectionId":"dxcon-11111111","maxResults":${maxResults}}`;
  expect(await post(simulator.url, body)).toMatchObject({ status: 200 });
});

test('refuses a request without a signature', async () => {
  const { simulator } = await start();
  const headers = Object.fromEntries(Object.entries(HEADERS).filter(([name]) => name !== 'authorization'));
  expect(await post(simulator.url, '{"connectionId":"dxcon-11111111"}', headers)).toMatchObject({
    status: 400,
    errorType: 'MissingAuthenticationTokenException',
    body: { message: 'Missing Authentication Token' },
  });
});

test.each([
  ['another service', { 'x-amz-target': 'DynamoDB_20120810.GetItem' }],
  ['another content type', { 'content-type': 'application/json' }],
])('knows no operation of %s', async (_what, headers) => {
  const { simulator } = await start();
  const answer = await post(simulator.url, '{"connectionId":"dxcon-11111111"}', { ...HEADERS, ...headers });
  expect(answer).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
});

test('knows no operation that is not simulated, and logs it', async () => {
  const { simulator, client } = await start();
  const call = client.send(new DescribeConnectionsCommand({ connectionId: 'dxcon-fg9607vm' }));
  await expect(call).rejects.toMatchObject({
    name: 'UnknownOperationException',
    $metadata: { httpStatusCode: 400 },
  });
  expect(simulator.calls).toMatchObject([
    {
      operation: 'DescribeConnections',
      input: { connectionId: 'dxcon-fg9607vm' },
      outcome: 'UnknownOperationException',
      carriedOut: false,
    },
  ]);
});

test('several simulators know nothing of each other', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  one.simulator.moveByHand('dxcon-fg9607vm', 'dxlag-aaaaaaaa');
  await one.client.send(new DescribeLagsCommand({}));
  expect(other.simulator.parentOf('dxcon-fg9607vm')).toBe('dxcon-11111111');
  expect(other.simulator.calls).toEqual([]);
  expect(one.simulator.calls).toHaveLength(1);
});

describe('stop', () => {
  test('is soon over, with a late answer still due and a client connected', async () => {
    const { simulator, client } = await start();
    await client.send(new DescribeLagsCommand({}));
    simulator.arm({ fault: { kind: 'slow', ms: 60_000 } });
    const failure = expect(client.send(new DescribeLagsCommand({}))).rejects.toThrow();
    while (simulator.calls.length < 2) await new Promise(setImmediate);
    const begin = Date.now();
    await Promise.all([simulator.stop(), simulator.stop()]);
    expect(Date.now() - begin).toBeLessThan(400);
    await failure;
    await expect(clientOf(simulator.url).send(new DescribeLagsCommand({}))).rejects.toThrow('ECONNREFUSED');
  });

  test('does not wait for a request that never ends', async () => {
    const { simulator } = await start();
    const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n');
    socket.on('error', () => undefined);
    await simulator.stop();
    expect(simulator.calls).toEqual([]);
    socket.destroy();
  });
});

test('a port in use is an error at the start', async () => {
  const { simulator } = await start();
  const port = Number(new URL(simulator.url).port);
  const second = DirectConnectSimulator.start({ inventory: inventory(), port });
  await expect(second).rejects.toThrow('EADDRINUSE');
});
