import { MISSING_SECONDS, RELEASED_FOR_SECONDS } from '../../../lib/timing';
import { serverError, throttled } from '../../../simulator';
import { CONNECTION, HOME, LAG_A, LAG_B, LOGICAL_ID, OTHER_STACK_ID, STACK_ID, VLAN, World } from '../world';

/** What is written of an operation that waits, and of one that has ended. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const OWNER = { stackId: STACK_ID, logicalResourceId: LOGICAL_ID };
const SUCCESSOR = { stackId: OTHER_STACK_ID, logicalResourceId: 'Successor' };

const taking = {
  stackId: OTHER_STACK_ID,
  logicalId: 'Successor',
  properties: { parentConnectionId: LAG_B, takeOver: 'true' },
} as const;

const failLists = () =>
  world.simulator.arm({ operation: 'DescribeHostedConnections', fault: serverError(), times: 1_000 });

/** A resource whose operations have ended a while ago. */
async function create(): Promise<void> {
  await world.run('Create');
  world.time += 600_000;
}

describe('an operation that waits', () => {
  test.each(['Create', 'Update', 'Delete'] as const)('%s: says when it gives up', async (type) => {
    if (type !== 'Create') await create();
    world.simulator.setState(CONNECTION, type === 'Delete' ? 'deleting' : 'down');
    const properties = { waitForAvailable: 'true', timeoutSeconds: '900' } as const;
    const event = world.begin(type, { properties });
    const deadline = world.time + 900_000;
    world.time += 2_000;
    expect(await world.poll(event)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ operation: { type }, phase: 'claimed', deadline });
  });

  test.each<[string, (simulator: World['simulator']) => void]>([
    [
      'its call was throttled',
      (simulator) => simulator.arm({ operation: 'AssociateHostedConnection', fault: throttled() }),
    ],
    [
      'its VLAN is in use',
      (simulator) => simulator.addHostedConnection(HOME, { connectionId: 'dxcon-cc000001', vlan: VLAN }),
    ],
  ])('says when it gives up also where %s', async (_, arrange) => {
    await create();
    arrange(world.simulator);
    const deletion = world.begin('Delete');
    const deadline = world.time + 1_800_000;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.associateCalls()).toBe(2);
    expect(world.claim()).toMatchObject({ operation: { type: 'Delete' }, phase: 'claimed', deadline });
  });

  test('notes that it does also where CloudFormation says what is no evidence, once it has its place', async () => {
    await create();
    world.simulator.setState(CONNECTION, 'deleting');
    const deletion = world.begin('Delete');
    await world.poll(deletion);
    world.status(deletion, 'UPDATE_COMPLETE');
    failLists();
    world.time += 60_000;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({
      waiting: [{ reason: expect.stringContaining('Internal server error') }],
    });
  });

  test('and is an update, says that the create before it has succeeded', async () => {
    await create();
    failLists();
    await world.poll(world.begin('Update'));
    expect(world.claim()).toMatchObject({ operation: { type: 'Update' }, before: { hasSucceeded: true } });
  });
});

describe('a create that takes over from one that is gone', () => {
  const heir = { logicalId: 'Heir' };

  beforeEach(async () => {
    await create();
    world.forget();
  });

  test('writes nothing while no list can be read', async () => {
    const before = world.claim();
    failLists();
    expect(await world.poll(world.begin('Create', heir))).toEqual({ complete: false });
    expect(world.claim()).toEqual(before);
  });

  test('fails when the connection has been listed nowhere for four minutes', async () => {
    world.simulator.remove(CONNECTION);
    const event = world.begin('Create', heir);
    const began = world.time;
    await expect(world.finish(event)).rejects.toThrow('none of the 5 there has it');
    expect(world.time - began).toBe(MISSING_SECONDS * 1000);
    expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled' });
  });
});

describe('a delete that CloudFormation does not seem to wait for', () => {
  test('notes once what it undoes', async () => {
    await world.run('Create');
    const deletion = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
    world.status(deletion, 'UPDATE_COMPLETE');
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, { status: 'CREATE_FAILED' });
    world.time += 61_000;
    await world.poll(deletion);
    const noted = world.claim();
    expect(noted).toMatchObject({ undoneAs: 'invented-by-cloudformation', operation: { type: 'Create' } });
    world.time += 5_000;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toEqual(noted);
  });

  test('notes nothing where it undoes nothing', async () => {
    await create();
    const before = world.claim();
    const deletion = world.begin('Delete');
    world.status(deletion, 'UPDATE_COMPLETE');
    world.time += 61_000;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toEqual(before);
  });
});

test('a released claim is kept for a week', async () => {
  await create();
  await world.run('Delete');
  expect(world.claim()).toMatchObject({ expiresAt: world.time / 1000 + RELEASED_FOR_SECONDS });
});

test('of a delete that leaves the connection to another its owner’s newest operation is remembered, and no other', async () => {
  await create();
  await world.run('Create', taking);
  await world.run('Delete');
  expect(world.claim()).toMatchObject({
    owner: SUCCESSOR,
    formerOperations: [{ owner: OWNER, operation: { type: 'Delete' } }],
  });
});

test('of a take-over that is undone the newest operation is remembered, and no other', async () => {
  await create();
  await world.run('Create', taking);
  world.cloudFormation.setStack(OTHER_STACK_ID, 'ROLLBACK_IN_PROGRESS');
  await world.run('Delete', taking);
  expect(world.parent()).toBe(LAG_A);
  expect(world.claim()).toMatchObject({
    owner: OWNER,
    formerOperations: [{ owner: SUCCESSOR, operation: { type: 'Delete' } }],
  });
});
