import { refused } from '../../../simulator';
import { CONNECTION, EventOptions, HOME, LAG_A, LAG_B, LAG_C, LOGICAL_ID, World, onto } from '../world';
import { OTHER_STACK_ID, PHYSICAL_ID, STACK_ID } from '../world';

/**
 * CloudFormation leaves a create as it failed, or gives it up, and deletes it when another of that name is complete: its
 * delete finds the connection with that one, or with whoever has taken it from that.
 */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const OWNER = { stackId: STACK_ID, logicalResourceId: LOGICAL_ID };
const MADE_UP = 'invented-for-the-first';
const FIRST = `${CONNECTION}/not-created/create-1`;
const REFUSAL = { operation: 'AssociateHostedConnection', fault: refused('no') } as const;

/** Takes the connection over. */
const other = {
  stackId: OTHER_STACK_ID,
  logicalId: 'Other',
  properties: { parentConnectionId: LAG_B, takeOver: 'true' },
} as const;

/** The delete of the first create, once CloudFormation says what it knows of the place. */
async function deleteFirst(physicalId: string, told = { status: 'CREATE_COMPLETE' }): Promise<void> {
  const first = world.begin('Delete', { physicalId });
  world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, { ...told, physicalId: PHYSICAL_ID });
  world.time += 61_000;
  expect(await world.poll(first)).toEqual({ complete: true });
}

/** An operation that ends well, a while after what was before. */
async function later(type: 'Create' | 'Update', options: EventOptions = {}): Promise<string | undefined> {
  world.time += 120_000;
  await world.run(type, options);
  return world.physicalId;
}

/** The stack of the one that has taken the connection is rolled back. */
async function undoOther(physicalId: string | undefined): Promise<void> {
  world.cloudFormation.setStack(OTHER_STACK_ID, 'ROLLBACK_IN_PROGRESS');
  await world.run('Delete', { ...other, physicalId });
}

describe('the delete of a create, while another association has the connection, is not that of the create after it', () => {
  test.each([
    ['of a made-up id, that had asked for something else', MADE_UP, { originalParentConnectionId: LAG_C }],
    ['of a made-up id, that had asked for the same', MADE_UP, {}],
    ['that had been refused', FIRST, {}],
  ])('%s', async (_, physicalId, properties) => {
    await world.run('Create');
    await later('Create', { properties });
    const taken = await later('Create', other);
    await deleteFirst(physicalId);
    await undoOther(taken);
    expect(world.parent()).toBe(LAG_A);
    const before = { requestId: 'create-2', parentConnectionId: HOME };
    expect(world.claim()).toMatchObject({ owner: OWNER, operation: { requestId: 'create-2' }, before });
    expect(world.claim()).not.toHaveProperty('before.claim');
  });

  test('also where CloudFormation says that the update of that one has failed', async () => {
    await world.run('Create');
    await later('Create');
    const taken = await later('Create', other);
    await deleteFirst(MADE_UP, { status: 'UPDATE_FAILED' });
    await undoOther(taken);
    expect(world.claim()).toMatchObject({ owner: OWNER, operation: { requestId: 'create-2' } });
  });

  test('also where that one had taken the connection back by an update', async () => {
    await world.run('Create');
    await later('Create');
    await later('Create', other);
    await later('Update', { properties: { parentConnectionId: LAG_C, takeOver: 'true' } });
    const taken = await later('Create', { ...other, logicalId: 'Third' });
    await deleteFirst(MADE_UP);
    world.cloudFormation.setStack(OTHER_STACK_ID, 'ROLLBACK_IN_PROGRESS');
    await world.run('Delete', { ...other, logicalId: 'Third', physicalId: taken });
    expect(world.claim()).toMatchObject({ owner: OWNER, operation: { type: 'Update' } });
  });

  test.each(['after', 'before'])(
    'whose own delete brings it home, come %s the other has it',
    async (when) => {
      await world.run('Create');
      await later('Create');
      if (when === 'before') await deleteFirst(FIRST);
      await later('Create', other);
      if (when === 'after') await deleteFirst(FIRST);
      world.forget({ stackId: OTHER_STACK_ID, logicalId: 'Other' });
      world.time += 300_000;
      await world.run('Delete');
      expect(world.parent()).toBe(HOME);
      expect(world.claim()).toMatchObject({ phase: 'released' });
    },
  );

  test('nor does it take the place of what a rollback wants meanwhile', async () => {
    await world.run('Create', onto(LAG_C));
    await later('Create');
    await later('Update', onto(LAG_B));
    const renamed: EventOptions = { logicalId: 'Renamed', properties: other.properties };
    const physicalId = await later('Create', renamed);
    const rollback = world.begin('Update');
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    await world.finish(rollback);
    await deleteFirst(FIRST);
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await world.run('Delete', { ...renamed, physicalId });
    expect(world.parent()).toBe(LAG_A);
  });
});

describe('the delete of the very create that had the connection', () => {
  /** Another takes the connection over, the delete finds it there, and then the other one is undone. */
  async function expectDeleted(): Promise<void> {
    const taken = await later('Create', other);
    await world.run('Delete', { physicalId: MADE_UP });
    world.forget();
    await undoOther(taken);
    expect(world.claim()).toMatchObject({ phase: 'released' });
    expect(world.parent()).toBe(HOME);
  }

  test('is one also after a first try of that delete, which was refused', async () => {
    await world.poll(world.begin('Create'));
    world.time += 60_000;
    world.simulator.arm(REFUSAL);
    await expect(world.run('Delete', { physicalId: MADE_UP })).rejects.toThrow('no');
    world.time += 2_000_000;
    await expectDeleted();
  });

  test('is one also after that of an earlier try', async () => {
    world.simulator.arm(REFUSAL);
    await expect(world.run('Create')).rejects.toThrow('no');
    await later('Create');
    await world.run('Delete', { physicalId: FIRST });
    await expectDeleted();
  });
});

test('the delete of a create, while the one after it has the connection, asks CloudFormation nothing', async () => {
  await world.run('Create');
  await later('Create', onto(LAG_B));
  await later('Update', onto(LAG_C));
  world.time += 60_000;
  const first = world.begin('Delete', { physicalId: MADE_UP });
  world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, {
    status: 'UPDATE_COMPLETE',
    physicalId: PHYSICAL_ID,
  });
  expect(await world.poll(first)).toEqual({ complete: true });
});

describe('one that takes over from another of its stack, and is undone after that has been rolled back,', () => {
  const renamed: EventOptions = { logicalId: 'Renamed', properties: other.properties };

  async function rollBackAndUndo(): Promise<string> {
    await world.run('Create', { properties: { originalParentConnectionId: LAG_C } });
    await later('Update', onto(LAG_B));
    const physicalId = await later('Create', renamed);
    const rollback = world.begin('Update', { properties: { originalParentConnectionId: LAG_C } });
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    expect(await world.finish(rollback)).toMatchObject({ parentConnectionId: LAG_B });
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await world.run('Delete', { ...renamed, physicalId });
    return rollback.RequestId;
  }

  test('goes to where that one is to be', async () => {
    const requestId = await rollBackAndUndo();
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({
      owner: OWNER,
      operation: { requestId },
      phase: 'settled',
      movedTo: [LAG_B, LAG_A],
      originalParentConnectionId: LAG_C,
    });
  });

  test('whose create then has succeeded: no delete of a try undoes it', async () => {
    await rollBackAndUndo();
    const first = world.begin('Delete', { physicalId: MADE_UP });
    world.cloudFormation.forget(STACK_ID, LOGICAL_ID);
    world.time += 61_000;
    expect(await world.poll(first)).toEqual({ complete: true });
    expect(world.parent()).toBe(LAG_A);
  });

  test('is asked once to remember that', async () => {
    await world.run('Create');
    await later('Create', renamed);
    const rollback = world.begin('Update');
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    world.time += 60_000;
    expect((await world.poll(rollback)).complete).toBe(true);
    const noted = world.claim();
    expect(noted).toMatchObject({ formerOperations: [{ operation: { requestId: rollback.RequestId } }] });
    expect((await world.poll(rollback)).complete).toBe(true);
    expect(world.claim()).toEqual(noted);
  });
});

test('an update that takes the connection back goes by what its own association had known of where it came from', async () => {
  await world.run('Create');
  await later('Create', {
    logicalId: 'Renamed',
    properties: { ...other.properties, originalParentConnectionId: LAG_C },
  });
  const rollback = { properties: { takeOver: 'true' } } as const;
  await later('Update', rollback);
  expect(world.claim()).toMatchObject({ owner: OWNER, originalParentConnectionId: HOME });
  await world.run('Delete', rollback);
  expect(world.parent()).toBe(HOME);
});
