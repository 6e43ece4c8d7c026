import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  DirectConnectClient,
} from '@aws-sdk/client-direct-connect';
import { listening } from '../../../lambda/assumptions/answers';
import type { Assumption } from '../../../lambda/assumptions/assumption';
import type { Seen } from '../../../lambda/assumptions/notice';
import { documented } from '../../../simulator/errors';
import { accessDenied, refused, serverError, throttled } from '../../../simulator';
import { CONNECTION, HOME, LAG_A, LAG_B, World, onto } from '../world';
import { linesAbout, linesOf } from './noticed';

/** What Direct Connect answers, beside what the handler goes by. */
let noticed: [Assumption, Seen][];
let answer: unknown;

beforeEach(() => {
  noticed = [];
});

/** A client that answers what it is told to. */
const silent = { send: () => Promise.resolve(answer) } as unknown as DirectConnectClient;

const client = () => listening(silent, (...notice) => noticed.push(notice), CONNECTION);

describe('move-answer', () => {
  const move = (parentConnectionId: string) =>
    client().send(new AssociateHostedConnectionCommand({ connectionId: CONNECTION, parentConnectionId }));

  test.each([
    [LAG_A, { connectionId: CONNECTION, lagId: LAG_A }],
    [HOME, { connectionId: CONNECTION }],
    [HOME, { connectionId: CONNECTION, lagId: null }],
  ])('as expected, of a move to %s: %j', async (parentId, said) => {
    answer = said;
    expect(await move(parentId)).toBe(said);
    expect(noticed).toEqual([]);
  });

  test.each([
    [LAG_A, { connectionId: CONNECTION }, `connectionId ${CONNECTION}, lagId none`],
    [LAG_A, { connectionId: CONNECTION, lagId: LAG_B }, `connectionId ${CONNECTION}, lagId ${LAG_B}`],
    [HOME, { connectionId: CONNECTION, lagId: LAG_B }, `connectionId ${CONNECTION}, lagId ${LAG_B}`],
    [HOME, { connectionId: 'dxcon-fg000000' }, 'connectionId dxcon-fg000000, lagId none'],
    [HOME, {}, 'connectionId none, lagId none'],
  ])('another, of a move to %s: %j', async (parentId, said, value) => {
    answer = said;
    expect(await move(parentId)).toBe(said);
    expect(noticed).toEqual([
      ['move-answer', { text: `the answer to the move to ${parentId} says ${value}`, value }],
    ]);
  });

  test('none at all is handed on as it is', async () => {
    answer = undefined;
    expect(await move(LAG_A)).toBeUndefined();
  });
});

describe('lag-id', () => {
  const list = (parentId: string) =>
    client().send(new DescribeHostedConnectionsCommand({ connectionId: parentId }));

  test.each([
    [LAG_A, [{ connectionId: CONNECTION, lagId: LAG_A }, { connectionId: 'dxcon-fg000000' }]],
    // A member of a LAG.
    [HOME, [{ connectionId: CONNECTION, lagId: LAG_A }]],
    [LAG_A, undefined],
  ])('as expected, in the list of %s: %j', async (parentId, connections) => {
    answer = { connections };
    await list(parentId);
    expect(noticed).toEqual([]);
  });

  test('another', async () => {
    answer = { connections: [{ connectionId: 'dxcon-fg000000', lagId: LAG_B }, { lagId: LAG_B }] };
    await list(LAG_A);
    expect(noticed).toEqual([
      ['lag-id', { text: `${LAG_A} lists dxcon-fg000000 with the lagId ${LAG_B}`, value: LAG_B }],
    ]);
  });

  test('another, of a connection without an id', async () => {
    answer = { connections: [{ lagId: LAG_B }] };
    await list(LAG_A);
    expect(noticed).toMatchObject([
      ['lag-id', { text: `${LAG_A} lists a connection with the lagId ${LAG_B}` }],
    ]);
  });
});

describe('on-one-parent', () => {
  const read = async (sender: DirectConnectClient, connectionId: string, listed: object) => {
    answer = { connections: [listed] };
    await sender.send(new DescribeHostedConnectionsCommand({ connectionId }));
  };

  test('two lists of one poll show the connection', async () => {
    const sender = client() as DirectConnectClient;
    await read(sender, HOME, { connectionId: CONNECTION });
    await read(sender, HOME, { connectionId: CONNECTION });
    await read(sender, LAG_B, { connectionId: 'dxcon-fg000000' });
    expect(noticed).toEqual([]);
    await read(sender, LAG_A, { connectionId: CONNECTION, lagId: LAG_A });
    await read(sender, LAG_A, { connectionId: CONNECTION, lagId: LAG_A });
    await read(sender, HOME, { connectionId: CONNECTION });
    const value = `${HOME} and ${LAG_A}`;
    expect(noticed).toEqual([
      ['on-one-parent', { text: `the connection is listed on ${value}`, value, held: true }],
    ]);
  });

  test('a member of a LAG lists what the LAG does', async () => {
    const sender = client() as DirectConnectClient;
    await read(sender, HOME, { connectionId: CONNECTION, lagId: LAG_A });
    await read(sender, LAG_A, { connectionId: CONNECTION, lagId: LAG_A });
    expect(noticed).toEqual([]);
  });

  test('a move lies between', async () => {
    const sender = client() as DirectConnectClient;
    await read(sender, HOME, { connectionId: CONNECTION });
    answer = { connectionId: CONNECTION, lagId: LAG_A };
    await sender.send(
      new AssociateHostedConnectionCommand({ connectionId: CONNECTION, parentConnectionId: LAG_A }),
    );
    await read(sender, LAG_A, { connectionId: CONNECTION, lagId: LAG_A });
    expect(noticed).toEqual([]);
  });

  test('a move whose answer was lost lies between', async () => {
    const sender = client() as DirectConnectClient;
    await read(sender, HOME, { connectionId: CONNECTION });
    answer = Promise.reject(new Error('socket hang up'));
    const move = new AssociateHostedConnectionCommand({
      connectionId: CONNECTION,
      parentConnectionId: LAG_A,
    });
    await expect(sender.send(move)).rejects.toThrow('socket hang up');
    await read(sender, LAG_A, { connectionId: CONNECTION, lagId: LAG_A });
    expect(noticed).toEqual([]);
  });
});

describe('page-token', () => {
  const page = async (sender: DirectConnectClient, nextToken: string | undefined, given?: string) => {
    answer = { connections: [], nextToken: given };
    await sender.send(new DescribeHostedConnectionsCommand({ connectionId: HOME, nextToken }));
  };

  test('each page has another, and a list or a page that is read again the same ones', async () => {
    const sender = client() as DirectConnectClient;
    for (let times = 0; times < 2; times += 1) {
      await page(sender, undefined, 'a');
      await page(sender, 'a', 'b');
      await page(sender, 'b');
    }
    await page(sender, 'a', 'b');
    answer = { lags: [], nextToken: 'a' };
    await sender.send(new DescribeLagsCommand({}));
    answer = { interconnects: [], nextToken: 'a' };
    await sender.send(new DescribeInterconnectsCommand({}));
    expect(noticed).toEqual([]);
  });

  test.each(['a', 'b'])('the token %s comes again', async (token) => {
    const sender = client() as DirectConnectClient;
    await page(sender, undefined, 'a');
    await page(sender, 'a', 'b');
    await page(sender, 'b', token);
    expect(noticed).toEqual([
      ['page-token', { text: `the list ${HOME} gives the same page token again`, value: HOME }],
    ]);
  });

  test('a page that is read on its own gives its own token', async () => {
    await page(client() as DirectConnectClient, 'a', 'a');
    expect(noticed).toMatchObject([['page-token', { value: HOME }]]);
  });

  test('of a page in the middle comes again', async () => {
    const sender = client() as DirectConnectClient;
    await page(sender, undefined, 'a');
    await page(sender, 'a', 'b');
    await page(sender, 'b', 'c');
    await page(sender, 'c', 'b');
    expect(noticed).toMatchObject([['page-token', { value: HOME }]]);
  });

  test('in the lists of all parents', async () => {
    const sender = client() as DirectConnectClient;
    answer = { nextToken: 'a' };
    await sender.send(new DescribeLagsCommand({}));
    await sender.send(new DescribeInterconnectsCommand({}));
    await sender.send(new DescribeLagsCommand({ nextToken: 'a' }));
    await sender.send(new DescribeInterconnectsCommand({ nextToken: 'a' }));
    expect(noticed).toMatchObject([
      ['page-token', { value: 'lags' }],
      ['page-token', { value: 'interconnects' }],
    ]);
  });
});

describe('parent-state', () => {
  test.each([
    ['available', []],
    ['deleting', []],
    ['migrating', ['migrating', 'migrating']],
    [undefined, ['none', 'none']],
  ])('%s', async (state, seen) => {
    answer = { lags: [{ lagId: LAG_A, lagState: state }] };
    await client().send(new DescribeLagsCommand({}));
    answer = { interconnects: [{ interconnectId: HOME, interconnectState: state }] };
    await client().send(new DescribeInterconnectsCommand({}));
    expect(noticed.map(([, { value }]) => value)).toEqual(seen);
    expect(noticed.map(([name, { text }]) => `${name}: ${text}`)).toEqual(
      seen.map((value, index) => `parent-state: the state of ${[LAG_A, HOME][index]} is ${value}`),
    );
  });
});

describe('in the log', () => {
  let world: World;
  const operation = 'AssociateHostedConnection' as const;

  beforeEach(async () => {
    world = await World.start();
  });

  afterEach(async () => {
    await world.stop();
  });

  test('error-name: a refusal that the handler knows nothing of', async () => {
    const fault = { kind: 'error', status: 400, type: 'QuotaException', message: 'no more today' } as const;
    world.simulator.arm({ operation, fault });
    await world.run('Create');
    expect(linesOf(world)).toMatchObject([
      {
        decision: expect.stringMatching(
          /^assumption: direct connect refuses with QuotaException: no more today, which counts as busy; expected: /,
        ),
        assumption: 'error-name',
        result: 'broken',
        seen: 'QuotaException: no more today',
      },
    ]);
  });

  test.each([
    ['throttled', throttled()],
    ['denied', accessDenied()],
    ['a fault of the service', serverError()],
    ['429', { kind: 'error', status: 429, type: 'TooBusy', message: 'later' } as const],
  ])('error-name: not of what it knows: %s', async (_, fault) => {
    world.simulator.arm({ operation: 'DescribeLags', fault });
    await world.run('Create');
    expect(linesOf(world)).toEqual([]);
  });

  test('error-name: nor of a refusal', async () => {
    world.simulator.arm({ operation, fault: refused('no') });
    await expect(world.run('Create')).rejects.toThrow('refused');
    expect(linesOf(world)).toEqual([]);
  });

  test('in-transition: a refusal that passes', async () => {
    const { message } = documented.transitioning(CONNECTION);
    world.simulator.arm({ operation, fault: refused(message) });
    await world.run('Create');
    expect(linesOf(world)).toMatchObject([
      {
        decision: `assumption: direct connect refuses as in transition what lists show as settled: DirectConnectClientException: ${message}`,
        assumption: 'in-transition',
        result: 'held',
      },
    ]);
  });

  test.each([
    ['of which the handler knows nothing', { ...refused('in transition'), type: 'Else' }, ['error-name']],
    ['of a call that was throttled', throttled(), []],
    ['that is a fault of the service', { ...serverError(), message: 'in transition' }, []],
  ])('in-transition: not a refusal %s', async (_, fault, expected) => {
    world.simulator.arm({ operation, fault });
    await world.run('Create');
    expect(linesOf(world).map(({ assumption }) => assumption)).toEqual(expected);
  });

  test('in-transition: nor one of a list', async () => {
    world.simulator.arm({ operation: 'DescribeHostedConnections', fault: refused('it is in transition') });
    await world.run('Create');
    expect(linesOf(world)).toEqual([]);
  });

  test('on-one-parent: in the middle of a move', async () => {
    await world.stop();
    world = await World.start({ readLagMs: 30_000, meanwhile: 'on both' });
    await world.run('Create');
    world.time += 600_000;
    const update = world.begin('Update', onto(LAG_B));
    await world.poll(update);
    world.decisions.length = 0;
    world.time += 5_000;
    await world.poll(update);
    world.time += 10_000;
    await world.run('Delete');
    const seen = linesAbout(world, 'on-one-parent').map((line) => line.seen?.split(' and ').sort());
    expect(seen.length).toBeGreaterThan(0);
    expect(seen[0]).toEqual([LAG_A, LAG_B]);
  });
});
