import { refused, serverError } from '../../../simulator';
import { EventOptions, World, onto } from '../world';
import { CONNECTION, HOME, LAG_A, LAG_B, LAG_C, LOGICAL_ID, OTHER_STACK_ID, STACK_ID } from '../world';

/** An association whose connection another has taken takes it back by an update, and is rolled back to before its create. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const OTHER: EventOptions = {
  stackId: OTHER_STACK_ID,
  properties: { parentConnectionId: LAG_B, takeOver: 'true' },
};

const BACK: EventOptions = { properties: { parentConnectionId: LAG_C, takeOver: 'true' } };

/** Operations that have nothing to do with each other. */
async function later(type: 'Create' | 'Update', options?: EventOptions): Promise<string | undefined> {
  world.time += 300_000;
  await world.run(type, options);
  return world.physicalId;
}

async function createAndLose(options = OTHER): Promise<string | undefined> {
  await world.run('Create');
  return later('Create', options);
}

async function rollBack(options = BACK): Promise<void> {
  world.time += 300_000;
  world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await world.run('Delete', options);
}

function refuseNext(): void {
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('no') });
}

function expectHome(): void {
  expect(world.parent()).toBe(HOME);
  expect(world.claim()).toMatchObject({ phase: 'released' });
}

describe('gives it back to the one that had it', () => {
  async function expectGivenBack(physicalId: string | undefined): Promise<void> {
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({
      owner: { stackId: OTHER_STACK_ID, logicalResourceId: LOGICAL_ID },
      operation: { requestId: 'create-2' },
      phase: 'settled',
      movedTo: [LAG_A, LAG_B],
    });
    await world.run('Delete', { ...OTHER, physicalId });
    expectHome();
  }

  test('as a create does', async () => {
    const physicalId = await createAndLose();
    await later('Update', BACK);
    expect(world.claim()).toMatchObject({ before: { requestId: 'create-1', hasSucceeded: true } });
    await rollBack();
    await expectGivenBack(physicalId);
  });

  test('on the parent where that has put it last', async () => {
    const physicalId = await createAndLose();
    await later('Update', { ...OTHER, properties: { parentConnectionId: HOME }, physicalId });
    await later('Update', BACK);
    await rollBack();
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'settled', movedTo: [LAG_A, LAG_B, HOME] });
  });

  test('also where the update had to wait before it took it', async () => {
    const physicalId = await createAndLose();
    world.time += 300_000;
    const update = world.begin('Update', BACK);
    const operation = 'DescribeHostedConnections';
    const trap = world.simulator.arm({ operation, fault: serverError(), times: 100 });
    await world.poll(update);
    expect(world.claim()).toMatchObject({ operation: { requestId: 'update-3' }, phase: 'claimed' });
    trap.disarm();
    await world.finish(update);
    await rollBack();
    await expectGivenBack(physicalId);
  });
});

describe('goes to where its own create has found the connection', () => {
  test('where the other one is undone before it, in the same stack', async () => {
    const renamed = { ...OTHER, stackId: STACK_ID, logicalId: 'Renamed' };
    const physicalId = await createAndLose(renamed);
    await later('Update', BACK);
    await rollBack({ ...renamed, physicalId });
    await rollBack();
    expectHome();
  });

  test('where the other one, which declares an origin, has been deleted since', async () => {
    const other = { ...OTHER, properties: { ...OTHER.properties, originalParentConnectionId: LAG_C } };
    const physicalId = await createAndLose(other);
    await later('Update', BACK);
    await world.run('Delete', { ...other, physicalId });
    await rollBack();
    expectHome();
  });

  test('where a delete of the other one that had failed is repeated as the same request', async () => {
    const deletion = { ...OTHER, physicalId: await createAndLose(), requestId: 'deletion' };
    world.time += 300_000;
    refuseNext();
    await expect(world.run('Delete', deletion)).rejects.toThrow('no');
    world.time += 3_600_000;
    await later('Update', BACK);
    await world.run('Delete', deletion);
    await rollBack();
    expectHome();
  });

  test.each([
    ['also without an update', false],
    ['and the update takes the place of that one', true],
  ])('where CloudFormation has forgotten the other one, %s', async (_, isUpdated) => {
    await createAndLose();
    world.forget({ stackId: OTHER_STACK_ID });
    if (isUpdated) await later('Update', onto(LAG_C));
    await rollBack(onto(LAG_C));
    expectHome();
    expect(world.claim()).toMatchObject({ owner: { stackId: STACK_ID } });
  });
});

test('where its claim was lost before the other one took it, it goes to where that one would put it', async () => {
  await world.run('Create');
  world.dynamoDb.removeItem(CONNECTION);
  const other = { ...OTHER, properties: { ...OTHER.properties, originalParentConnectionId: LAG_A } };
  const physicalId = await later('Create', other);
  await later('Update', BACK);
  await world.run('Delete', { ...other, physicalId });
  await rollBack();
  expect(world.parent()).toBe(LAG_A);
});

test('what an update has found that took the connection is not what an earlier try of the next create has', async () => {
  await world.run('Create', { stackId: OTHER_STACK_ID });
  world.time += 300_000;
  refuseNext();
  await expect(
    world.run('Update', { properties: { parentConnectionId: LAG_B, takeOver: 'true' } }),
  ).rejects.toThrow('no');
  // It was retained, and is declared anew.
  world.forget();
  world.time += 3_600_000;
  await world.poll(world.begin('Create', onto(LAG_C)));
  world.time += 5_000;
  await world.run('Delete', { ...onto(LAG_C), physicalId: 'invented-by-cloudformation' });
  expect(world.parent()).toBe(LAG_A);
});

test('a create of that name is an heir: a delete goes where the other one would have gone', async () => {
  const other = { ...OTHER, properties: { ...OTHER.properties, originalParentConnectionId: LAG_C } };
  await createAndLose(other);
  await world.run('Delete');
  await later('Create', BACK);
  expect(world.claim()).toMatchObject({ foundOn: HOME, originalParentConnectionId: LAG_C });
});
