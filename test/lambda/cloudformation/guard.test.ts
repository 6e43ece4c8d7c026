import { accessDenied } from '../../../simulator';
import type { IsCompleteEvent } from '../../../lambda/cloudformation/event';
import { CONNECTION, HOME, LAG_A, LAG_B, LOGICAL_ID, World, onto } from '../world';

/** Row 19: an operation that CloudFormation does not wait for any more stops and changes nothing. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

test.each(['CREATE_FAILED', 'CREATE_COMPLETE', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE'])(
  'row 19: a create of a resource that is %s claims and moves nothing',
  async (status) => {
    const create = world.begin('Create');
    world.status(create, status);
    expect(await world.poll(create)).toEqual({ complete: false });
    world.time += 61_000;
    await expect(world.poll(create)).rejects.toThrow('cloudformation no longer waits for this Create');
    expect(world.claim()).toBeUndefined();
    expect(world.associateCalls()).toBe(0);
  },
);

describe('a create that CloudFormation does not know, and that is not prompt,', () => {
  function beginLate(status: string): IsCompleteEvent {
    const create = world.begin('Create');
    world.cloudFormation.forget(create.StackId, create.LogicalResourceId);
    world.cloudFormation.setStack(create.StackId, status);
    world.time += 21_000;
    return create;
  }

  test.each(['UPDATE_ROLLBACK_COMPLETE', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'DELETE_IN_PROGRESS'])(
    'row 19: waits for a moment, and moves nothing where its stack is %s',
    async (status) => {
      const create = beginLate(status);
      expect(await world.poll(create)).toEqual({ complete: false });
      expect(world.decisions.at(-1)?.decision).toBe(
        'not complete yet: cloudformation does not know of the resource, and says that its stack is not being deployed',
      );
      world.time += 39_000;
      await expect(world.poll(create)).rejects.toThrow('cloudformation no longer waits for this Create');
      expect(world.claim()).toBeUndefined();
      expect(world.parent()).toBe(HOME);
    },
  );

  test.each(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'])(
    'is one that CloudFormation waits for where its stack is %s',
    async (status) => {
      await world.finish(beginLate(status));
      expect(world.parent()).toBe(LAG_A);
    },
  );
});

test.each([
  [4_999, true],
  [5_000, false],
])(
  'after %i ms a create that CloudFormation does not know is prompt, and its stack is not asked after: %s',
  async (ms, isPrompt) => {
    const create = world.deliver(world.event('Create'));
    world.cloudFormation.setStack(create.StackId, 'UPDATE_ROLLBACK_COMPLETE');
    world.time += ms;
    expect((await world.poll(create)).complete).toBe(isPrompt);
    expect(world.cloudFormation.calls.includes('DescribeStacks')).toBe(!isPrompt);
  },
);

test.each(['Create', 'Update'] as const)(
  'the %s that CloudFormation waits for is carried out, whatever it says of the stack',
  async (type) => {
    if (type === 'Update') await world.run('Create');
    world.time += 60_000;
    const event = world.begin(type, onto(LAG_B));
    world.cloudFormation.setStack(event.StackId, 'UPDATE_ROLLBACK_COMPLETE');
    world.time += 21_000;
    await world.finish(event);
    expect(world.parent()).toBe(LAG_B);
  },
);

test('an update of a resource that CloudFormation does not know is none that was left over', async () => {
  await world.run('Create');
  world.time += 60_000;
  const update = world.begin('Update', onto(LAG_B));
  world.cloudFormation.forget(update.StackId, update.LogicalResourceId);
  world.cloudFormation.setStack(update.StackId, 'UPDATE_COMPLETE');
  world.time += 61_000;
  await world.finish(update);
  expect(world.parent()).toBe(LAG_B);
});

test.each(['UPDATE_FAILED', 'UPDATE_COMPLETE', 'DELETE_IN_PROGRESS'])(
  'row 19: an update of a resource that is %s moves nothing',
  async (status) => {
    await world.run('Create');
    world.time += 60_000;
    const update = world.begin('Update', onto(LAG_B));
    world.status(update, status);
    world.time += 61_000;
    await expect(world.poll(update)).rejects.toThrow('cloudformation no longer waits for this Update');
    expect(world.parent()).toBe(LAG_A);
  },
);

test.each(['DELETE_FAILED', 'DELETE_COMPLETE'])(
  'row 19: a delete of a resource that is %s moves nothing, and keeps the claim',
  async (status) => {
    await world.run('Create');
    world.time += 60_000;
    const deletion = world.begin('Delete');
    world.status(deletion, status);
    world.time += 61_000;
    await expect(world.poll(deletion)).rejects.toThrow('cloudformation no longer waits for this Delete');
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ phase: 'settled', originalParentConnectionId: HOME });
  },
);

test('the log says what cloudformation said that may be from before the operation', async () => {
  const create = world.begin('Create');
  world.status(create, 'CREATE_COMPLETE');
  await world.poll(create);
  const deletion = world.begin('Delete', { physicalId: `Partner-${LOGICAL_ID}-1ABCDEFGHIJKL` });
  world.forget();
  world.cloudFormation.forget(deletion.StackId, LOGICAL_ID);
  await world.poll(deletion);
  const said = (what: string) =>
    `not complete yet: cloudformation says that ${LOGICAL_ID} ${what}, which may be from before this operation`;
  const told = world.decisions.filter(({ assumption }) => assumption === undefined);
  expect(told.map(({ decision }) => decision)).toEqual([said('is CREATE_COMPLETE'), said('does not exist')]);
});

test('a status that is older than the event is waited out', async () => {
  await world.run('Create');
  world.time += 60_000;
  const update = world.begin('Update', onto(LAG_B));
  world.status(update, 'CREATE_COMPLETE');
  expect(await world.poll(update)).toEqual({ complete: false });
  world.status(update, 'UPDATE_IN_PROGRESS');
  await world.finish(update);
  expect(world.parent()).toBe(LAG_B);
});

test('a create that replaces a failed one, and that CloudFormation shows as an update, is one that it waits for', async () => {
  const create = world.begin('Create');
  world.status(create, 'UPDATE_IN_PROGRESS');
  expect((await world.poll(create)).complete).toBe(true);
  expect(world.parent()).toBe(LAG_A);
});

test('an update that CloudFormation shows as a part of a rollback is one that it waits for', async () => {
  await world.run('Create');
  world.time += 60_000;
  const update = world.begin('Update', onto(LAG_B));
  world.status(update, 'UPDATE_ROLLBACK_IN_PROGRESS');
  await world.finish(update);
  expect(world.parent()).toBe(LAG_B);
});

test('a delete goes on once CloudFormation says that another resource in its place is gone', async () => {
  await world.run('Create');
  const deletion = world.begin('Delete');
  const { StackId, LogicalResourceId } = deletion;
  const another = (status: string) => ({ status, physicalId: `${CONNECTION}/not-created/create-2` });
  world.cloudFormation.setResource(StackId, LogicalResourceId, another('DELETE_IN_PROGRESS'));
  world.time += 61_000;
  expect(await world.poll(deletion)).toEqual({ complete: false });
  expect(world.associateCalls()).toBe(1);
  world.cloudFormation.setResource(StackId, LogicalResourceId, another('DELETE_COMPLETE'));
  await world.finish(deletion);
  expect(world.parent()).toBe(HOME);
});

test('the physical id of another resource is a contradiction', async () => {
  await world.run('Create');
  world.time += 60_000;
  const update = world.begin('Update', onto(LAG_B));
  const resource = { status: 'UPDATE_IN_PROGRESS', physicalId: 'another-id' };
  world.cloudFormation.setResource(update.StackId, update.LogicalResourceId, resource);
  world.time += 61_000;
  await expect(world.poll(update)).rejects.toThrow('cloudformation no longer waits for this Update');
});

test.each([
  ['access denied', accessDenied()],
  ['throttled', { kind: 'error', status: 400, type: 'Throttling', message: 'Rate exceeded' } as const],
  [
    'a fault of the service',
    { kind: 'error', status: 503, type: 'ServiceUnavailable', message: '' } as const,
  ],
  ['no answer', { kind: 'lostAnswer' } as const],
])('%s: nothing is claimed or moved until it answers, and the log says what was asked', async (_, fault) => {
  world.cloudFormation.faults.arm({ operation: 'DescribeStackResource', fault, times: 30 });
  const create = world.begin('Create');
  expect(await world.poll(create)).toEqual({ complete: false });
  expect(world.claim()).toBeUndefined();
  expect(world.decisions.at(-1)?.decision).toMatch(
    /^not complete yet: could not ask cloudformation whether it still waits for this operation \(.+\); if that is denied, allow cloudformation:DescribeStackResource$/,
  );
  await world.finish(create);
  expect(world.parent()).toBe(LAG_A);
});

test('where the resource does not exist for it, the fence alone decides', async () => {
  const create = world.deliver(world.event('Create'));
  expect((await world.poll(create)).complete).toBe(true);
});

test('an emulator is not asked', async () => {
  await world.stop();
  world = await World.start({ isEmulated: true });
  const create = world.begin('Create');
  world.status(create, 'CREATE_FAILED');
  expect((await world.poll(create)).complete).toBe(true);
  expect(world.cloudFormation.calls).toEqual([]);
});

test('no event can talk the guard out of asking: not even one whose ResponseURL is not signed', async () => {
  const create = { ...world.begin('Create'), ResponseURL: 'http://localhost:4566/answer' };
  world.status(create, 'CREATE_FAILED');
  world.time += 61_000;
  await expect(world.poll(create)).rejects.toThrow('cloudformation no longer waits for this Create');
  expect(world.associateCalls()).toBe(0);
});

test('a poll that only waits for a move to settle does not ask again', async () => {
  await world.stop();
  world = await World.start({ settleMs: 60_000 });
  await world.run('Create');
  expect(world.cloudFormation.calls).toHaveLength(1);
  expect(world.simulator.parentOf(CONNECTION)).toBe(LAG_A);
});
