import { CLAIMS_TABLE_TYPE, PREFLIGHT_TYPE } from '../../lib/contract';
import { LAST_WRITE_SECONDS, POLL_SECONDS } from '../../lib/timing';
import { IsCompleteEvent } from '../../lambda/cloudformation/event';
import { CONNECTION, LAG_A, LAG_B, OperationType, World, onto, STACK_ID } from './world';

/* A poll ends by itself: a function that times out has failed its operation, and nobody polls again. */

interface Limit {
  readonly signal: AbortSignal;
  readonly seconds: number;
  readonly end: () => void;
}

let limits: Limit[];
let world: World;

beforeEach(async () => {
  limits = [];
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController();
    limits.push({ signal: controller.signal, seconds: ms / 1000, end: () => controller.abort() });
    return controller.signal;
  });
  world = await World.start();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await world.stop();
});

const PREFLIGHT = 'Preflight';

function preflight(type: OperationType): IsCompleteEvent {
  const event = world.event(type, { logicalId: PREFLIGHT, physicalId: PREFLIGHT });
  const targets = [{ parentConnectionId: LAG_A, connectionIds: [CONNECTION] }];
  const ResourceProperties = { ...event.ResourceProperties, targets };
  return world.deliver({ ...event, ResourceProperties, ResourceType: PREFLIGHT_TYPE });
}

test('every call of every operation ends with its poll, and what is noted at its end soon after', async () => {
  const seconds: Record<string, Set<number | undefined>> = {};
  world.onCall = (command, signal) => {
    const limit = limits.find((each) => each.signal === signal);
    (seconds[command] ??= new Set()).add(limit?.seconds);
  };
  await world.finish(preflight('Create'));
  const update = preflight('Update');
  // Until then what CloudFormation says of the stack is not asked.
  world.time += 60_000;
  const awaited = { status: 'UPDATE_IN_PROGRESS', physicalId: PREFLIGHT };
  world.cloudFormation.setResource(STACK_ID, PREFLIGHT, awaited);
  await world.finish(update);
  await world.run('Create', { properties: { migration: PREFLIGHT } });
  await world.run('Update', onto(LAG_B));
  await world.run('Delete');
  await world.finish(preflight('Delete'));
  await world.finish(world.deliver({ ...world.event('Delete'), ResourceType: CLAIMS_TABLE_TYPE }));
  expect(seconds).toEqual({
    DescribeHostedConnectionsCommand: new Set([POLL_SECONDS]),
    DescribeLagsCommand: new Set([POLL_SECONDS]),
    DescribeInterconnectsCommand: new Set([POLL_SECONDS]),
    AssociateHostedConnectionCommand: new Set([POLL_SECONDS]),
    DescribeStackResourceCommand: new Set([POLL_SECONDS]),
    DescribeStacksCommand: new Set([POLL_SECONDS]),
    // What an earlier poll has noted is read within the limit that it was written in.
    GetItemCommand: new Set([POLL_SECONDS, LAST_WRITE_SECONDS]),
    PutItemCommand: new Set([POLL_SECONDS]),
    UpdateItemCommand: new Set([POLL_SECONDS]),
    DeleteItemCommand: new Set([POLL_SECONDS]),
    ScanCommand: new Set([POLL_SECONDS]),
    DeleteTableCommand: new Set([POLL_SECONDS]),
  });
});

/** While a create searches, the limits that end after so many seconds or less are over. */
async function pollUntil(seconds: number): Promise<void> {
  const create = world.begin('Create');
  let lists = 0;
  world.onCall = (command) => {
    lists += command === 'DescribeHostedConnectionsCommand' ? 1 : 0;
    if (lists > 1) limits.filter((each) => each.seconds <= seconds).forEach(({ end }) => end());
  };
  expect(await world.poll(create)).toEqual({ complete: false });
  expect(world.decisions.at(-1)?.decision).toBe(
    'not complete yet: a call was not answered in the 20 seconds of a poll',
  );
}

test('a poll that is over in the middle of a search notes what it has read, and is not complete yet', async () => {
  await pollUntil(POLL_SECONDS);
  expect(world.dynamoDb.keys).toEqual([`search/${CONNECTION}`]);
});

test('one that can note nothing more ends all the same', async () => {
  await pollUntil(LAST_WRITE_SECONDS);
  expect(world.dynamoDb.keys).toEqual([]);
});
