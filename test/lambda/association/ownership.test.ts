import { LANDING_SECONDS, STATUS_LAG_SECONDS, UNTOLD_SECONDS } from '../../../lib/timing';
import { accessDenied, throttled } from '../../../simulator';
import { EventOptions, World, onto } from '../world';
import {
  CONNECTION,
  HOME,
  LAG_A,
  LAG_B,
  LAG_C,
  LOGICAL_ID,
  OTHER_INTERCONNECT,
  OTHER_STACK_ID,
  PHYSICAL_ID,
  STACK_ID,
} from '../world';

/** Rows 4 and 15: a connection that the association of another stack has. */
let world: World;

beforeEach(async () => {
  world = await World.start();
  await hasConnection();
});

afterEach(async () => {
  await world.stop();
});

/** The first stack has the connection, and its operation has ended a while ago. */
async function hasConnection(): Promise<void> {
  await world.run('Create');
  world.time += 120_000;
}

const OWNER = { stackId: STACK_ID, logicalResourceId: LOGICAL_ID };
const SUCCESSOR = { stackId: OTHER_STACK_ID, logicalResourceId: 'Successor' };

/** An event for the association of the other stack, which wants another parent. */
function successor({ properties, ...options }: EventOptions = {}): EventOptions {
  return {
    stackId: OTHER_STACK_ID,
    logicalId: 'Successor',
    ...options,
    properties: { parentConnectionId: LAG_B, ...properties },
  };
}

const takeOver = { properties: { takeOver: 'true' } };

const setOwnerStatus = (status: string) => world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, { status });

/** Polls until the operation waits no more; how long it has waited, in seconds. */
async function secondsUntilMoved(options: EventOptions): Promise<number> {
  const started = world.time;
  await world.finish(world.begin('Create', options));
  return (world.time - started) / 1000;
}

describe('row 4: an owner that exists', () => {
  test.each([
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'UPDATE_ROLLBACK_COMPLETE',
    'DELETE_FAILED',
    'DELETE_IN_PROGRESS',
    'CREATE_FAILED',
  ])('%s: is named with its stack and the ways out, and nothing is moved', async (status) => {
    setOwnerStatus(status);
    const before = world.claim();
    await expect(world.poll(world.begin('Create', successor()))).rejects.toThrow(
      `${CONNECTION} is already associated by ${LOGICAL_ID} of the stack Partner: expected one association per connection; remove one of the two, deploy the removal of ${LOGICAL_ID} first, or set takeOver. nothing was moved`,
    );
    expect(world.associateCalls()).toBe(1);
    expect(world.claim()).toEqual(before);
  });

  test('of the same logical id in another stack is another owner', async () => {
    const twin = successor({ logicalId: LOGICAL_ID });
    await expect(world.poll(world.begin('Create', twin))).rejects.toThrow('of the stack Partner');
    expect(world.claim()).toMatchObject({ owner: OWNER });
  });

  test('is also in the way of an update', async () => {
    const update = world.begin('Update', successor({ physicalId: PHYSICAL_ID }));
    await expect(world.finish(update)).rejects.toThrow(`by ${LOGICAL_ID} of the stack Partner`);
    expect(world.claim()).toMatchObject({ owner: OWNER });
    expect(world.parent()).toBe(LAG_A);
  });

  test.each([
    ['account', STACK_ID.replace('111122223333', '444455556666')],
    ['region', STACK_ID.replace('us-east-1', 'eu-west-1')],
  ])('of another %s is never taken for gone, and nobody is asked', async (_, stackId) => {
    world.editClaim({ owner: { stackId, logicalResourceId: LOGICAL_ID } });
    const asked = world.cloudFormation.calls.length;
    // The prefetched question is about the new resource itself.
    world.cloudFormation.setResource(stackId, LOGICAL_ID, { status: 'DELETE_COMPLETE' });
    await expect(world.poll(world.begin('Create', successor()))).rejects.toThrow('is already associated by');
    expect(world.cloudFormation.calls.length - asked).toBeLessThanOrEqual(1);
    expect(world.parent()).toBe(LAG_A);
  });

  test('refuses an update once CloudFormation can say whether that is a rollback, and not before', async () => {
    const update = world.begin('Update', successor());
    world.time += STATUS_LAG_SECONDS * 1000 - 1;
    expect(await world.poll(update)).toEqual({ complete: false });
    expect(world.decisions.at(-1)?.decision).toBe(
      'not complete yet: another association has the connection, and this Update may be a rollback',
    );
    world.time += 1;
    await expect(world.poll(update)).rejects.toThrow('is already associated by');
  });

  test('is in the way of a create also while its stack is rolled back', async () => {
    world.cloudFormation.setStack(OTHER_STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    const create = world.begin('Create', successor());
    await expect(world.poll(create)).rejects.toThrow('is already associated by');
    expect(world.claim()).toMatchObject({ owner: OWNER });
    expect(world.parent()).toBe(LAG_A);
  });

  test('is not in the way of a rollback: what that undoes was refused, so nothing is moved, it succeeds, and the log says why', async () => {
    const update = successor({ physicalId: PHYSICAL_ID });
    await expect(world.run('Update', update)).rejects.toThrow('is already associated by');
    world.cloudFormation.setStack(OTHER_STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    const before = world.claim();
    const rollback = successor({ ...update, ...onto(LAG_C) });
    expect(await world.run('Update', rollback)).toMatchObject({
      parentConnectionId: LAG_A,
      originalParentConnectionId: '',
    });
    expect(world.decisions.at(-1)).toMatchObject({
      row: 4,
      decision: 'nothing to roll back: another association has the connection',
    });
    expect(world.associateCalls()).toBe(1);
    expect(world.claim()).toEqual(before);
  });
});

test('row 4: a rollback without the connection succeeds also where that is on no list', async () => {
  world.cloudFormation.setStack(OTHER_STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
  world.simulator.remove(CONNECTION);
  const rollback = successor({ physicalId: PHYSICAL_ID });
  expect(await world.run('Update', rollback)).toMatchObject({ parentConnectionId: '', connectionState: '' });
  expect(world.claim()).toMatchObject({ owner: OWNER });
});

describe('takeOver', () => {
  test('takes the connection where it is, without a call, and with all that is remembered', async () => {
    await world.run('Update', onto(LAG_B));
    world.time += 120_000;
    const data = await world.run('Create', successor(takeOver));
    expect(data).toMatchObject({ parentConnectionId: LAG_B, originalParentConnectionId: HOME });
    expect(world.associateCalls()).toBe(2);
    expect(world.physicalId).toBe(PHYSICAL_ID);
    expect(world.claim()).toMatchObject({
      owner: SUCCESSOR,
      phase: 'settled',
      foundOn: HOME,
      originalParentConnectionId: HOME,
      movedTo: [LAG_A, LAG_B],
      formerOperations: [{ owner: OWNER, operation: { type: 'Update' } }],
    });
  });

  test('moves it where another parent is declared, and the new owner’s delete brings it home', async () => {
    await world.run('Create', successor(takeOver));
    expect(world.parent()).toBe(LAG_B);
    world.time += 60_000;
    await world.run('Delete', successor({ physicalId: world.physicalId }));
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released', owner: SUCCESSOR });
  });

  test('is for an update as well', async () => {
    await world.run('Update', successor({ ...takeOver, physicalId: PHYSICAL_ID }));
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({ owner: SUCCESSOR, foundOn: HOME, movedTo: [LAG_A, LAG_B] });
  });

  test('keeps an originalParent that the former owner has declared, unless there is a new one', async () => {
    await world.run('Update', { properties: { originalParentConnectionId: LAG_C } });
    world.time += 120_000;
    await world.run('Create', successor(takeOver));
    expect(world.claim()).toMatchObject({ foundOn: HOME, originalParentConnectionId: LAG_C });
    world.time += 60_000;
    const properties = { originalParentConnectionId: OTHER_INTERCONNECT };
    await world.run('Update', successor({ properties, physicalId: world.physicalId }));
    expect(world.claim()).toMatchObject({ foundOn: HOME, originalParentConnectionId: OTHER_INTERCONNECT });
  });

  test('does not inherit from a claim whose connection somebody has moved on', async () => {
    world.simulator.moveByHand(CONNECTION, LAG_C);
    await world.run('Create', successor(takeOver));
    expect(world.claim()).toMatchObject({ foundOn: LAG_C, originalParentConnectionId: LAG_C });
  });

  test('is done once: what another has taken since, the second waiter does not take back', async () => {
    const event = world.begin('Create', successor(takeOver));
    const again = world.deliver(event);
    await world.finish(event);
    world.time += 60_000;
    await world.run('Create', { ...takeOver, logicalId: 'Third' });
    // As CloudFormation may still say for a while.
    world.status(event, 'CREATE_IN_PROGRESS');
    const taken = world.claim();
    await expect(world.poll(again)).rejects.toThrow(
      `${CONNECTION} is already associated by Third of the stack Partner`,
    );
    expect(world.claim()).toEqual(taken);
    expect(world.parent()).toBe(LAG_A);
  });

  test('is for an owner before as well, with an operation of its own', async () => {
    await world.run('Create', successor(takeOver));
    world.time += 120_000;
    await world.run('Update', takeOver);
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ owner: OWNER, formerOperations: [{ owner: SUCCESSOR }] });
  });

  test('by an update does not change the physical id', async () => {
    const physicalId = `${CONNECTION}/${LAG_C}`;
    await world.run('Update', successor({ ...takeOver, physicalId }));
    expect(world.claim()).toMatchObject({ owner: SUCCESSOR, foundOn: HOME });
    expect(world.physicalId).toBe(physicalId);
  });

  test('asks CloudFormation nothing about the owner', async () => {
    world.cloudFormation.calls.length = 0;
    await world.run('Create', successor(takeOver));
    expect(world.cloudFormation.calls).toEqual(['DescribeStackResource']);
  });

  test('waits while the owner may still be acting: until its deadline', async () => {
    world.editClaim({ phase: 'claimed', deadline: world.time + 300_000 });
    const seconds = await secondsUntilMoved(successor(takeOver));
    expect(seconds).toBe(300);
  });
});

describe('row 4: an owner that CloudFormation has forgotten', () => {
  test.each(['DELETE_COMPLETE', 'DELETE_SKIPPED'])(
    '%s: is taken over, with all that is remembered',
    async (status) => {
      setOwnerStatus(status);
      await world.run('Create', successor());
      expect(world.parent()).toBe(LAG_B);
      expect(world.claim()).toMatchObject({ owner: SUCCESSOR, foundOn: HOME, movedTo: [LAG_A, LAG_B] });
      const decision = `takes over from ${LOGICAL_ID} of the stack Partner`;
      expect(world.decisions).toContainEqual(expect.objectContaining({ decision, from: LAG_A }));
    },
  );

  test('and one that does not exist', async () => {
    world.editClaim({ owner: { ...OWNER, logicalResourceId: 'NeverHeardOf' } });
    await world.run('Create', successor());
    expect(world.claim()).toMatchObject({ owner: SUCCESSOR, foundOn: HOME });
  });

  test('also by an update, and by the association of the same stack under another logical id', async () => {
    world.forget();
    await world.run('Update', { ...onto(LAG_B), logicalId: 'Renamed', physicalId: PHYSICAL_ID });
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({ owner: { ...OWNER, logicalResourceId: 'Renamed' } });
  });

  test('is waited for 130 seconds after it has last written: its stack may only not show it yet', async () => {
    world.forget();
    world.editClaim({ updatedAt: world.time });
    const seconds = await secondsUntilMoved(successor());
    expect(seconds).toBe(UNTOLD_SECONDS);
  });

  test.each([
    ['claimed', 'its deadline', 300],
    ['accepted', 'its deadline', 300],
    ['moving', 'its deadline and the landing after that', 300 + LANDING_SECONDS],
  ])('is waited for in the phase %s, until %s', async (phase, _, least) => {
    world.forget();
    world.editClaim({ phase, deadline: world.time + 300_000 });
    const seconds = await secondsUntilMoved(successor());
    expect(seconds).toBe(least);
  });

  test('where the waiting is too long, it is told for what', async () => {
    world.forget();
    world.editClaim({ phase: 'moving', deadline: world.time + 3_000_000 });
    await expect(world.run('Create', successor({ properties: { timeoutSeconds: '60' } }))).rejects.toThrow(
      `Create of ${CONNECTION} did not complete in 60 seconds: the Create of ${LOGICAL_ID} of the stack Partner, which has ${CONNECTION}, may still be under way`,
    );
    expect(world.claim()).toMatchObject({ owner: OWNER, phase: 'moving' });
  });
});

describe('row 4: an owner that CloudFormation does not tell of', () => {
  test.each([
    ['denied', accessDenied()],
    ['throttled', throttled()],
  ])('%s: waits, and then fails naming the permission and takeOver', async (_, fault) => {
    world.forget();
    world.cloudFormation.faults.arm({ operation: 'DescribeStackResource', fault, times: 10_000 });
    const started = world.time;
    const failure = world.run('Create', successor({ properties: { timeoutSeconds: '400' } }));
    await expect(failure).rejects.toThrow(
      /could not ask cloudformation whether \S+ of the stack Partner still exists .* allow cloudformation:DescribeStackResource, or set takeOver$/,
    );
    expect(world.time - started).toBeGreaterThanOrEqual(400_000);
    expect(world.claim()).toMatchObject({ owner: OWNER });
    expect(world.parent()).toBe(LAG_A);
  });

  test('is taken over as soon as it does', async () => {
    world.forget();
    world.cloudFormation.faults.arm({
      operation: 'DescribeStackResource',
      fault: accessDenied(),
      times: 20,
    });
    await world.run('Create', successor());
    expect(world.claim()).toMatchObject({ owner: SUCCESSOR, foundOn: HOME });
  });
});

describe('row 15: the delete of an owner whose connection another has taken over', () => {
  beforeEach(async () => {
    await world.run('Create', successor(takeOver));
    world.time += 120_000;
  });

  test('touches nothing', async () => {
    const before = world.memory();
    const calls = world.simulator.calls.length;
    await world.run('Delete');
    expect(world.memory()).toEqual(before);
    expect(world.associateCalls()).toBe(2);
    const wrote = world.simulator.calls.slice(calls).filter(({ operation }) => /^Associate/.test(operation));
    expect(wrote).toEqual([]);
    expect(world.rows().at(-1)).toBe(15);
  });

  test('touches nothing either after that one has brought it home', async () => {
    await world.run('Delete', successor({ physicalId: PHYSICAL_ID }));
    world.time += 60_000;
    world.simulator.moveByHand(CONNECTION, LAG_A);
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_A);
    expect(world.rows().at(-1)).toBe(18);
  });

  test('brings it home where that one is gone, and has left it', async () => {
    world.forget(successor());
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released', owner: OWNER });
  });

  test('has nothing left in a rollback, where that one is gone: what its own create had found is there again', async () => {
    world.forget(successor());
    world.cloudFormation.setStack(STACK_ID, 'ROLLBACK_IN_PROGRESS');
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released', owner: OWNER });
  });

  test('goes in a rollback, where that one is gone, to where its own create had found it, not where it is declared', async () => {
    await world.run('Create', { ...takeOver, logicalId: 'Third' });
    world.time += 120_000;
    world.cloudFormation.setResource(STACK_ID, 'Third', { status: 'DELETE_COMPLETE' });
    world.editClaim({ originalParentConnectionId: LAG_C });
    world.cloudFormation.setStack(OTHER_STACK_ID, 'ROLLBACK_IN_PROGRESS');
    await world.run('Delete', successor());
    expect(world.parent()).toBe(LAG_A);
  });

  test('waits, and fails, while CloudFormation does not tell of that one', async () => {
    const fault = accessDenied();
    world.cloudFormation.faults.arm({ operation: 'DescribeStackResource', fault, times: 10_000 });
    await expect(world.run('Delete', { properties: { timeoutSeconds: '120' } })).rejects.toThrow(
      'could not ask cloudformation whether Successor of',
    );
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({ owner: SUCCESSOR, phase: 'settled' });
  });

  test('is not repeated by the waiter of a delete that is answered', async () => {
    const deletion = world.begin('Delete');
    world.forget(successor());
    await world.finish(deletion);
    world.time += 60_000;
    world.simulator.moveByHand(CONNECTION, LAG_B);
    expect((await world.poll(deletion)).complete).toBe(true);
    expect(world.parent()).toBe(LAG_B);
  });
});

test('row 15: after a stack refactoring the delete of the moved resource brings the connection home', async () => {
  world.forget();
  const refactored = { stackId: OTHER_STACK_ID, logicalId: 'MovedHere', physicalId: PHYSICAL_ID };
  await world.run('Delete', refactored);
  expect(world.parent()).toBe(HOME);
  expect(world.claim()).toMatchObject({
    phase: 'released',
    owner: { stackId: OTHER_STACK_ID, logicalResourceId: 'MovedHere' },
  });
});

test('row 15: after a stack refactoring, in a rollback, what the create of a third resource has found is not its own', async () => {
  await world.run('Update', { properties: { originalParentConnectionId: LAG_C } });
  world.time += 120_000;
  await world.run('Create', successor(takeOver));
  world.time += 120_000;
  world.forget(successor());
  world.cloudFormation.setStack(OTHER_STACK_ID, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await world.run('Delete', { stackId: OTHER_STACK_ID, logicalId: 'MovedHere' });
  expect(world.parent()).toBe(LAG_C);
});

test('row 15: after a stack refactoring an update of the moved resource goes on from what is remembered', async () => {
  world.forget();
  const refactored = { stackId: OTHER_STACK_ID, logicalId: 'MovedHere', physicalId: PHYSICAL_ID };
  await world.run('Update', { ...refactored, ...onto(LAG_B) });
  await world.run('Delete', { ...refactored, ...onto(LAG_B) });
  expect(world.parent()).toBe(HOME);
});

describe('row 19: the waiter of a former owner', () => {
  /** CloudFormation says nothing that would stop it: the fence alone does. */
  beforeEach(async () => {
    await world.stop();
    world = await World.start({ isEmulated: true });
    await hasConnection();
  });

  test('does nothing after the connection has gone to another owner and home', async () => {
    world.forget();
    const late = world.begin('Update', onto(LAG_C));
    world.time += 1_000;
    await world.run('Delete');
    world.time += 60_000;
    await world.run('Create', successor());
    world.time += 60_000;
    await expect(world.poll(late)).rejects.toThrow('superseded by a later Delete of the same association');
    await world.run('Delete', successor({ physicalId: PHYSICAL_ID }));
    world.time += 60_000;
    await expect(world.poll(late)).rejects.toThrow('superseded by a later Delete of the same association');
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({
      phase: 'released',
      owner: SUCCESSOR,
      formerOperations: [{ owner: OWNER, operation: { type: 'Delete' } }],
    });
  });

  test('of an owner that deletes another one’s claim is remembered too', async () => {
    const late = world.begin('Create', successor({ requestId: 'late' }));
    world.forget();
    const first = world.begin('Update', successor({ physicalId: PHYSICAL_ID }));
    world.time += 1_000;
    await world.finish(first);
    world.time += 120_000;
    world.forget(successor());
    await world.run('Delete');
    await expect(world.poll(late)).rejects.toThrow('superseded by a later Update');
    expect(world.parent()).toBe(HOME);
  });

  test('is forgotten after some days, with the claim of a delete', async () => {
    await world.run('Create', successor(takeOver));
    expect(world.claim()).toMatchObject({ formerOperations: [{ owner: OWNER }] });
    world.time += 8 * 24 * 3_600_000;
    await world.run('Update', successor({ physicalId: PHYSICAL_ID }));
    expect(world.claim()).toMatchObject({ formerOperations: [] });
  });
});
