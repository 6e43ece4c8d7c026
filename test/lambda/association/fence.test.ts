import { SHOWN_SECONDS, STATUS_LAG_SECONDS, UNTOLD_SECONDS } from '../../../lib/timing';
import { refused, serverError } from '../../../simulator';
import {
  CONNECTION,
  HOME,
  LAG_A,
  LAG_B,
  LAG_C,
  LOGICAL_ID,
  OTHER_STACK_ID,
  PHYSICAL_ID,
  STACK_ID,
  VLAN,
  World,
  onto,
} from '../world';

/** Row 19: an operation that a newer one has overtaken stops and changes nothing. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

test('row 19: a cancelled create whose waiter polls on does nothing after the delete', async () => {
  const create = world.begin('Create');
  world.time += 1_000;
  world.time += 10_000;
  await world.run('Delete', { physicalId: 'invented-by-cloudformation' });
  world.status(create, 'CREATE_IN_PROGRESS');
  await expect(world.poll(create)).rejects.toThrow(
    'this Create was superseded by a later Delete of the same association; it changes nothing',
  );
  expect(world.parent()).toBe(HOME);
  expect(world.associateCalls()).toBe(0);
});

test('row 19: a cancelled create that had moved is undone once, and its waiter does not move again', async () => {
  const create = world.begin('Create');
  await world.poll(create);
  world.time += 1_000;
  await world.run('Delete', { physicalId: 'invented-by-cloudformation' });
  expect(world.parent()).toBe(HOME);
  world.time += 60_000;
  await expect(world.poll(create)).rejects.toThrow('superseded');
  expect(world.associateCalls()).toBe(2);
});

test('row 19: an update that was given up on does not move after its rollback', async () => {
  await world.run('Create');
  world.time += 60_000;
  const update = world.begin('Update', onto(LAG_B));
  world.time += 1_000;
  await world.run('Update', onto(LAG_A));
  world.status(update, 'UPDATE_IN_PROGRESS');
  await expect(world.poll(update)).rejects.toThrow('superseded by a later Update');
  expect(world.parent()).toBe(LAG_A);
});

test('row 19: of two operations in one second, Delete is newer than Update, and Update than Create', async () => {
  // Without CloudFormation's own status the fence alone tells them apart.
  await world.stop();
  world = await World.start({ isEmulated: true });
  const create = world.begin('Create');
  const update = world.begin('Update', onto(LAG_B));
  const deletion = world.begin('Delete');
  await world.finish(create);
  world.time += 60_000;
  await world.finish(update);
  await expect(world.poll(create)).rejects.toThrow('superseded by a later Update');
  world.time += 60_000;
  await world.finish(deletion);
  await expect(world.poll(update)).rejects.toThrow('superseded by a later Delete');
  expect(world.parent()).toBe(HOME);
});

test('the time of an operation is CloudFormation’s: an event that is delivered late is still the older one', async () => {
  const late = world.event('Update', onto(LAG_B));
  world.time += 10_000;
  await world.run('Create');
  world.time += 60_000;
  world.status(late, 'UPDATE_IN_PROGRESS');
  await expect(world.poll(world.deliver(late))).rejects.toThrow('superseded by a later Create');
  expect(world.parent()).toBe(LAG_A);
});

test('an operation that has to wait takes its place all the same', async () => {
  await world.run('Create');
  world.time += 60_000;
  const older = world.begin('Update', onto(LAG_B));
  world.time += 1_000;
  const newer = world.begin('Update', onto(HOME));
  world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-cc000001', vlan: 101 });
  expect(await world.poll(newer)).toEqual({ complete: false });
  await expect(world.poll(older)).rejects.toThrow('superseded');
  expect(world.parent()).toBe(LAG_A);
  world.simulator.remove('dxcon-cc000001');
  expect((await world.poll(newer)).complete).toBe(true);
  expect(world.parent()).toBe(HOME);
});

test('two waiters of one operation: one moves, both succeed, nobody is told of a failure', async () => {
  const event = world.begin('Create');
  const again = world.deliver(event);
  const answers = await Promise.all([world.poll(event), world.poll(again)]);
  expect(answers.filter(({ complete }) => complete).length).toBeGreaterThanOrEqual(1);
  await world.finish(event);
  await world.finish(again);
  expect(world.associateCalls()).toBe(1);
  expect(world.claim()).toMatchObject({ originalParentConnectionId: HOME, movedTo: [LAG_A] });
});

test('the second waiter of an operation that has ended is answered again, and the log says so', async () => {
  const event = world.begin('Create');
  const again = world.deliver(event);
  await world.finish(event);
  expect((await world.poll(again)).complete).toBe(true);
  expect(world.decisions.at(-1)).toMatchObject({ decision: 'already done', to: LAG_A });
});

test('also where nothing says when CloudFormation has signed the event', async () => {
  const event = { ...world.begin('Create'), ResponseURL: 'https://example.com/answer' };
  world.time += 1_000;
  const again = world.deliver(event);
  await world.finish(event);
  world.simulator.arm({ operation: 'DescribeHostedConnections', fault: serverError(), times: 100 });
  expect(await world.poll(again)).toEqual({ complete: false });
  expect(world.claim()).toMatchObject({ phase: 'settled' });
});

test('the second waiter of an operation that has ended does not undo what happened since', async () => {
  const event = world.begin('Create');
  const again = world.deliver(event);
  await world.finish(event);
  world.time += SHOWN_SECONDS * 1000;
  world.simulator.moveByHand(CONNECTION, LAG_B);
  expect((await world.poll(again)).data).toMatchObject({
    parentConnectionId: LAG_B,
    originalParentConnectionId: HOME,
  });
  expect(world.associateCalls()).toBe(1);
});

describe.each(['Create', 'Update'] as const)('the second waiter of a %s that has succeeded', (type) => {
  let again: ReturnType<typeof world.begin>;
  let ended: unknown;

  beforeEach(async () => {
    if (type === 'Update') await world.run('Create', onto(LAG_B));
    world.time += 600_000;
    const event = world.begin(type);
    again = world.deliver(event);
    await world.finish(event);
    ended = world.claim();
  });

  const poll = () => world.poll(again);

  test('leaves the claim as it is while it has to wait for a list', async () => {
    world.simulator.remove(CONNECTION);
    expect(await poll()).toEqual({ complete: false });
    expect(world.claim()).toEqual(ended);
    world.time += SHOWN_SECONDS * 1000;
    world.simulator.addHostedConnection(LAG_C, { connectionId: CONNECTION, vlan: VLAN });
    expect((await poll()).data).toMatchObject({ parentConnectionId: LAG_C });
    expect(world.claim()).toEqual(ended);
  });

  test('waits for a list that is refused, and answers at the timeout with what is remembered', async () => {
    const matches = ({ connectionId }: Readonly<Record<string, unknown>>) => connectionId === LAG_A;
    const fault = refused('no');
    world.simulator.arm({ operation: 'DescribeHostedConnections', matches, times: 1_000, fault });
    expect(await poll()).toEqual({ complete: false });
    world.time += 1_800_000;
    expect(await poll()).toMatchObject({
      complete: true,
      data: { parentConnectionId: LAG_A, originalParentConnectionId: HOME, connectionState: '' },
    });
    expect(world.claim()).toEqual(ended);
  });
});

test('a delete that has ended, and is repeated with its RequestId, writes nothing', async () => {
  await world.run('Create');
  world.time += 60_000;
  const deletion = { requestId: 'same' };
  await world.run('Delete', deletion);
  const ended = world.claim();
  world.time += 60_000;
  await world.run('Delete', deletion);
  expect(world.claim()).toEqual(ended);
});

test('the second waiter of a delete that has ended does not move a connection that was associated again', async () => {
  await world.run('Create');
  world.time += 60_000;
  const event = world.begin('Delete');
  const again = world.deliver(event);
  await world.finish(event);
  world.time += 60_000;
  await world.run('Create');
  await expect(world.poll(again)).rejects.toThrow('superseded by a later Create');
  expect(world.parent()).toBe(LAG_A);
});

test('the second waiter of a delete that has ended ends well also when a later create was cancelled and deleted', async () => {
  await world.run('Create');
  world.time += 60_000;
  const event = world.begin('Delete');
  const again = world.deliver(event);
  await world.finish(event);
  world.time += 1_000;
  const cancelled = { physicalId: 'invented-by-cloudformation' };
  const later = world.begin('Delete', cancelled);
  await world.finish(later);
  world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, { status: 'DELETE_COMPLETE', ...cancelled });
  const ended = world.claim();
  expect(await world.poll(again)).toEqual({ complete: false });
  world.time += STATUS_LAG_SECONDS * 1000;
  expect(await world.poll(again)).toMatchObject({ complete: true });
  expect(world.claim()).toEqual(ended);
});

describe('a delete that CloudFormation does not seem to wait for, and that undoes a create', () => {
  /** It is noted, and does nothing else. */
  async function noteDelete(physicalId: string): Promise<void> {
    const deletion = world.begin('Delete', { physicalId });
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, { status: 'CREATE_FAILED' });
    world.time += 61_000;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ undoneAs: physicalId });
  }

  test('does not supersede a later try of that create', async () => {
    await world.run('Create');
    await noteDelete('invented-by-cloudformation');
    await world.run('Create', onto(LAG_B));
    expect(world.parent()).toBe(LAG_B);
  });

  test('does not supersede an update after it whose answer was lost', async () => {
    const origin = { originalParentConnectionId: LAG_C };
    await world.run('Create', { properties: origin });
    world.time += 60_000;
    const update = world.begin('Update', { properties: { ...origin, parentConnectionId: LAG_B } });
    await world.finish(update);
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await noteDelete(PHYSICAL_ID);
    expect((await world.poll(update)).data).toMatchObject({ parentConnectionId: LAG_B });
  });
});

describe('a delete whose connection another delete of the resource has put back', () => {
  test.each([
    ['that the resource is deleted', { status: 'DELETE_COMPLETE', physicalId: PHYSICAL_ID }],
    ['what is no evidence of anything', { status: 'UPDATE_COMPLETE', physicalId: PHYSICAL_ID }],
  ])('does nothing, and succeeds, where CloudFormation says %s', async (_, resource) => {
    await world.run('Create');
    world.time += 60_000;
    const [first, second] = [world.begin('Delete'), world.begin('Delete')];
    await world.finish(first);
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, resource);
    const ended = world.claim();
    world.time += STATUS_LAG_SECONDS * 1000;
    expect(await world.poll(second)).toMatchObject({ complete: true });
    expect(world.claim()).toEqual(ended);
  });

  test.each([
    ['has put the connection back', () => undefined],
    [
      'has left it to another',
      () => world.run('Create', { properties: { takeOver: 'true' }, stackId: OTHER_STACK_ID }),
    ],
  ])('a delete that %s writes nothing when its answer is lost', async (_, arrange) => {
    await world.run('Create');
    world.time += 60_000;
    await arrange();
    const deletion = world.begin('Delete');
    expect((await world.poll(deletion)).complete).toBe(true);
    const [ended, rows] = [world.claim(), world.rows()];
    expect((await world.poll(deletion)).complete).toBe(true);
    expect(world.claim()).toEqual(ended);
    expect(world.rows()).toEqual(rows);
  });
});

test('row 19: of two updates in one second, the one that was received later is the newer one', async () => {
  await world.run('Create');
  world.time += 60_000;
  const update = world.begin('Update', onto(LAG_B));
  const rollback = { ...world.begin('Update', onto(LAG_A)), ReceivedAt: world.time + 400 };
  await world.finish(rollback);
  world.time += 60_000;
  await expect(world.poll(update)).rejects.toThrow('superseded by a later Update');
  expect(world.parent()).toBe(LAG_A);
});

describe('clocks of those who sign that are apart', () => {
  test.each(['Create', 'Update'] as const)(
    'row 19: a delete that is awaited is not superseded by a later %s',
    async (type) => {
      if (type === 'Update') await world.run('Create');
      world.time += 60_000;
      const event = world.event('Delete');
      world.time += 8_000;
      await world.run(type);
      const deletion = world.deliver(event);
      world.status(event, 'DELETE_IN_PROGRESS');
      expect(await world.poll(deletion)).toEqual({ complete: false });
      await world.finish(deletion);
      expect(world.parent()).toBe(HOME);
    },
  );

  test('row 19: a delete that is awaited is not superseded by its create that arrives after it', async () => {
    const deletion = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
    world.time += 8_000;
    const create = world.begin('Create');
    await world.poll(create);
    world.status(deletion, 'DELETE_IN_PROGRESS');
    expect(await world.poll(deletion)).toEqual({ complete: false });
    await world.finish(deletion);
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('row 16: the delete of a try before is not superseded by the create that seems to be newer', async () => {
    const deletion = world.event('Delete', { physicalId: 'invented-by-cloudformation' });
    world.time += 4_000;
    await world.run('Create');
    const resource = { status: 'CREATE_COMPLETE', physicalId: PHYSICAL_ID };
    world.cloudFormation.setResource(deletion.StackId, deletion.LogicalResourceId, resource);
    const delivered = world.deliver(deletion);
    world.time += 61_000;
    expect(await world.poll(delivered)).toEqual({ complete: true });
    expect(world.rows()).toEqual([1, 16]);
    expect(world.parent()).toBe(LAG_A);
  });

  test('the delete of a try before waits while CloudFormation speaks of that of the later try', async () => {
    const deletion = world.event('Delete', { physicalId: 'invented-for-the-first' });
    world.time += 4_000;
    await world.run('Create');
    const later = world.begin('Delete', { physicalId: 'invented-for-the-second' });
    const delivered = world.deliver(deletion);
    world.time += 61_000;
    expect(await world.poll(delivered)).toEqual({ complete: false });
    expect(world.parent()).toBe(LAG_A);
    await world.finish(later);
    expect(world.parent()).toBe(HOME);
    expect(await world.poll(delivered)).toEqual({ complete: true });
    expect(world.parent()).toBe(HOME);
  });

  test('row 19: a create that is awaited is not superseded by the delete before it', async () => {
    const event = world.event('Create');
    world.time += 4_000;
    await world.run('Delete', { physicalId: 'invented-by-cloudformation' });
    world.status(event, 'CREATE_IN_PROGRESS');
    const create = world.deliver(event);
    expect(await world.poll(create)).toEqual({ complete: false });
    await world.finish(create);
    expect(world.parent()).toBe(LAG_A);
  });

  test('row 19: nor where another association lets the connection go meanwhile', async () => {
    await world.run('Create', { logicalId: 'Renamed' });
    const event = world.event('Create');
    world.time += 4_000;
    await world.run('Delete', { physicalId: 'invented-by-cloudformation' });
    world.status(event, 'CREATE_IN_PROGRESS');
    const create = world.deliver(event);
    expect(await world.poll(create)).toEqual({ complete: false });
    await world.run('Delete', { logicalId: 'Renamed' });
    expect(world.parent()).toBe(HOME);
    await world.finish(create);
    expect(world.parent()).toBe(LAG_A);
  });

  test('row 19: a create right after a delete waits for a minute for CloudFormation to know of it', async () => {
    await world.run('Create');
    await world.run('Delete');
    world.time += 1_000;
    const create = world.begin('Create');
    world.cloudFormation.forget(create.StackId, create.LogicalResourceId);
    expect(await world.poll(create)).toEqual({ complete: false });
    world.status(create, 'CREATE_IN_PROGRESS');
    world.time += STATUS_LAG_SECONDS * 1000 - 1;
    await world.finish(create);
    expect(world.parent()).toBe(LAG_A);
  });

  test.each([
    [10, 'waits for CloudFormation’s word', false],
    [11, 'goes on at once', true],
  ])('row 19: a create that was signed %i seconds after a delete %s', async (seconds, _, complete) => {
    await world.run('Create');
    world.time += 60_000;
    await world.finish(world.begin('Delete'));
    world.time += seconds * 1000;
    expect(await world.poll(world.begin('Create'))).toMatchObject({ complete });
  });

  test('row 19: where an emulator stands in for CloudFormation, a create right after a delete goes on at once', async () => {
    await world.stop();
    world = await World.start({ isEmulated: true });
    await world.run('Create');
    await world.run('Delete');
    world.time += 1_000;
    expect((await world.poll(world.begin('Create'))).complete).toBe(true);
  });

  test.each([
    [20_000, 'goes on', LAG_A],
    [20_001, 'does not act', HOME],
  ])(
    'row 19: a create that is awaited, was signed before a delete, and arrives %i ms after that, %s',
    async (ms, _, parentId) => {
      const event = world.event('Create');
      const signed = world.time;
      world.time += 4_000;
      await world.run('Delete', { physicalId: 'invented-by-cloudformation' });
      world.time = signed + ms;
      world.status(event, 'CREATE_IN_PROGRESS');
      await world.finish(world.deliver(event)).catch(() => undefined);
      expect(world.parent()).toBe(parentId);
    },
  );

  test('row 19: a create that arrived before the delete has ended does not take a word that is of its retry', async () => {
    const event = world.event('Create');
    world.time += 2_000;
    const deletion = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
    world.time += 1_000;
    const create = world.deliver(event);
    world.time += 1_000;
    await world.finish(deletion);
    world.begin('Create', onto(LAG_B));
    world.time += 70_000;
    await expect(world.poll(create)).rejects.toThrow('superseded by a later Delete');
    expect(world.parent()).toBe(HOME);
  });

  test('row 19: the word for a delete counts a minute after the create arrived that seems to be newer', async () => {
    const event = world.event('Delete', { physicalId: 'invented-by-cloudformation' });
    world.time += 4_000;
    const create = world.begin('Create');
    const arrived = world.time;
    await world.poll(create);
    const deletion = world.deliver(event);
    world.status(deletion, 'DELETE_IN_PROGRESS');
    world.time = arrived + STATUS_LAG_SECONDS * 1000 - 1;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.parent()).toBe(LAG_A);
    world.time += 1;
    expect((await world.poll(deletion)).complete).toBe(true);
    expect(world.parent()).toBe(HOME);
  });

  test('row 19: the delete of a try that was signed much earlier is superseded by the create after it', async () => {
    const event = world.event('Delete', { physicalId: 'invented-by-cloudformation' });
    world.time += 11_000;
    await world.finish(world.begin('Create'));
    const resource = { status: 'CREATE_COMPLETE', physicalId: PHYSICAL_ID };
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, resource);
    const deletion = world.deliver(event);
    world.time += 61_000;
    await expect(world.poll(deletion)).rejects.toThrow('superseded by a later Create');
  });

  test('row 19: the word for an update counts 130 seconds after the end of one that seems to be newer', async () => {
    await world.run('Create');
    world.time += 60_000;
    const event = world.event('Update', onto(LAG_B));
    world.time += 5_000;
    await world.finish(world.begin('Update'));
    const { updatedAt } = world.claim() as { readonly updatedAt: number };
    world.time += 5_000;
    const update = world.deliver(event);
    world.status(update, 'UPDATE_IN_PROGRESS');
    world.time = updatedAt + UNTOLD_SECONDS * 1000 - 1;
    expect(await world.poll(update)).toEqual({ complete: false });
    expect(world.parent()).toBe(LAG_A);
    world.time += 1;
    await world.finish(update);
    expect(world.parent()).toBe(LAG_B);
  });

  test('row 19: a create right after a delete that CloudFormation does not know of does not act', async () => {
    await world.run('Create');
    await world.run('Delete');
    world.time += 1_000;
    const create = world.begin('Create');
    world.cloudFormation.forget(create.StackId, create.LogicalResourceId);
    world.time += STATUS_LAG_SECONDS * 1000;
    await expect(world.poll(create)).rejects.toThrow('superseded by a later Delete');
    expect(world.parent()).toBe(HOME);
  });

  test('row 19: a cancelled create does not take the word for it that is of a later create', async () => {
    const create = world.begin('Create');
    world.time += 1_000;
    await world.run('Delete', { physicalId: 'invented-by-cloudformation' });
    world.time += 120_000;
    world.begin('Create', onto(LAG_B));
    await expect(world.poll(create)).rejects.toThrow('superseded by a later Delete');
    expect(world.parent()).toBe(HOME);
  });

  test('row 19: a cancelled update that seems to be newer than the delete after it does not act', async () => {
    await world.run('Create');
    world.time += 60_000;
    const deletion = world.event('Delete');
    world.time += 2_000;
    const update = world.begin('Update');
    world.status(deletion, 'DELETE_IN_PROGRESS');
    world.time += 1;
    await world.finish(world.deliver(deletion));
    world.status(update, 'UPDATE_IN_PROGRESS');
    world.time += 1_000;
    await expect(world.poll(update)).rejects.toThrow('superseded by a later Delete');
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('row 19: a create does not take the word for it that is of its retry, which has just ended', async () => {
    const event = world.event('Create');
    world.time += 1_000;
    await world.run('Create', onto(LAG_B));
    world.time += 8_000;
    const first = world.deliver(event);
    world.status(first, 'CREATE_IN_PROGRESS');
    world.time += 61_000;
    expect(await world.poll(first)).toEqual({ complete: false });
    expect(world.associateCalls()).toBe(1);
    world.status(first, 'CREATE_COMPLETE');
    await expect(world.poll(first)).rejects.toThrow('superseded by a later Create');
    expect(world.parent()).toBe(LAG_B);
  });

  test('row 4: what another association has been asked for says nothing of an update and its rollback', async () => {
    await world.run('Create');
    world.time += 60_000;
    const event = world.event('Update');
    const from = { properties: { originalParentConnectionId: LAG_C } };
    await world.finish(world.begin('Update', from));
    const taking = { properties: { takeOver: 'true' }, stackId: OTHER_STACK_ID } as const;
    await world.finish(world.begin('Create', taking));
    world.time += 90_000;
    const rollback = world.deliver(event);
    world.status(rollback, 'UPDATE_IN_PROGRESS');
    await expect(world.finish(rollback)).rejects.toThrow('is already associated by');
  });

  test('row 19: a cancelled create that seems to be newer than its delete does not act', async () => {
    const deletion = world.event('Delete', { physicalId: 'invented-by-cloudformation' });
    world.time += 4_000;
    const create = world.begin('Create');
    world.time += 1;
    world.status(deletion, 'DELETE_IN_PROGRESS');
    await world.finish(world.deliver(deletion));
    world.cloudFormation.forget(create.StackId, create.LogicalResourceId);
    await expect(world.poll(create)).rejects.toThrow('superseded by a later Delete');
    expect(world.parent()).toBe(HOME);
  });

  test('row 19: what puts a single resource back goes on also after an update that was delivered twice, and ended after it had arrived', async () => {
    await world.run('Create');
    world.time += 60_000;
    const update = world.event('Update', onto(LAG_B));
    const back = world.deliver(world.event('Update', onto(LAG_A)));
    world.time += 3_000;
    world.status(update, 'UPDATE_IN_PROGRESS');
    await world.finish(world.deliver(update));
    world.status(back, 'UPDATE_IN_PROGRESS');
    expect(await world.poll(back)).toEqual({ complete: false });
    world.time += UNTOLD_SECONDS * 1000;
    await world.finish(back);
    expect(world.parent()).toBe(LAG_A);
  });

  test('row 19: the rollback goes on also where the update has taken the connection from another association', async () => {
    await world.run('Create', onto(LAG_B));
    world.time += 60_000;
    const properties = { parentConnectionId: LAG_B, originalParentConnectionId: LAG_C, takeOver: 'true' };
    await world.run('Create', { stackId: OTHER_STACK_ID, logicalId: 'Successor', properties });
    world.time += 60_000;
    const back = world.event('Update', onto(LAG_B));
    world.time += 1_000;
    world.simulator.setState(CONNECTION, 'down');
    const taking = { properties: { takeOver: 'true', waitForAvailable: 'true' } } as const;
    await world.poll(world.begin('Update', taking));
    expect(world.parent()).toBe(LAG_A);
    world.simulator.setState(CONNECTION, 'available');
    const rollback = world.deliver(back);
    world.status(back, 'UPDATE_IN_PROGRESS');
    await world.finish(rollback);
    expect(world.parent()).toBe(LAG_B);
  });

  describe('of an update and its rollback', () => {
    beforeEach(async () => {
      await world.run('Create');
      world.time += 60_000;
      world.simulator.setState(CONNECTION, 'pending');
      world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    });

    test('row 19: what puts a single resource back goes on as well, without a rollback of the stack', async () => {
      world.cloudFormation.setStack(STACK_ID, 'UPDATE_IN_PROGRESS');
      const event = world.event('Update', onto(LAG_A));
      world.time += 5_000;
      await world.poll(world.begin('Update', onto(LAG_B)));
      world.simulator.setState(CONNECTION, 'available');
      world.status(event, 'UPDATE_IN_PROGRESS');
      world.time += 1_000;
      await world.finish(world.deliver(event));
      expect(world.parent()).toBe(LAG_A);
    });

    test('row 19: the rollback goes on also where nobody knows any more what had been before', async () => {
      const back = world.event('Update');
      world.time += 8_000;
      world.dynamoDb.removeItem(CONNECTION);
      const update = world.begin('Update', onto(LAG_B));
      await world.poll(update);
      expect(world.claim()).not.toHaveProperty('endedBefore');
      const rollback = world.deliver(back);
      world.status(back, 'UPDATE_IN_PROGRESS');
      await world.poll(rollback);
      world.simulator.setState(CONNECTION, 'available');
      await world.finish(rollback);
      expect(world.parent()).toBe(LAG_A);
      await world.run('Update', onto(LAG_C));
      expect(world.parent()).toBe(LAG_C);
    });

    test('row 19: the rollback goes on, though it is signed earlier', async () => {
      const event = world.event('Update', onto(LAG_A));
      world.time += 5_000;
      const update = world.begin('Update', onto(LAG_B));
      world.simulator.setState(CONNECTION, 'available');
      await world.poll(update);
      world.status(event, 'UPDATE_IN_PROGRESS');
      world.time += 1_000;
      const rollback = world.deliver(event);
      await world.finish(rollback);
      expect(world.parent()).toBe(LAG_A);
    });

    test('row 19: the update does not, though it is delivered later', async () => {
      const late = world.event('Update', onto(LAG_B));
      world.time += 5_000;
      const rollback = world.begin('Update', onto(LAG_A));
      expect(await world.poll(rollback)).toEqual({ complete: false });
      world.status(late, 'UPDATE_IN_PROGRESS');
      world.time += 1_000;
      await expect(world.poll(world.deliver(late))).rejects.toThrow('superseded by a later Update');
      expect(world.parent()).toBe(LAG_A);
    });
  });

  describe('of an update that is delivered after its rollback', () => {
    /** Both are signed in the same second. */
    let update: ReturnType<World['event']>;
    let back: ReturnType<World['event']>;

    beforeEach(async () => {
      await world.run('Create');
      world.time += 60_000;
      world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
      update = world.event('Update', onto(LAG_B));
      back = { ...world.event('Update', onto(LAG_A)), RequestId: update.RequestId };
    });

    test('row 19: it does not move once the rollback has ended', async () => {
      world.time += 1_000;
      world.status(back, 'UPDATE_IN_PROGRESS');
      await world.finish(world.deliver(back));
      world.time += 8_000;
      await expect(world.poll(world.deliver(update))).rejects.toThrow('superseded by a later Update');
      expect(world.parent()).toBe(LAG_A);
    });

    test('row 19: nor where the two have other RequestIds, and CloudFormation’s word is an old one', async () => {
      const other = { ...back, RequestId: 'rollback' };
      world.time += 1_000;
      world.status(other, 'UPDATE_IN_PROGRESS');
      await world.finish(world.deliver(other));
      world.time += 8_000;
      const late = world.deliver(update);
      expect(await world.poll(late)).toEqual({ complete: false });
      world.status(other, 'UPDATE_COMPLETE');
      world.time += STATUS_LAG_SECONDS * 1000;
      await expect(world.poll(late)).rejects.toThrow('superseded by a later Update');
      expect(world.parent()).toBe(LAG_A);
    });

    test('an update that is awaited moves all the same, a minute later', async () => {
      const before = { ...back, RequestId: 'before' };
      world.time += 1_000;
      world.status(before, 'UPDATE_IN_PROGRESS');
      await world.finish(world.deliver(before));
      const next = world.deliver(update);
      world.status(next, 'UPDATE_IN_PROGRESS');
      expect(await world.poll(next)).toEqual({ complete: false });
      world.time += STATUS_LAG_SECONDS * 1000;
      await world.finish(next);
      expect(world.parent()).toBe(LAG_B);
    });

    test('row 19: the rollback is not superseded by it, though its first step is the later one', async () => {
      world.time += 1_000;
      const rollback = world.deliver(back);
      world.time += 9_000;
      world.status(update, 'UPDATE_IN_PROGRESS');
      const late = world.deliver(update);
      world.time += 1_000;
      expect(await world.poll(late)).toEqual({ complete: false });
      await world.finish(rollback);
      await expect(world.poll(late)).rejects.toThrow('superseded by a later Update');
      expect(world.parent()).toBe(LAG_A);
    });
  });

  test('row 19: the second waiter of an update that has ended well does not take the word for it that is of its rollback', async () => {
    await world.run('Create');
    world.time += 60_000;
    const update = world.event('Update', onto(LAG_B));
    const [first, second] = [world.deliver(update), world.deliver(update)];
    world.status(update, 'UPDATE_IN_PROGRESS');
    await world.finish(first);
    world.time += 1_000;
    const back = { ...world.event('Update', onto(LAG_A)), RequestId: update.RequestId };
    world.status(back, 'UPDATE_IN_PROGRESS');
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    await world.poll(world.deliver(back));
    await expect(world.poll(second)).rejects.toThrow('superseded by a later Update');
    expect(world.parent()).toBe(LAG_A);
  });

  test('row 7: a rollback that asks for the same as the update before, and has its RequestId, is not over with it', async () => {
    await world.run('Create');
    world.time += 600_000;
    const update = world.begin('Update');
    await world.finish(update);
    world.simulator.moveByHand(CONNECTION, LAG_C);
    world.time += SHOWN_SECONDS * 1000;
    await world.run('Update', { requestId: update.RequestId });
    expect(world.parent()).toBe(LAG_A);
    expect((await world.poll(update)).complete).toBe(true);
  });

  test('row 19: one that is signed much earlier is superseded, whatever CloudFormation says', async () => {
    await world.run('Create');
    world.time += 60_000;
    const event = world.event('Delete');
    world.time += 11_000;
    await world.run('Update', onto(LAG_B));
    world.status(event, 'DELETE_IN_PROGRESS');
    world.time += 120_000;
    await expect(world.poll(world.deliver(event))).rejects.toThrow('superseded by a later Update');
    expect(world.parent()).toBe(LAG_B);
  });

  test('row 19: where CloudFormation says nothing of the resource, the time counts', async () => {
    await world.run('Create');
    world.time += 60_000;
    const event = world.event('Delete');
    world.time += 3_000;
    await world.run('Update', onto(LAG_B));
    world.cloudFormation.forget(event.StackId, event.LogicalResourceId);
    const deletion = world.deliver(event);
    world.time += STATUS_LAG_SECONDS * 1000 - 1;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    world.time += 1;
    await expect(world.poll(deletion)).rejects.toThrow('superseded by a later Update');
    expect(world.parent()).toBe(LAG_B);
  });
});

test('row 19: a delete is not superseded by the delete before it, whose waiter came later in the same second', async () => {
  await world.run('Create');
  world.time += 60_000;
  const again = world.begin('Delete');
  const first = { ...world.begin('Delete'), ReceivedAt: world.time + 400 };
  world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-cc000001', vlan: 101 });
  expect(await world.poll(first)).toEqual({ complete: false });
  world.simulator.remove('dxcon-cc000001');
  expect((await world.poll(again)).complete).toBe(true);
  expect((await world.poll(first)).complete).toBe(true);
  expect(world.parent()).toBe(HOME);
  expect(world.simulator.associations).toHaveLength(2);
});

test('an update that comes late takes its place first, and moves at the next poll', async () => {
  await world.run('Create');
  world.time += 60_000;
  const update = world.begin('Update', onto(LAG_B));
  world.time += 30_000;
  const rollback = world.begin('Update', onto(LAG_A));
  expect(await world.poll(update)).toEqual({ complete: false });
  expect(world.parent()).toBe(LAG_A);
  await world.finish(rollback);
  await expect(world.poll(update)).rejects.toThrow('superseded by a later Update');
  expect(world.associateCalls()).toBe(1);
});

const LATE = 'not complete yet: it is late: a later operation may be about to take over';

test.each([
  [10_000, 'moves at once', LAG_B, 'complete'],
  [10_001, 'takes its place first', LAG_A, LATE],
])('an update whose first poll is %i ms after it was issued %s', async (ms, _, parentId, decision) => {
  await world.run('Create');
  world.time += 60_000;
  const update = world.begin('Update', onto(LAG_B));
  world.time += ms;
  await world.poll(update);
  expect(world.parent()).toBe(parentId);
  expect(world.decisions.at(-1)?.decision).toBe(decision);
});

test('an update that comes late, and has no successor, moves a poll later', async () => {
  await world.run('Create');
  world.time += 60_000;
  const update = world.event('Update', onto(LAG_B));
  world.time += 30_000;
  world.status(update, 'UPDATE_IN_PROGRESS');
  await world.finish(world.deliver(update));
  expect(world.parent()).toBe(LAG_B);
});
