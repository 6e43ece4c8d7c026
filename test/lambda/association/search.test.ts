import { gunzipSync } from 'node:zlib';
import { hostedConnections, inventory } from '../../../simulator';
import { CONNECTION, HOME, LAG_A, World } from '../world';

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
  expect(world.associateCalls()).toBe(0);
}, 30_000);

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
