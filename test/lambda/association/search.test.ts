import { gunzipSync } from 'node:zlib';
import { hostedConnections, inventory, refused, serverError, throttled } from '../../../simulator';
import { CONNECTION, HOME, LAG_A, LAG_B, World, onto } from '../world';

/** An account with so many parents that reading all their lists takes more calls than a poll gets through. */
const LAGS = Array.from({ length: 20 }, (_, index) => `dxlag-${String(index).padStart(8, '0')}`);
const LAST = LAGS.at(-1) ?? '';

let world: World;

async function start(callsPerSecond: number, on = LAST): Promise<void> {
  world = await World.start({
    inventory: inventory({
      interconnects: [HOME],
      lags: [LAG_A, ...LAGS],
      hosted: { [on]: [CONNECTION], [LAG_A]: hostedConnections(1) },
    }),
    throttle: { callsPerSecond },
  });
}

afterEach(async () => {
  await world.stop();
});

test('a search goes on where the poll before has ended', async () => {
  await start(5);
  await world.run('Create');
  expect(world.parent()).toBe(LAG_A);
  expect(world.claim()).toMatchObject({ foundOn: LAST });
});

test('a search goes on however long it takes', async () => {
  await start(5);
  const create = world.begin('Create');
  for (let polls = 0; polls < 15 && world.parent() !== LAG_A; polls += 1) {
    await world.poll(create);
    world.time += 110_000;
  }
  expect(world.parent()).toBe(LAG_A);
});

describe.each([2, 5])(
  'where %i calls a second are allowed, a hundred lists are read once',
  (callsPerSecond) => {
    const lags = Array.from({ length: 100 }, (_, index) => `dxlag-${String(index).padStart(8, '0')}`);
    const on = lags.at(-1) ?? '';
    const listsRead = () =>
      world.simulator.calls.filter(
        ({ operation, outcome }) => operation === 'DescribeHostedConnections' && outcome === 'ok',
      ).length;

    async function startOn(parentId: string): Promise<void> {
      const hosted = { [parentId]: [CONNECTION] };
      const all = inventory({ interconnects: [HOME], lags: [LAG_A, LAG_B, ...lags], hosted });
      world = await World.start({ inventory: all, throttle: { callsPerSecond }, waits: true });
    }

    test('until a create finds its connection, and moves it', async () => {
      await startOn(on);
      await world.run('Create');
      expect(world.parent()).toBe(LAG_A);
      // And a few: that of its new parent in each poll, and that of its old one for a second time.
      expect(listsRead()).toBeLessThan(120);
    });

    test('until an update finds that somebody has moved it, and moves it', async () => {
      await startOn(HOME);
      await world.run('Create');
      world.simulator.moveByHand(CONNECTION, on);
      world.time += 600_000;
      const before = listsRead();
      await world.run('Update', onto(LAG_B));
      expect(world.parent()).toBe(LAG_B);
      // Read again and again, they were 285: what a poll was reading when it ended is read once more.
      expect(listsRead() - before).toBeLessThan(180);
    });
  },
);

test.each([
  ['when the search went on in a later poll', 5],
  ['when the first poll had found it', 8],
])('what was found far down a list is not searched for again, %s', async (_, callsPerSecond) => {
  world = await World.start({
    inventory: inventory({
      interconnects: [HOME],
      lags: [LAG_A, ...LAGS],
      hosted: { [HOME]: [...hostedConnections(400, 'a'), CONNECTION], [LAG_A]: hostedConnections(1) },
    }),
    throttle: { callsPerSecond },
  });
  await world.run('Create');
  expect(world.parent()).toBe(LAG_A);
});

test('a connection that is nowhere is not concluded from what was read bit by bit', async () => {
  await start(5);
  world.simulator.remove(CONNECTION);
  const create = world.begin('Create', { properties: { timeoutSeconds: '900' } });
  await expect(world.finish(create, 10)).rejects.toThrow('did not complete in 900 seconds');
  expect(world.decisions.map(({ decision }) => decision)).toContain(
    `not complete yet: ${CONNECTION} is on none of the lists that were read one after the other; they are read again`,
  );
  expect(world.associateCalls()).toBe(0);
}, 30_000);

describe('the page on which a poll before has found the connection', () => {
  const matches = ({ connectionId }: Readonly<Record<string, unknown>>) => connectionId === HOME;

  /** A create whose first poll has found the connection far down a list, and had to wait; its pages that are read after that. */
  async function findFarDown(): Promise<{ create: ReturnType<World['begin']>; tokens: () => unknown[] }> {
    const hosted = { [HOME]: [...hostedConnections(400, 'a'), CONNECTION] };
    world = await World.start({ inventory: inventory({ interconnects: [HOME], lags: [LAG_A], hosted }) });
    world.simulator.arm({ operation: 'AssociateHostedConnection', fault: throttled() });
    const create = world.begin('Create');
    expect(await world.poll(create)).toEqual({ complete: false });
    world.time += 5_000;
    const { calls } = world.simulator;
    const before = calls.length;
    const inputs = () => calls.slice(before).map(({ input }) => input as Record<string, unknown>);
    return {
      create,
      tokens: () =>
        inputs()
          .filter(matches)
          .map(({ nextToken }) => nextToken),
    };
  }

  test('is looked at first, and again in the poll after one that could not read it', async () => {
    const { create, tokens } = await findFarDown();
    world.simulator.arm({ operation: 'DescribeHostedConnections', matches, fault: serverError() });
    expect(await world.poll(create)).toEqual({ complete: false });
    world.time += 5_000;
    expect((await world.poll(create)).complete).toBe(true);
    const [first, ...others] = tokens();
    expect(first).toEqual(expect.any(String));
    expect(new Set(others)).toEqual(new Set([first]));
  });

  test('is looked for from the start where Direct Connect refuses to read on from there', async () => {
    const { create, tokens } = await findFarDown();
    world.simulator.arm({ operation: 'DescribeHostedConnections', matches, fault: refused('no such token') });
    expect((await world.poll(create)).complete).toBe(true);
    expect(tokens()).toContain(undefined);
  });
});

test('what an earlier operation has read is read again', async () => {
  await start(5);
  const create = world.begin('Create');
  for (let polls = 0; polls < 3; polls += 1) {
    await world.poll(create);
    world.time += 5_000;
  }
  const { note } = world.dynamoDb.item(`search/${CONNECTION}`) as { note: string };
  const notes = JSON.parse(gunzipSync(Buffer.from(note, 'base64')).toString()) as { without: string[] };
  expect(notes.without.length).toBeGreaterThan(0);
  const [read = ''] = notes.without;
  world.simulator.moveByHand(CONNECTION, read);
  await world.run('Create');
  expect(world.claim()).toMatchObject({ foundOn: read });
});

test('the notes are no claims: they do not keep the table of a provider that goes', async () => {
  await start(5);
  await world.poll(world.begin('Create'));
  expect(world.dynamoDb.item(`search/${CONNECTION}`)).not.toHaveProperty('phase');
  expect(world.dynamoDb.item(`search/${CONNECTION}`)).toHaveProperty('expiresAt');
});
