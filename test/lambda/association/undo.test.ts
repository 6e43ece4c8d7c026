import { accessDenied, refused, serverError } from '../../../simulator';
import { EventOptions, World, onto } from '../world';
import { CONNECTION, HOME, LAG_A, LAG_B, LAG_C, LOGICAL_ID, VLAN } from '../world';
import { OTHER_STACK_ID, PHYSICAL_ID, STACK_ID } from '../world';

/** A delete that undoes a create: whatever the create has found is there again. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const OWNER = { stackId: STACK_ID, logicalResourceId: LOGICAL_ID };

const REFUSED = {
  operation: 'AssociateHostedConnection',
  fault: refused('no'),
} as const;

/** A create that fails, and then its delete. */
async function failAndUndo(options: EventOptions): Promise<void> {
  world.time += 1_000;
  const create = world.begin('Create', options);
  await expect(world.finish(create)).rejects.toThrow(CONNECTION);
  await world.run('Delete', { ...options, physicalId: create.PhysicalResourceId });
}

/** A create that succeeds in a stack that is then rolled back. */
async function succeedAndRollBack(options: EventOptions, status = 'ROLLBACK_IN_PROGRESS'): Promise<void> {
  await world.run('Create', options);
  world.cloudFormation.setStack(options.stackId ?? STACK_ID, status);
  await world.run('Delete', { ...options, physicalId: world.physicalId });
}

test('the physical id of a create names its request', () => {
  const create = world.begin('Create', { requestId: '5f2b0e10-0000-11f0-8000-0242ac120003' });
  expect(create.PhysicalResourceId).toBe(`${CONNECTION}/not-created/5f2b0e10-0000-11f0-8000-0242ac120003`);
});

describe('a take-over that is undone', () => {
  const successor: EventOptions = {
    stackId: OTHER_STACK_ID,
    logicalId: 'Successor',
    properties: { parentConnectionId: LAG_B, takeOver: 'true' },
  };

  beforeEach(async () => {
    await world.run('Create', { properties: { originalParentConnectionId: LAG_C } });
    world.time += 120_000;
  });

  function expectGivenBack(): void {
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({
      owner: OWNER,
      operation: { requestId: 'create-1' },
      phase: 'settled',
      foundOn: HOME,
      originalParentConnectionId: LAG_C,
      fallbackParentConnectionId: HOME,
      movedTo: [LAG_A],
      before: { requestId: 'create-1', parentConnectionId: HOME },
    });
    expect(world.claim()).not.toHaveProperty('isUndone');
  }

  test('before it has moved anything', async () => {
    world.simulator.arm(REFUSED);
    await failAndUndo(successor);
    expectGivenBack();
    expect(world.associateCalls()).toBe(2);
  });

  test('after it has moved the connection', async () => {
    world.simulator.setState(CONNECTION, 'down');
    const properties = { ...successor.properties, waitForAvailable: 'true', timeoutSeconds: '60' };
    await failAndUndo({ ...successor, properties });
    expectGivenBack();
    expect(world.associateCalls()).toBe(3);
  });

  test('after it has succeeded, by the rollback of its stack', async () => {
    await succeedAndRollBack(successor);
    expectGivenBack();
  });

  test('after it was cancelled, whatever CloudFormation calls it', async () => {
    await world.poll(world.begin('Create', successor));
    world.time += 1_000;
    await world.run('Delete', { ...successor, physicalId: 'invented-by-cloudformation' });
    expectGivenBack();
  });

  test('after which the former owner goes on as if nothing had been', async () => {
    await succeedAndRollBack(successor);
    world.time += 60_000;
    const properties = { parentConnectionId: LAG_B, originalParentConnectionId: LAG_C };
    await world.run('Update', { properties });
    world.time += 60_000;
    await world.run('Delete', { properties });
    expect(world.parent()).toBe(LAG_C);
    expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'released' });
  });

  test('after which its waiter does nothing any more', async () => {
    const create = world.begin('Create', successor);
    await world.poll(create);
    world.time += 1_000;
    await world.run('Delete', { ...successor, physicalId: create.PhysicalResourceId });
    expectGivenBack();
    world.time += 60_000;
    await expect(world.poll(create)).rejects.toThrow('superseded by a later Delete');
    expectGivenBack();
  });

  test('after which a repeated delete does nothing any more', async () => {
    await succeedAndRollBack(successor);
    world.time += 60_000;
    await world.run('Delete', { ...successor, physicalId: PHYSICAL_ID });
    expectGivenBack();
  });

  test('after which a repeated delete does nothing either when the former owner is gone', async () => {
    await succeedAndRollBack(successor);
    world.forget();
    world.time += 120_000;
    await world.run('Delete', { ...successor, physicalId: PHYSICAL_ID });
    expectGivenBack();
  });

  test('after more than a week and an update, by the rollback of its stack', async () => {
    await world.run('Create', successor);
    world.time += 8 * 24 * 3_600_000;
    await world.run('Update', successor);
    expect(world.claim()).toMatchObject({ formerOperations: [] });
    world.cloudFormation.setStack(OTHER_STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    world.time += 60_000;
    await world.run('Delete', successor);
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled' });
  });

  test('is none where the delete is of a try before, and what it has found stays remembered', async () => {
    await world.run('Create', successor);
    const taken = world.claim();
    const deletion = world.begin('Delete', { ...successor, physicalId: 'invented-by-cloudformation' });
    const complete = { status: 'CREATE_COMPLETE', physicalId: PHYSICAL_ID };
    world.cloudFormation.setResource(OTHER_STACK_ID, 'Successor', complete);
    world.time += 61_000;
    expect(await world.poll(deletion)).toEqual({ complete: true });
    expect(world.claim()).toEqual(taken);
  });

  test('after more than one call', async () => {
    world.simulator.arm({ operation: 'AssociateHostedConnection', fault: { kind: 'lostRequest' } });
    await succeedAndRollBack(successor);
    expectGivenBack();
  });

  test('keeps the connection where somebody has put it meanwhile, and gives the claim back', async () => {
    await world.run('Create', successor);
    world.time += 60_000;
    world.simulator.moveByHand(CONNECTION, HOME);
    world.cloudFormation.setStack(OTHER_STACK_ID, 'ROLLBACK_IN_PROGRESS');
    await world.run('Delete', { ...successor, physicalId: PHYSICAL_ID });
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({
      owner: OWNER,
      phase: 'settled',
      originalParentConnectionId: LAG_C,
    });
  });

  test('of a connection that somebody had moved on gives the claim back all the same', async () => {
    world.simulator.moveByHand(CONNECTION, HOME);
    world.simulator.moveByHand(CONNECTION, LAG_B);
    const properties = { ...successor.properties, parentConnectionId: HOME };
    world.simulator.arm(REFUSED);
    await failAndUndo({ ...successor, properties });
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled', movedTo: [LAG_A] });
  });

  test('is none where an update has followed, or the stack is not rolled back', async () => {
    await world.run('Create', successor);
    world.time += 60_000;
    await world.run('Delete', { ...successor, physicalId: PHYSICAL_ID });
    expect(world.parent()).toBe(LAG_C);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });
});

test('the claim of an adoption that was taken over is given back as well', async () => {
  await world.run('Create', onto(HOME));
  world.time += 120_000;
  const properties = { parentConnectionId: LAG_B, takeOver: 'true' };
  await succeedAndRollBack({ stackId: OTHER_STACK_ID, properties });
  expect(world.parent()).toBe(HOME);
  expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled', movedTo: [HOME] });
});

describe('a create that was cancelled before it took the claim of one that is gone', () => {
  test.each(['invented-by-cloudformation', `${CONNECTION}/not-created/create-9`])(
    'leaves that claim and the connection alone: %s',
    async (physicalId) => {
      await world.run('Create');
      world.time += 120_000;
      world.forget();
      const before = world.memory();
      await world.run('Delete', { stackId: OTHER_STACK_ID, logicalId: 'Successor', physicalId });
      expect(world.memory()).toEqual(before);
      expect(world.parent()).toBe(LAG_A);
    },
  );
});

test('a cancelled create is undone by the delete that CloudFormation acknowledges at last, hours later', async () => {
  const create = world.begin('Create');
  await world.poll(create);
  const made = { physicalId: 'invented-by-cloudformation' };
  const first = world.begin('Delete', made);
  world.status(first, 'UPDATE_COMPLETE');
  await expect(world.finish(first, 60)).rejects.toThrow('says that');
  world.time += 2 * 3_600_000;
  await world.run('Delete', made);
  expect(world.parent()).toBe(HOME);
  expect(world.claim()).toMatchObject({ phase: 'released' });
});

test('a create whose delete has come moves no more, though CloudFormation says that it waits for it', async () => {
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: { kind: 'lostRequest' } });
  const create = world.begin('Create');
  await world.poll(create);
  const deletion = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
  world.status(create, 'CREATE_IN_PROGRESS');
  world.time += 60_000;
  expect(await world.poll(deletion)).toEqual({ complete: false });
  expect(world.claim()).toMatchObject({ undoneAs: 'invented-by-cloudformation' });
  world.time += 600_000;
  await expect(world.poll(create)).rejects.toThrow('this Create was superseded by a later Delete');
  expect(world.associateCalls()).toBe(1);
});

describe('a delete that nothing has told of before, under a made-up physical id', () => {
  const made = { physicalId: 'invented-by-cloudformation' };

  test('undoes a create that has never ended, however late it comes', async () => {
    world.simulator.setState(CONNECTION, 'down');
    await world.poll(world.begin('Create', { properties: { waitForAvailable: 'true' } }));
    expect(world.parent()).toBe(LAG_A);
    world.time += 30 * 24 * 3_600_000;
    await world.run('Delete', made);
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test.each([
    [
      'undoes one whose answer was lost, after the longest time that CloudFormation waits for it',
      3_600,
      HOME,
    ],
    ['leaves one that was complete hours before, and retained: it is of a later create', 7_200, LAG_A],
  ])('%s', async (_, seconds, parentId) => {
    await world.run('Create', { properties: { timeoutSeconds: '3540' } });
    world.time += seconds * 1000;
    await world.run('Delete', made);
    expect(world.parent()).toBe(parentId);
  });
});

test.each([
  ['knows of neither', undefined],
  ['says of which type the operation is, but not of which resource', { status: 'DELETE_IN_PROGRESS' }],
])('a delete under a made-up physical id waits while CloudFormation %s', async (_, told) => {
  const create = world.begin('Create');
  await world.finish(create);
  const deletion = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
  if (told) world.cloudFormation.setResource(deletion.StackId, deletion.LogicalResourceId, told);
  else world.cloudFormation.forget(deletion.StackId, deletion.LogicalResourceId);
  expect(await world.poll(deletion)).toEqual({ complete: false });
  world.time += 59_000;
  const complete = { status: 'CREATE_COMPLETE', physicalId: `${CONNECTION}/${HOME}` };
  world.cloudFormation.setResource(deletion.StackId, deletion.LogicalResourceId, complete);
  await world.finish(deletion);
  expect(world.parent()).toBe(LAG_A);
  expect(world.claim()).toMatchObject({ phase: 'settled', operation: { type: 'Create' } });
});

test('a delete under a made-up physical id that has failed can be repeated, however late', async () => {
  await world.run('Create');
  const deletion = { physicalId: 'invented-by-cloudformation' };
  world.simulator.removeParent(HOME);
  await expect(world.run('Delete', deletion)).rejects.toThrow('cannot be put back');
  world.time += 3 * 3_600_000;
  await expect(world.run('Delete', deletion)).rejects.toThrow('cannot be put back');
  expect(world.claim()).toMatchObject({ phase: 'settled', undoneAs: 'invented-by-cloudformation' });
});

test('one that takes over from another of its stack goes, undone after that one, to where that had found it', async () => {
  const adoption = { properties: { parentConnectionId: HOME, originalParentConnectionId: LAG_B } };
  await world.run('Create', adoption);
  const renamed = {
    properties: { parentConnectionId: HOME, takeOver: 'true' },
    logicalId: 'Renamed',
  } as const;
  await world.run('Create', renamed);
  world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  const physicalId = `${CONNECTION}/${HOME}`;
  await world.run('Delete', { ...adoption, physicalId });
  await world.run('Delete', { ...renamed, physicalId });
  expect(world.associateCalls()).toBe(0);
  expect(world.claim()).toMatchObject({ phase: 'released' });
});

test('or to where that one would have put it, if nobody knows any more where it had found it', async () => {
  await world.run('Create', { properties: { originalParentConnectionId: LAG_C } });
  world.dynamoDb.removeItem(CONNECTION);
  await world.run('Update', { properties: { originalParentConnectionId: LAG_C } });
  world.time += 120_000;
  const renamed = {
    properties: { parentConnectionId: LAG_B, takeOver: 'true' },
    logicalId: 'Renamed',
  } as const;
  await world.run('Create', renamed);
  world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await world.run('Delete');
  await world.run('Delete', renamed);
  expect(world.parent()).toBe(LAG_C);
  expect(world.claim()).toMatchObject({ phase: 'released' });
});

describe('a delete of an adoption, while CloudFormation says of the stack what goes with neither', () => {
  const adoption = { properties: { parentConnectionId: HOME, originalParentConnectionId: LAG_B } };
  const says = () => world.decisions.at(-1)?.decision;

  test.each([
    ['a clean-up, right after the create', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
    ['a deployment', 'UPDATE_IN_PROGRESS'],
  ])('waits: %s', async (_, status) => {
    await world.run('Create', adoption);
    const deletion = world.begin('Delete', adoption);
    world.cloudFormation.setStack(STACK_ID, status);
    expect(await world.poll(deletion)).toEqual({ complete: false });
    // It has its place in the claim now.
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(says()).toBe(
      `not complete yet: cloudformation says that the stack is ${status}: that is neither a removal nor a rollback, so it may be from before this Delete`,
    );
  });

  test('waits for the whole of nested stacks, and names each', async () => {
    await world.run('Create', adoption);
    const deletion = world.begin('Delete', adoption);
    world.cloudFormation.setStack(STACK_ID, 'DELETE_IN_PROGRESS');
    world.cloudFormation.nest(STACK_ID, OTHER_STACK_ID);
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(says()).toContain('the stack is DELETE_IN_PROGRESS in one that is UPDATE_IN_PROGRESS: ');
  });

  test('goes on in a clean-up a minute after the create, which that is not of', async () => {
    await world.run('Create', adoption);
    world.time += 60_000;
    const deletion = world.begin('Delete', adoption);
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    expect(await world.poll(deletion)).toEqual({ complete: true });
    expect(world.parent()).toBe(LAG_B);
  });

  test.each([1, 2])('goes on in a clean-up right after an update, or %d', async (updates) => {
    await world.run('Create', adoption);
    world.time += 60_000;
    for (let count = 0; count < updates; count += 1) await world.run('Update', adoption);
    const deletion = world.begin('Delete', adoption);
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    expect(await world.poll(deletion)).toEqual({ complete: true });
    expect(world.parent()).toBe(LAG_B);
  });

  test('goes on in a clean-up after the undoing of another, which has brought back an updated one', async () => {
    await world.run('Create', adoption);
    await world.run('Update', adoption);
    world.time += 120_000;
    const physicalId = world.physicalId;
    const other = { stackId: OTHER_STACK_ID, properties: { parentConnectionId: LAG_B, takeOver: 'true' } };
    await succeedAndRollBack(other);
    expect(world.claim()).not.toHaveProperty('endedBefore');
    const deletion = world.begin('Delete', { ...adoption, physicalId });
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    expect(await world.poll(deletion)).toEqual({ complete: true });
    expect(world.parent()).toBe(LAG_B);
  });

  test('does not wait where an emulator stands in for CloudFormation', async () => {
    await world.stop();
    world = await World.start({ isEmulated: true });
    await world.run('Create', adoption);
    const deletion = world.begin('Delete', adoption);
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_IN_PROGRESS');
    expect(await world.poll(deletion)).toEqual({ complete: true });
    expect(world.parent()).toBe(LAG_B);
  });
});

test.each([
  ['in its own stack, is where that had found it', STACK_ID, HOME],
  ['in another stack, is where that would have put it', OTHER_STACK_ID, LAG_C],
])('home of a take-over that is undone after the delete of the one before, %s', async (_, stackId, home) => {
  const first = { properties: { originalParentConnectionId: LAG_C } };
  await world.run('Create', first);
  world.time += 120_000;
  const taking = {
    stackId,
    logicalId: 'Successor',
    properties: { parentConnectionId: LAG_B, takeOver: 'true' },
  } as const;
  await world.run('Create', taking);
  await world.run('Delete', first);
  expect(world.parent()).toBe(LAG_B);
  world.cloudFormation.setStack(stackId, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await world.run('Delete', taking);
  expect(world.parent()).toBe(home);
  expect(world.claim()).toMatchObject({ phase: 'released' });
});

describe('a create that was tried before, and left as it failed', () => {
  const waits = (parentConnectionId: string) => ({
    properties: { parentConnectionId, waitForAvailable: 'true' },
  });

  async function tryTo(parentConnectionId: string): Promise<string> {
    const create = world.begin('Create', waits(parentConnectionId));
    await world.poll(create);
    expect(world.parent()).toBe(parentConnectionId);
    world.time += 600_000;
    return create.PhysicalResourceId ?? '';
  }

  test.each(['by its own physical id', 'by the one that CloudFormation made up for each of them'])(
    'is undone with that one: %s',
    async (how) => {
      world.simulator.setState(CONNECTION, 'down');
      const named = [await tryTo(LAG_A), await tryTo(LAG_B)];
      expect(world.claim()).toMatchObject({ before: { requestId: 'create-2', parentConnectionId: HOME } });
      const ids = how.startsWith('by its own') ? named : ['invented', 'invented'];
      for (const physicalId of ids) await world.run('Delete', { physicalId });
      expect(world.parent()).toBe(HOME);
      expect(world.claim()).toMatchObject({ phase: 'released' });
    },
  );

  test('and had ended well unheard, is undone by its own delete, after that of a later try', async () => {
    await world.run('Create');
    await world.run('Create', onto(LAG_B));
    await world.run('Delete', { physicalId: 'invented-for-the-second' });
    expect(world.parent()).toBe(LAG_A);
    await world.run('Delete', { physicalId: 'invented-for-the-second' });
    expect(world.parent()).toBe(LAG_A);
    await world.run('Delete', { physicalId: 'invented-for-the-first' });
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('and had ended well unheard, is undone with a later try if it is deleted first', async () => {
    await world.run('Create');
    await world.run('Create', onto(LAG_B));
    const first = world.begin('Delete', { physicalId: 'invented-for-the-first' });
    const complete = { status: 'CREATE_COMPLETE', physicalId: PHYSICAL_ID };
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, complete);
    world.time += 61_000;
    expect(await world.poll(first)).toEqual({ complete: true });
    expect(world.parent()).toBe(LAG_B);
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('and had ended well unheard, is undone with a later try that an update has followed, if it is deleted first', async () => {
    await world.run('Create');
    world.time += 60_000;
    await world.run('Create', onto(LAG_B));
    world.time += 60_000;
    await world.run('Update', onto(LAG_C));
    world.time += 1_000;
    await world.run('Delete', { physicalId: 'invented-for-the-first' });
    expect(world.parent()).toBe(LAG_C);
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test.each([
    ['the first', true],
    ['the second', false],
  ])(
    'and had ended well unheard, is undone with later tries, each with its physical id, of which %s is deleted first',
    async (_, isFirstFirst) => {
      const named: string[] = [];
      for (const parentId of [LAG_A, LAG_B, LAG_A]) {
        const create = world.begin('Create', onto(parentId));
        await world.finish(create);
        named.push(create.PhysicalResourceId ?? '');
      }
      const [first = '', second = '', third = ''] = named;
      const order = isFirstFirst ? [first, second, third] : [second, first, third];
      for (const physicalId of order) await world.run('Delete', { physicalId });
      expect(world.parent()).toBe(HOME);
      expect(world.claim()).toMatchObject({ phase: 'released' });
    },
  );

  test('and had ended well unheard, is undone where CloudFormation still shows the later try', async () => {
    await world.run('Create');
    await world.run('Create', onto(LAG_B));
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_A);
    const first = world.begin('Delete', { physicalId: 'invented-for-the-first' });
    const complete = { status: 'CREATE_COMPLETE', physicalId: PHYSICAL_ID };
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, complete);
    world.time += 61_000;
    expect(await world.poll(first)).toEqual({ complete: false });
    world.status(first, 'DELETE_IN_PROGRESS');
    await world.finish(first);
    expect(world.parent()).toBe(HOME);
  });

  test('and had ended well unheard, is undone by its own delete also where that of a later try had to wait', async () => {
    await world.run('Create');
    await world.run('Create', onto(LAG_B));
    world.simulator.arm({ operation: 'DescribeHostedConnections', fault: serverError(), times: 10 });
    await world.run('Delete', { physicalId: 'invented-for-the-second' });
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled' });
    await world.run('Delete', { physicalId: 'invented-for-the-first' });
    expect(world.parent()).toBe(HOME);
  });

  test('is undone by its own delete, after that of a later try that was refused', async () => {
    await world.run('Create');
    const expected = { parentConnectionId: HOME, expectedParentConnectionId: HOME };
    const later = world.begin('Create', { properties: expected });
    await expect(world.poll(later)).rejects.toThrow('is not moved from there');
    world.time += 1_000;
    await world.run('Delete', { physicalId: later.PhysicalResourceId });
    expect(world.parent()).toBe(LAG_A);
    await world.run('Delete', { physicalId: 'invented' });
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('and had ended well unheard, is not forgotten for the delete of a third that never had the connection', async () => {
    await world.run('Create');
    await world.run('Create', onto(LAG_B));
    const expected = { parentConnectionId: HOME, expectedParentConnectionId: HOME };
    const third = world.begin('Create', { properties: expected });
    await expect(world.poll(third)).rejects.toThrow('is not moved from there');
    world.time += 1_000;
    await world.run('Delete', { physicalId: third.PhysicalResourceId });
    await world.run('Delete', { physicalId: 'invented-for-the-second' });
    expect(world.parent()).toBe(LAG_A);
    await world.run('Delete', { physicalId: 'invented-for-the-first' });
    expect(world.parent()).toBe(HOME);
  });

  test('is not undone by the delete of a later try once an update has followed', async () => {
    await world.run('Create');
    world.time += 60_000;
    await world.run('Update', onto(LAG_B));
    world.time += 1_000;
    await world.run('Delete', { physicalId: 'invented' });
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({ phase: 'settled', before: { hasSucceeded: true } });
  });

  test('nor by that which comes after a delete of its own that failed', async () => {
    await world.run('Create');
    world.time += 600_000;
    world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-cc000001', vlan: VLAN });
    const soon = { properties: { timeoutSeconds: '900' } };
    await expect(world.run('Delete', soon)).rejects.toThrow('vlan 101 is in use');
    world.simulator.remove('dxcon-cc000001');
    world.time += 1_000;
    await world.run('Delete', { physicalId: 'invented' });
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ owner: OWNER, before: { hasSucceeded: true } });
  });

  test('but not where somebody has put the connection since', async () => {
    world.simulator.setState(CONNECTION, 'down');
    await tryTo(LAG_A);
    world.simulator.moveByHand(CONNECTION, LAG_C);
    const physicalId = await tryTo(LAG_B);
    await world.run('Delete', { physicalId });
    expect(world.parent()).toBe(LAG_C);
  });

  test('and had taken the connection over, gives it back with all that its owner remembers', async () => {
    await world.run('Create', { properties: { originalParentConnectionId: LAG_C } });
    world.time += 120_000;
    const taking = {
      logicalId: 'Successor',
      properties: { parentConnectionId: LAG_B, takeOver: 'true' },
    } as const;
    await world.run('Create', taking);
    await world.run('Create', taking);
    await world.run('Delete', { ...taking, physicalId: 'invented-for-the-second' });
    expect(world.claim()).toMatchObject({ owner: { logicalResourceId: 'Successor' }, phase: 'settled' });
    await world.run('Delete', { ...taking, physicalId: 'invented-for-the-first' });
    expect(world.parent()).toBe(LAG_A);
    const found = { requestId: 'create-1', parentConnectionId: HOME };
    expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled', before: found });
  });
});

describe('a create that follows a resource of its name that was retained', () => {
  const later = onto(LAG_B);

  async function createAndRollBack(): Promise<void> {
    world.time += 600_000;
    await succeedAndRollBack(later);
    expect(world.claim()).toMatchObject({ owner: OWNER, movedTo: [LAG_A] });
  }

  test('with an update that had failed, is undone to where it has found the connection', async () => {
    await world.run('Create');
    world.simulator.setState(CONNECTION, 'down');
    const soon = { properties: { waitForAvailable: 'true', timeoutSeconds: '60' } };
    await expect(world.run('Update', soon)).rejects.toThrow('its connectionState is down');
    await createAndRollBack();
    expect(world.parent()).toBe(LAG_A);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['with an update', () => world.run('Update')],
    [
      'with an update that has written its lost claim anew',
      () => {
        world.dynamoDb.removeItem(CONNECTION);
        return world.run('Update');
      },
    ],
  ])('%s, is not undone by the delete of a try before it', async (_, change) => {
    await world.run('Create');
    world.time += 60_000;
    await change();
    world.time += 600_000;
    await world.run('Create', later);
    const deletion = world.begin('Delete', { physicalId: 'invented-for-the-try' });
    const complete = { status: 'CREATE_COMPLETE', physicalId: PHYSICAL_ID };
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, complete);
    world.time += 61_000;
    expect(await world.poll(deletion)).toEqual({ complete: true });
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_A);
  });

  test.each<[string, () => unknown]>([
    ['an update', () => world.run('Update', onto(LAG_C))],
    ['two hours', () => (world.time += 2 * 3_600_000)],
  ])('is undone to that also after a try and %s, though the try is deleted first', async (_, pass) => {
    await world.run('Create');
    world.time += 24 * 3_600_000;
    world.simulator.setState(CONNECTION, 'down');
    const waits = { properties: { parentConnectionId: LAG_B, waitForAvailable: 'true' } };
    await world.poll(world.begin('Create', waits));
    expect(world.parent()).toBe(LAG_B);
    world.simulator.setState(CONNECTION, 'available');
    world.time += 3_600_000;
    await world.run('Create', later);
    world.time += 60_000;
    await pass();
    await world.run('Delete', { physicalId: 'invented-for-the-try', ...later });
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled' });
  });

  test('is undone to that after two tries, though the delete of one is repeated', async () => {
    await world.run('Create');
    world.time += 24 * 3_600_000;
    await world.run('Create', later);
    await world.run('Create', onto(LAG_C));
    const second = { physicalId: 'invented-for-the-second', ...onto(LAG_C) };
    await world.run('Delete', second);
    expect(world.parent()).toBe(LAG_B);
    await world.run('Delete', second);
    await world.run('Delete', { physicalId: 'invented-for-the-first', ...later });
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled' });
  });

  test.each([
    ['the same RequestId', 'same'],
    ['another RequestId', undefined],
  ])('is undone once, though its delete is repeated with %s', async (_, requestId) => {
    await world.run('Create');
    world.time += 60_000;
    await world.run('Update');
    world.time += 24 * 3_600_000;
    await world.run('Create', later);
    for (const pause of [0, 3_600_000]) {
      world.time += pause;
      world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
      await world.run('Delete', { requestId });
      expect(world.parent()).toBe(LAG_A);
      expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled' });
    }
  });

  test('with a claim that was lost, and written anew by an update, as well', async () => {
    await world.run('Create');
    world.dynamoDb.removeItem(CONNECTION);
    await world.run('Update');
    await createAndRollBack();
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).not.toHaveProperty('before');
  });
});

describe('an adoption that is undone moves nothing, whatever originalParent is declared', () => {
  const adoption = { properties: { parentConnectionId: HOME, originalParentConnectionId: LAG_B } };

  test.each([
    'ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  ])('by a stack that is %s', async (status) => {
    await succeedAndRollBack(adoption, status);
    expect(world.associateCalls()).toBe(0);
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('by the delete of a create that has not succeeded', async () => {
    world.simulator.setState(CONNECTION, 'down');
    await failAndUndo({
      properties: { ...adoption.properties, waitForAvailable: 'true', timeoutSeconds: '60' },
    });
    expect(world.associateCalls()).toBe(0);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('also after an update: only a rollback to before the create deletes it in a stack that is rolled back', async () => {
    await world.run('Create', adoption);
    world.time += 60_000;
    await world.run('Update', {
      properties: { parentConnectionId: LAG_A, originalParentConnectionId: LAG_B },
    });
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    world.time += 60_000;
    await world.run('Delete', adoption);
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('also after an update that had to wait', async () => {
    await world.run('Create', adoption);
    world.time += 600_000;
    world.simulator.setState(CONNECTION, 'down');
    const waiting = { parentConnectionId: HOME, originalParentConnectionId: LAG_B, waitForAvailable: 'true' };
    await world.poll(world.begin('Update', { properties: waiting }));
    await world.poll(world.begin('Update', { properties: waiting }));
    expect(world.claim()).toMatchObject({ before: { parentConnectionId: HOME } });
  });

  test('and while CloudFormation does not say whether it is undone, nothing is moved', async () => {
    await world.run('Create', adoption);
    world.cloudFormation.setStack(STACK_ID, 'ROLLBACK_IN_PROGRESS');
    const trap = { operation: 'DescribeStacks', fault: accessDenied(), times: 10_000 };
    world.cloudFormation.faults.arm(trap);
    const soon = { properties: { ...adoption.properties, timeoutSeconds: '120' } };
    await expect(world.run('Delete', soon)).rejects.toThrow(
      'could not ask cloudformation what is being done to the stack',
    );
    expect(world.associateCalls()).toBe(0);
    expect(world.claim()).toMatchObject({ originalParentConnectionId: LAG_B });
  });
});

test('a create with originalParent that is undone goes back to where it was found', async () => {
  await succeedAndRollBack({ properties: { originalParentConnectionId: LAG_B } });
  expect(world.parent()).toBe(HOME);
});

test('an undoing that was begun stays one, also when the stack has another status at the next try', async () => {
  const options = { properties: { originalParentConnectionId: LAG_B } };
  await world.run('Create', options);
  world.cloudFormation.setStack(STACK_ID, 'ROLLBACK_IN_PROGRESS');
  world.simulator.arm(REFUSED);
  await expect(world.run('Delete', options)).rejects.toThrow('direct connect refused the Delete');
  world.cloudFormation.setStack(STACK_ID, 'DELETE_IN_PROGRESS');
  world.time += 60_000;
  await world.run('Delete', options);
  expect(world.parent()).toBe(HOME);
});

describe('a delete that has to wait', () => {
  const wait = () =>
    world.simulator.arm({ operation: 'DescribeHostedConnections', fault: serverError(), times: 1_000 });

  test('does not say that the create which it undoes had succeeded', async () => {
    const create = world.begin('Create');
    await world.poll(create);
    world.time += 1_000;
    wait();
    await world.poll(world.begin('Delete', { physicalId: create.PhysicalResourceId }));
    expect(world.claim()).toMatchObject({ operation: { type: 'Delete' }, isUndone: true });
    expect(world.claim()).toHaveProperty('before', { requestId: 'create-1', parentConnectionId: HOME });
  });

  test('notes nothing where CloudFormation has another resource in its place', async () => {
    await world.run('Create');
    const before = world.claim();
    wait();
    const deletion = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
    const resource = { status: 'CREATE_COMPLETE', physicalId: PHYSICAL_ID };
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, resource);
    world.time += 61_000;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toEqual(before);
  });

  test('and is given up on changes nothing', async () => {
    await world.run('Create');
    const before = world.claim();
    const deletion = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
    world.status(deletion, 'DELETE_FAILED');
    world.time += 61_000;
    await expect(world.poll(deletion)).rejects.toThrow('no longer waits for this Delete');
    expect(world.claim()).toEqual(before);
  });

  test('undoes nothing any more once an update has followed, which has to wait as well', async () => {
    const options = { properties: { originalParentConnectionId: LAG_B } };
    await world.run('Create', options);
    world.cloudFormation.setStack(STACK_ID, 'ROLLBACK_IN_PROGRESS');
    wait();
    world.time += 1_000;
    await world.poll(world.begin('Delete', options));
    expect(world.claim()).toMatchObject({ isUndone: true });
    world.time += 60_000;
    await world.poll(world.begin('Update', options));
    expect(world.claim()).toMatchObject({ operation: { type: 'Update' } });
    expect(world.claim()).not.toHaveProperty('isUndone');
  });
});

test('where it makes no difference, CloudFormation is not asked', async () => {
  await world.run('Create');
  world.time += 60_000;
  world.cloudFormation.calls.length = 0;
  await world.run('Delete');
  expect(world.cloudFormation.calls).toEqual(['DescribeStackResource']);
});

test('a create that never wrote the claim leaves one alone that was retained', async () => {
  await world.run('Create');
  world.time += 120_000;
  const retained = world.memory();
  await failAndUndo(onto('dxlag-00000000'));
  expect(world.parent()).toBe(LAG_A);
  expect(world.memory()).toEqual(retained);
  expect(world.associateCalls()).toBe(1);
  expect(world.rows().at(-1)).toBe(15);
});

test('the waiter of such a create does nothing after its delete', async () => {
  await world.run('Create');
  world.time += 120_000;
  const create = world.begin('Create', onto(LAG_B));
  world.time += 1_000;
  await world.run('Delete', { physicalId: create.PhysicalResourceId });
  expect(world.claim()).toMatchObject({
    phase: 'settled',
    operation: { type: 'Create' },
    formerOperations: [{ operation: { type: 'Delete' }, isOfOtherCreate: true }],
  });
  await expect(world.poll(create)).rejects.toThrow('superseded by a later Delete');
  expect(world.parent()).toBe(LAG_A);
});

test('a create that has inherited a retained claim gives it back', async () => {
  await world.run('Create');
  world.time += 120_000;
  world.simulator.arm(REFUSED);
  await failAndUndo(onto(LAG_B));
  expect(world.parent()).toBe(LAG_A);
  expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'settled', foundOn: HOME, movedTo: [LAG_A] });
});

test('a create that has given a retained claim back does not act late', async () => {
  await world.run('Create');
  world.time += 120_000;
  const create = world.begin('Create', onto(LAG_B));
  await world.poll(create);
  world.time += 1_000;
  await world.run('Delete', { ...onto(LAG_B), physicalId: create.PhysicalResourceId });
  world.time += 60_000;
  await expect(world.poll(create)).rejects.toThrow('superseded by a later Delete');
  expect(world.parent()).toBe(LAG_A);
});
