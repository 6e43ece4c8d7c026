import { serverError } from '../../../simulator';
import { World, onto } from '../world';
import {
  CONNECTION,
  HOME,
  LAG_A,
  LAG_B,
  LAG_C,
  LOGICAL_ID,
  OTHER_INTERCONNECT,
  PHYSICAL_ID,
  STACK_ID,
} from '../world';

/** Row 17: the table is lost, or an item of it. CloudFormation still knows where the connection was found. */
let world: World;

beforeEach(async () => {
  world = await World.start();
  await world.run('Create');
  world.time += 60_000;
  world.dynamoDb.removeItem(CONNECTION);
});

afterEach(async () => {
  await world.stop();
});

const THIRD = `${CONNECTION} has no claim any more, and is on ${LAG_C}, where nothing says that this association has put it, so it is not moved. to leave it there, delete its stack with this resource retained, if that is being deleted (delete-stack --retain-resources ${LOGICAL_ID})`;

describe('row 17: a delete', () => {
  test('brings the connection home', async () => {
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released', operation: { type: 'Delete' } });
  });

  test('brings it to a declared origin first', async () => {
    await world.run('Delete', { properties: { originalParentConnectionId: OTHER_INTERCONNECT } });
    expect(world.parent()).toBe(OTHER_INTERCONNECT);
  });

  test('believes the physical id, not the properties', async () => {
    await world.run('Delete', { properties: { connectionId: 'dxcon-bb000001' } });
    expect(world.parent()).toBe(HOME);
    expect(world.simulator.parentOf('dxcon-bb000001')).toBe(LAG_B);
  });

  test('has nothing to move where it is home already', async () => {
    world.simulator.moveByHand(CONNECTION, HOME);
    await world.run('Delete');
    expect(world.associateCalls()).toBe(1);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('does not believe a list that may be from before the move: nothing says when that was', async () => {
    await world.stop();
    world = await World.start({ readLagMs: 60_000, lateness: [0, 1] });
    await world.run('Create');
    world.dynamoDb.removeItem(CONNECTION);
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
  });

  test('fails where it is on a third parent, and says the ways out', async () => {
    world.simulator.moveByHand(CONNECTION, LAG_C);
    await expect(world.run('Delete')).rejects.toThrow(THIRD);
    expect(world.parent()).toBe(LAG_C);
  });

  test('fails there also after it had to wait, and when it is repeated', async () => {
    world.simulator.moveByHand(CONNECTION, LAG_C);
    world.simulator.arm({ operation: 'DescribeHostedConnections', times: 3, fault: serverError() });
    await expect(world.run('Delete')).rejects.toThrow(THIRD);
    world.time += 60_000;
    await expect(world.run('Delete')).rejects.toThrow(THIRD);
    expect(world.parent()).toBe(LAG_C);
  });

  test('brings it home after it had to wait', async () => {
    world.simulator.arm({ operation: 'DescribeHostedConnections', times: 3, fault: serverError() });
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
  });

  test('of a connection that is gone succeeds, after minutes', async () => {
    world.simulator.remove(CONNECTION);
    const started = world.time;
    await world.run('Delete');
    expect(world.time - started).toBeGreaterThanOrEqual(120_000);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('fails where home is gone, and says how to leave it there', async () => {
    world.simulator.removeParent(HOME);
    await expect(world.run('Delete')).rejects.toThrow(
      /does not exist any more.*delete-stack --retain-resources/,
    );
  });

  test('of a resource whose claim another has released goes by the physical id', async () => {
    world.simulator.moveByHand(CONNECTION, HOME);
    await world.run('Create', { ...onto(LAG_B), logicalId: 'Successor' });
    await world.run('Delete', { ...onto(LAG_B), logicalId: 'Successor', physicalId: PHYSICAL_ID });
    world.simulator.moveByHand(CONNECTION, LAG_A);
    world.time += 60_000;
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
  });
});

describe('row 17: an update', () => {
  test('of a connection that is on its parent writes the claim anew', async () => {
    expect(await world.run('Update')).toMatchObject({
      parentConnectionId: LAG_A,
      originalParentConnectionId: HOME,
    });
    expect(world.claim()).toMatchObject({
      owner: { stackId: STACK_ID, logicalResourceId: LOGICAL_ID },
      phase: 'settled',
      foundOn: HOME,
      originalParentConnectionId: HOME,
      movedTo: [LAG_A],
    });
    expect(world.associateCalls()).toBe(1);
  });

  test.each([
    ['the parent before', LAG_A],
    ['where somebody has put it', LAG_C],
  ])('moves it from %s, and the delete brings it home', async (_, parentId) => {
    world.simulator.moveByHand(CONNECTION, parentId);
    await world.run('Update', onto(LAG_B));
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({ foundOn: HOME, movedTo: [LAG_A, LAG_B] });
    await world.run('Delete', onto(LAG_B));
    expect(world.parent()).toBe(HOME);
  });

  test('with an originalParent remembers both', async () => {
    await world.run('Update', { properties: { originalParentConnectionId: LAG_C } });
    expect(world.claim()).toMatchObject({ foundOn: HOME, originalParentConnectionId: LAG_C });
  });

  test('that had to wait leaves a claim that still does not know a third parent', async () => {
    world.simulator.moveByHand(CONNECTION, LAG_C);
    world.simulator.arm({ operation: 'DescribeHostedConnections', times: 5, fault: serverError() });
    expect(await world.poll(world.begin('Update', onto(LAG_B)))).toEqual({ complete: false });
    world.time += 60_000;
    await expect(world.run('Delete')).rejects.toThrow(THIRD);
  });

  test('of a resource whose delete has released the claim, and whose answer was lost, goes by the physical id', async () => {
    await world.run('Delete');
    world.time += 600_000;
    await world.run('Update', onto(LAG_B));
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({ phase: 'settled', foundOn: HOME, movedTo: [LAG_A, LAG_B] });
  });

  test('of a connection that is gone fails, after minutes', async () => {
    world.simulator.remove(CONNECTION);
    const started = world.time;
    await expect(world.run('Update', onto(LAG_B))).rejects.toThrow('is on no interconnect or LAG');
    expect(world.time - started).toBeLessThan(500_000);
  });
});

test('what an update has written is left alone by the delete of a create after it that was refused', async () => {
  await world.run('Update');
  const written = world.memory();
  world.time += 60_000;
  const create = world.begin('Create', onto('dxlag-00000000'));
  await expect(world.finish(create)).rejects.toThrow('cannot be moved to dxlag-00000000');
  await world.run('Delete', { physicalId: create.PhysicalResourceId });
  expect(world.memory()).toEqual(written);
  expect(world.rows().at(-1)).toBe(15);
});

test('a create after it makes a claim of its own', async () => {
  await world.run('Create', onto(LAG_B));
  expect(world.claim()).toMatchObject({ foundOn: LAG_A, originalParentConnectionId: LAG_A });
});
