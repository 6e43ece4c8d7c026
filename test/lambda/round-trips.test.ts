import { longestChain, tripsDuring } from './trips';
import { EventOptions, LAG_B, HOME, OperationType, World } from './world';

let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

async function costOf(type: OperationType, options: EventOptions) {
  world.time += 60_000;
  const trips = await tripsDuring(world, () => world.run(type, options));
  const calls: Record<string, number> = {};
  for (const { command } of trips)
    calls[command.replace('Command', '')] = (calls[command.replace('Command', '')] ?? 0) + 1;
  expect(trips.length).toBeGreaterThan(0);
  return { sequential: longestChain(trips), calls };
}

const originalParent = { properties: { originalParentConnectionId: HOME } };

test('a create with originalParent: five round trips, one after the other', async () => {
  expect(await costOf('Create', originalParent)).toEqual({
    sequential: 5,
    calls: {
      GetItem: 1,
      DescribeStackResource: 1,
      DescribeHostedConnections: 3,
      DescribeLags: 1,
      DescribeInterconnects: 1,
      PutItem: 3,
      AssociateHostedConnection: 1,
    },
  });
});

test('a create that has to search: one round trip more', async () => {
  expect(await costOf('Create', {})).toEqual({
    sequential: 6,
    calls: {
      GetItem: 1,
      DescribeStackResource: 1,
      DescribeHostedConnections: 6,
      DescribeLags: 1,
      DescribeInterconnects: 1,
      PutItem: 3,
      AssociateHostedConnection: 1,
    },
  });
});

test('an update to another parent: five', async () => {
  await world.run('Create');
  expect(await costOf('Update', { properties: { parentConnectionId: LAG_B } })).toEqual({
    sequential: 5,
    calls: {
      GetItem: 1,
      DescribeStackResource: 1,
      DescribeHostedConnections: 3,
      DescribeLags: 1,
      DescribeInterconnects: 1,
      PutItem: 3,
      AssociateHostedConnection: 1,
    },
  });
});

test('an update that has nothing to move: two, without the list of all parents', async () => {
  await world.run('Create');
  expect(await costOf('Update', {})).toEqual({
    sequential: 2,
    calls: { GetItem: 1, DescribeStackResource: 1, DescribeHostedConnections: 1, PutItem: 1 },
  });
});

test('a delete that puts the connection back: five', async () => {
  await world.run('Create');
  expect(await costOf('Delete', {})).toEqual({
    sequential: 5,
    calls: {
      GetItem: 1,
      DescribeStackResource: 1,
      DescribeHostedConnections: 2,
      DescribeLags: 1,
      DescribeInterconnects: 1,
      PutItem: 3,
      AssociateHostedConnection: 1,
    },
  });
});
