import { refused } from '../../../simulator';
import { STATUS_LAG_SECONDS, UNTOLD_SECONDS } from '../../../lib/timing';
import {
  CONNECTION,
  HOME,
  LAG_A,
  LAG_B,
  LAG_C,
  LOGICAL_ID,
  OTHER_STACK_ID,
  STACK_ID,
  World,
  onto,
} from '../world';

/** Row 19: operations that were signed within seconds of each other, perhaps by clocks that are apart. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

type Event = ReturnType<World['event']>;

const wait = () => world.simulator.setState(CONNECTION, 'pending');

const waitsFor = () => world.decisions.at(-1)?.decision.replace('not complete yet: ', '');

/** CloudFormation sends an event that it has signed before, and says that it waits for it. */
function deliver(event: Event): Event {
  world.status(event, `${event.RequestType.toUpperCase()}_IN_PROGRESS`);
  return world.deliver(event);
}

/** A resource whose create has ended a while ago. */
async function create(): Promise<void> {
  await world.run('Create');
  world.time += 600_000;
}

describe('of two updates', () => {
  /** The first is under way when the second is issued, and has ended when that arrives. */
  async function issueBoth(first: string, second: string, seconds: number): Promise<Event> {
    await create();
    const began = world.begin('Update', onto(first));
    world.time += seconds * 1000;
    const event = world.event('Update', onto(second));
    world.time += 2_000;
    await world.finish(began);
    return deliver(event);
  }

  test.each([
    ['asks for something else', LAG_B, LAG_C],
    ['asks for what the first has asked for as well', LAG_A, LAG_A],
    ['asks for what had been before the first', LAG_B, LAG_A],
  ])('the second goes on at once where it %s', async (_, first, second) => {
    expect((await world.poll(await issueBoth(first, second, 3))).complete).toBe(true);
    expect(world.parent()).toBe(second);
  });

  test.each([
    [3, 'waits where the first may be its rollback', false],
    [11, 'goes on at once, since the first cannot be its rollback', true],
  ])('the second, signed %i seconds after the first, %s', async (seconds, _, complete) => {
    expect(await world.poll(await issueBoth(LAG_A, LAG_B, seconds))).toMatchObject({ complete });
  });

  test('the second goes on a minute after the end of the first, if that may have been its rollback', async () => {
    const second = await issueBoth(LAG_A, LAG_B, 3);
    const { updatedAt } = world.claim() as { readonly updatedAt: number };
    world.time = updatedAt + STATUS_LAG_SECONDS * 1000 - 1;
    expect(await world.poll(second)).toEqual({ complete: false });
    expect(waitsFor()).toBe('an Update that was issued at the same time may have been its rollback');
    world.time += 1;
    await world.poll(second);
    expect(world.claim()).toMatchObject({ operation: { requestId: second.RequestId } });
  });

  test('row 4: the second fails at once where another association has taken the connection over meanwhile', async () => {
    await create();
    const first = world.begin('Update');
    world.time += 1_000;
    const event = world.event('Update', onto(LAG_B));
    await world.finish(first);
    await world.run('Create', { stackId: OTHER_STACK_ID, properties: { takeOver: 'true' } });
    await expect(world.finish(deliver(event))).rejects.toThrow('is already associated by');
  });

  test('the second goes on at once where it was issued after the first had ended', async () => {
    await create();
    await world.finish(world.begin('Update'));
    world.time += 5_000;
    expect((await world.poll(world.begin('Update', onto(LAG_B)))).complete).toBe(true);
  });

  test('where an emulator stands in for CloudFormation, the time alone counts', async () => {
    await world.stop();
    world = await World.start({ isEmulated: true });
    expect((await world.poll(await issueBoth(LAG_A, LAG_B, 3))).complete).toBe(true);
  });

  test('the one that asks for what had been before, and is signed earlier, waits where the other has ended', async () => {
    await create();
    const event = world.event('Update', onto(LAG_A));
    world.time += 5_000;
    await world.finish(world.begin('Update', onto(LAG_B)));
    world.time += 3_000;
    const back = deliver(event);
    expect(await world.poll(back)).toEqual({ complete: false });
    expect(waitsFor()).toBe(
      'cloudformation waits for it, as far as it says, and another operation seems to be newer: Update',
    );
    expect(world.parent()).toBe(LAG_B);
    world.time += UNTOLD_SECONDS * 1000;
    await world.finish(back);
    expect(world.parent()).toBe(LAG_A);
  });

  test('the one that arrived earlier goes on at once where the other has done all that it asks for', async () => {
    await create();
    const event = deliver(world.event('Update', onto(LAG_B)));
    world.time += 2_000;
    const other = world.deliver({ ...world.event('Update', onto(LAG_B)), ResponseURL: event.ResponseURL });
    await world.finish(other);
    world.status(event, 'UPDATE_IN_PROGRESS');
    await world.finish(event);
    expect(world.associateCalls()).toBe(2);
  });

  test('the earlier one does not act on a word that may be of the other, which has not ended', async () => {
    await create();
    const event = world.event('Update', onto(LAG_C));
    world.time += 5_000;
    wait();
    await world.poll(world.begin('Update', onto(LAG_B)));
    world.time += 1_000;
    const update = deliver(event);
    expect(await world.poll(update)).toEqual({ complete: false });
    expect(waitsFor()).toBe('another seems to be newer, and this Update may be a rollback');
    world.time += STATUS_LAG_SECONDS * 1000;
    await expect(world.poll(update)).rejects.toThrow('superseded by a later Update');
  });

  test('the word for the earlier one counts in the end also if it has arrived before the other has ended', async () => {
    await create();
    const event = world.event('Update', onto(LAG_B));
    world.time += 2_000;
    const other = world.begin('Update');
    world.time += 2_000;
    const update = deliver(event);
    world.time += 2_000;
    await world.finish(other);
    world.status(update, 'UPDATE_IN_PROGRESS');
    expect(await world.poll(update)).toEqual({ complete: false });
    world.time += UNTOLD_SECONDS * 1000;
    await world.finish(update);
    expect(world.parent()).toBe(LAG_B);
  });

  test.each([
    ['ask for the same', LAG_A, LAG_A],
    ['ask for what has not been before', LAG_B, LAG_C],
  ])('the earlier one is superseded in a rollback as well, where both %s', async (_, first, second) => {
    await create();
    const update = world.begin('Update', onto(first));
    world.time += 1_000;
    wait();
    await world.poll(world.begin('Update', onto(second)));
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    world.status(update, 'UPDATE_IN_PROGRESS');
    await expect(world.poll(update)).rejects.toThrow('superseded by a later Update');
  });

  test.each([
    ['has its RequestId', true, 'UPDATE_IN_PROGRESS'],
    ['is that of its stack', false, 'UPDATE_ROLLBACK_IN_PROGRESS'],
  ])(
    'the rollback goes on after an update whose first step is the later one, if it %s',
    async (_, isSame, status) => {
      await create();
      world.cloudFormation.setStack(STACK_ID, status);
      const event = world.event('Update', onto(LAG_B));
      const back = world.event('Update', onto(LAG_A));
      const rollback = deliver(isSame ? { ...back, RequestId: event.RequestId } : back);
      world.time += 10_000;
      const update = deliver(event);
      world.time += 1_000;
      expect(await world.poll(update)).toEqual({ complete: false });
      await world.finish(rollback);
      world.time += STATUS_LAG_SECONDS * 1000;
      await expect(world.poll(update)).rejects.toThrow('superseded by a later Update');
      expect(world.parent()).toBe(LAG_A);
    },
  );
});

test('a rollback to before an update that has ended well goes on after the next one, which seems to be newer', async () => {
  await create();
  await world.run('Update', onto(LAG_B));
  world.time += 600_000;
  const event = world.event('Update', onto(LAG_A));
  world.time += 1_000;
  wait();
  await world.poll(world.begin('Update', onto(LAG_C)));
  world.time += 1_000;
  const rollback = deliver(event);
  expect(await world.poll(rollback)).toEqual({ complete: false });
  world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
  world.simulator.setState(CONNECTION, 'available');
  world.time += STATUS_LAG_SECONDS * 1000;
  await world.finish(rollback);
  expect(world.parent()).toBe(LAG_A);
});

test('where the claim was lost, of two updates the one goes on that has arrived later, though it is signed earlier', async () => {
  await create();
  world.dynamoDb.removeItem(CONNECTION);
  const event = world.event('Update', onto(LAG_A));
  world.time += 1_000;
  const update = world.begin('Update', onto(LAG_B));
  wait();
  await world.poll(update);
  world.time += 1_000;
  const back = deliver(event);
  world.simulator.setState(CONNECTION, 'available');
  await world.finish(back);
  await expect(world.poll(update)).rejects.toThrow('superseded by a later Update');
  expect(world.parent()).toBe(LAG_A);
});

describe('a delete that is awaited, and signed earlier', () => {
  test.each(['Create', 'Update'] as const)(
    'waits for a minute also in a rollback, where the %s that seems to be newer has not ended',
    async (type) => {
      if (type === 'Update') await create();
      const event = world.event(
        'Delete',
        type === 'Create' ? { physicalId: 'invented-by-cloudformation' } : {},
      );
      world.time += 5_000;
      wait();
      await world.poll(world.begin(type, onto(LAG_B)));
      world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
      world.time += 1_000;
      const deletion = deliver(event);
      expect(await world.poll(deletion)).toEqual({ complete: false });
      expect(world.claim()).toMatchObject({ operation: { type } });
      expect(waitsFor()).toContain(`seems to be newer: ${type}`);
      world.simulator.setState(CONNECTION, 'available');
      world.time += STATUS_LAG_SECONDS * 1000;
      await world.finish(deletion);
      expect(world.parent()).toBe(HOME);
    },
  );

  test('is the newest operation after that, also for one that was signed more than ten seconds after it', async () => {
    await create();
    const event = world.event('Delete');
    world.time += 8_000;
    await world.finish(world.begin('Update'));
    world.time += 3_000;
    const givenUp = world.begin('Update', onto(LAG_B));
    world.time += 1_000;
    await world.finish(deliver(event));
    world.status(givenUp, 'UPDATE_IN_PROGRESS');
    await expect(world.poll(givenUp)).rejects.toThrow('superseded by a later Delete');
    expect(world.parent()).toBe(HOME);
  });

  test('goes on however late it arrives', async () => {
    await create();
    const event = world.event('Delete');
    world.time += 5_000;
    await world.finish(world.begin('Update'));
    world.time += 90_000;
    await world.finish(deliver(event));
    expect(world.parent()).toBe(HOME);
  });
});

describe('the delete of a try before', () => {
  /** What CloudFormation says of another resource, when a later try has ended well. */
  async function deleteAfter(resource: { status: string; physicalId: string }): Promise<Event> {
    const event = world.event('Delete', { physicalId: 'invented-for-the-first' });
    world.time += 4_000;
    await world.finish(world.begin('Create'));
    const deletion = world.deliver(event);
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, resource);
    world.time += 61_000;
    return deletion;
  }

  test('waits while CloudFormation says of neither what it is', async () => {
    const resource = { status: 'DELETE_IN_PROGRESS', physicalId: 'invented-for-the-second' };
    expect(await world.poll(await deleteAfter(resource))).toEqual({ complete: false });
    expect(waitsFor()).toBe(
      'another operation seems to be newer, and cloudformation says of neither what it is: Create',
    );
  });

  test('is not superseded where CloudFormation says that another was deleted', async () => {
    const resource = { status: 'DELETE_COMPLETE', physicalId: 'invented-for-the-second' };
    await world.finish(await deleteAfter(resource));
    expect(world.parent()).toBe(HOME);
  });
});

test('the second waiter of a create that has succeeded does not act on the word for its update', async () => {
  const create = world.event('Create');
  await world.finish(deliver(create));
  world.time += 1_000;
  await world.finish(world.begin('Update', onto(LAG_B)));
  world.time += 1_000;
  // What CloudFormation says of an update may be said of a create that replaces a failed one.
  const again = world.deliver(create);
  world.status(again, 'UPDATE_IN_PROGRESS');
  world.time += 2 * STATUS_LAG_SECONDS * 1000;
  await expect(world.poll(again)).rejects.toThrow('superseded by a later Update');
  expect(world.parent()).toBe(LAG_B);
});

describe('a create that was signed before its retry', () => {
  test('does not act on the word for it while that has not ended, however long that takes', async () => {
    const event = world.event('Create');
    world.time += 1_000;
    wait();
    await world.poll(world.begin('Create', onto(LAG_B)));
    world.time += 5_000;
    const first = deliver(event);
    world.time += 600_000;
    await expect(world.poll(first)).rejects.toThrow('superseded by a later Create');
    expect(world.associateCalls()).toBe(1);
  });
});

/** How many seconds from now an operation was signed, and has arrived. */
type After = readonly [signed: number, arrived: number];

const OWNER = { stackId: STACK_ID, logicalResourceId: LOGICAL_ID };

/** The claim notes another operation that waits. */
function noteWaiting([signed, arrived]: After, { type = 'Create', owner = OWNER } = {}): void {
  const times = { issuedAt: world.time + signed * 1000, receivedAt: world.time + arrived * 1000 };
  const operation = { requestId: 'second', type, ...times };
  world.editClaim({ waiting: [{ owner, operation, reason: 'waits' }] });
}

describe('a create, where the claim notes another operation that waits,', () => {
  async function pollBeside(after: After, note = {}): Promise<unknown> {
    await world.run('Create', { logicalId: 'Other' });
    world.time += 600_000;
    const event = world.begin('Create', {
      properties: { parentConnectionId: LAG_B, takeOver: 'true' },
      requestId: 'first',
    });
    noteWaiting(after, note);
    return world.poll(event);
  }

  test.each<After>([
    [1, 1],
    [11, 1],
    [11, -1],
  ])('is superseded by its retry, signed %d seconds later and arrived %d', async (...after) => {
    await expect(pollBeside(after)).rejects.toThrow('superseded by a later Create');
  });

  test.each<readonly [string, object, After]>([
    ['seems to be newer, and has arrived before', {}, [1, -1]],
    ['seems to be newer, and has arrived at the same time', {}, [1, 0]],
    ['is of another resource', { owner: { ...OWNER, stackId: OTHER_STACK_ID } }, [11, 11]],
    ['is no create', { type: 'Delete' }, [11, 11]],
  ])('goes on beside one that %s', async (_, note, after) => {
    expect(await pollBeside(after, note)).toMatchObject({ complete: true });
    expect(world.parent()).toBe(LAG_B);
  });
});

test('a delete goes on, whatever create of its resource waits', async () => {
  await create();
  const deletion = world.begin('Delete');
  noteWaiting([11, 11]);
  expect(await world.poll(deletion)).toMatchObject({ complete: true });
  expect(world.parent()).toBe(HOME);
});

test('an update waits, and says why, while the one before it may have been its rollback', async () => {
  await create();
  const update = world.event('Update', onto(LAG_B));
  world.time += 1_000;
  await world.finish(
    deliver({
      ...update,
      RequestId: 'rollback',
      ResourceProperties: world.event('Update').ResourceProperties,
    }),
  );
  const late = deliver(update);
  expect(await world.poll(late)).toEqual({ complete: false });
  expect(waitsFor()).toBe('an Update that was issued at the same time may have been its rollback');
});

test('a create right after a delete waits, and says why, while CloudFormation does not know of it', async () => {
  await create();
  await world.run('Delete');
  world.time += 1_000;
  const again = world.begin('Create');
  world.cloudFormation.forget(STACK_ID, LOGICAL_ID);
  expect(await world.poll(again)).toEqual({ complete: false });
  expect(waitsFor()).toBe(
    'cloudformation does not know of the resource yet, and another operation seems to be newer',
  );
});

test('the delete of an earlier try is not what had ended well before an update that asks for the same as that', async () => {
  await world.stop();
  world = await World.start({ settleMs: 4_000 });
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('no') });
  const first = world.begin('Create', onto(LAG_B));
  await expect(world.finish(first)).rejects.toThrow('no');
  world.time += 60_000;
  await world.run('Create');
  await world.run('Delete', { ...onto(LAG_B), physicalId: first.PhysicalResourceId });
  world.time += 300_000;
  const update = world.begin('Update', { ...onto(LAG_B), requestId: 'update' });
  await world.poll(update);
  world.time += 1_000;
  const rollback = world.begin('Update', { requestId: 'update' });
  await world.poll(rollback);
  await expect(world.poll(update)).rejects.toThrow('superseded by a later Update');
  await world.finish(rollback);
  expect(world.parent()).toBe(LAG_A);
});

test('an update that is put back, and asks for the same parents, is not superseded by it while that waits', async () => {
  await world.run('Create');
  world.time += 300_000;
  const { ResponseURL } = world.event('Update');
  world.time += 1_000;
  world.simulator.setState(CONNECTION, 'down');
  const update = world.begin('Update', { properties: { waitForAvailable: 'true' } });
  expect(await world.poll(update)).toEqual({ complete: false });
  world.time += 1;
  const back = world.deliver({ ...world.event('Update'), ResponseURL });
  expect((await world.poll(back)).complete).toBe(true);
  expect(world.associateCalls()).toBe(1);
});
