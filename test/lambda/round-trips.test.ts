import { EventOptions, LAG_B, HOME, OperationType, Trip, World } from './world';

let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

/** The longest chain of calls of which each was sent after the one before was answered. */
function sequential(trips: readonly Trip[]): number {
  let [chain, answered] = [0, 0];
  for (const trip of [...trips].sort((a, b) => a.answered - b.answered)) {
    if (trip.sent < answered) continue;
    chain += 1;
    answered = trip.answered;
  }
  return chain;
}

async function costOf(type: OperationType, options: EventOptions) {
  world.time += 60_000;
  const before = world.tripsOf().length;
  const seen = new Set(world.tripsOf());
  await world.run(type, options);
  const trips = world.tripsOf().filter((trip) => !seen.has(trip));
  const calls: Record<string, number> = {};
  for (const { command } of trips)
    calls[command.replace('Command', '')] = (calls[command.replace('Command', '')] ?? 0) + 1;
  expect(world.tripsOf().length).toBeGreaterThan(before);
  return { sequential: sequential(trips), calls };
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
      PutItem: 2,
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
      PutItem: 2,
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
      PutItem: 2,
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

test('a delete that puts the connection back: six', async () => {
  await world.run('Create');
  expect(await costOf('Delete', {})).toEqual({
    sequential: 6,
    calls: {
      GetItem: 1,
      DescribeStackResource: 1,
      DescribeHostedConnections: 3,
      DescribeLags: 1,
      DescribeInterconnects: 1,
      PutItem: 2,
      AssociateHostedConnection: 1,
    },
  });
});
