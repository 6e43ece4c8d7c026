import type { IsCompleteEvent } from '../../../lambda/cloudformation/event';
import { hostedConnections, inventory, refused, serverError, throttled } from '../../../simulator';
import {
  AGREEING_SECONDS,
  LANDING_SECONDS,
  MISSING_IN_DELETE_SECONDS,
  MISSING_SECONDS,
  POLL_INTERVAL_SECONDS,
  SHOWN_SECONDS,
  STATUS_LAG_SECONDS,
} from '../../../lib/timing';
import { CONNECTION, HOME, LAG_A, LAG_B, LAG_C, LOGICAL_ID, OTHER_INTERCONNECT, STACK_ID } from '../world';
import { World, onto } from '../world';

/** Whatever Direct Connect turns out to do, the connection and the memory of its origin stay. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const associate = 'AssociateHostedConnection' as const;

async function restart(options: Parameters<typeof World.start>[0]): Promise<void> {
  await world.stop();
  world = await World.start(options);
}

describe('an origin is not forgotten', () => {
  test.each([
    [400, 'DirectConnectServerException'],
    [500, 'DirectConnectServerException'],
    [408, 'RequestTimeoutException'],
  ])('after a move that was answered with %i %s', async (status, type) => {
    world.simulator.arm({
      operation: associate,
      fault: { kind: 'errorAfter', status, type, message: 'oops' },
    });
    await world.run('Create');
    expect(world.associateCalls()).toBe(1);
    expect(world.claim()).toMatchObject({
      phase: 'settled',
      foundOn: HOME,
      originalParentConnectionId: HOME,
    });
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
  });
});

describe('lists that are late', () => {
  test('show where it was before the create had found it, which is not somebody’s act after that', async () => {
    await restart({ readLagMs: 180_000 });
    world.simulator.moveByHand(CONNECTION, OTHER_INTERCONNECT);
    world.time += 60_000;
    const create = world.begin('Create');
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(world.parent()).toBe(LAG_A);
    const deletion = world.begin('Delete', { physicalId: create.PhysicalResourceId });
    world.time += 121_000;
    // The list has come as far as what was by hand, and not as far as the move.
    expect(await world.poll(deletion)).toEqual({ complete: false });
    await world.finish(deletion);
    expect(world.parent()).toBe(HOME);
  });

  test('and go back behind a move that has ended well are doubted for as long, and then believed', async () => {
    await world.run('Create');
    const { updatedAt } = world.claim() as { readonly updatedAt: number };
    // For the lists it is where it was before.
    world.simulator.moveByHand(CONNECTION, HOME);
    world.time += 1_000;
    const update = world.begin('Update', onto(LAG_B));
    for (const time of [world.time, updatedAt + SHOWN_SECONDS * 1000 - 1]) {
      world.time = time;
      expect(await world.poll(update)).toEqual({ complete: false });
      expect(world.decisions.at(-1)?.decision).toBe(
        `not complete yet: the connection was put on ${LAG_A}, and lists may not show it yet: they show it on ${HOME}`,
      );
      world.editClaim({ updatedAt });
    }
    expect(world.associateCalls()).toBe(1);
    world.time += 1;
    await world.poll(update);
    expect(world.parent()).toBe(LAG_B);
    await world.finish(update);
    expect(world.claim()).toMatchObject({ foundOn: HOME, originalParentConnectionId: HOME });
  });

  test.each([60, 120, 180])('by %i seconds: one call, and one home', async (seconds) => {
    await restart({ readLagMs: seconds * 1000 });
    await world.run('Create');
    expect(world.associateCalls()).toBe(1);
    expect(world.parent()).toBe(LAG_A);
    await world.run('Delete');
    expect(world.associateCalls()).toBe(2);
    expect(world.parent()).toBe(HOME);
  });

  test.each([60, 120, 180])('by %i seconds, with the connection on none meanwhile', async (seconds) => {
    await restart({ readLagMs: seconds * 1000, meanwhile: 'nowhere' });
    await world.run('Create');
    await world.run('Delete');
    expect(world.associateCalls()).toBe(2);
    expect(world.parent()).toBe(HOME);
  });

  test.each([60, 120, 180])('by %i seconds, after an answer that was lost', async (seconds) => {
    await restart({ readLagMs: seconds * 1000 });
    world.simulator.arm({ operation: associate, fault: { kind: 'lostAnswer' } });
    await world.run('Create');
    expect(world.associateCalls()).toBe(1);
    expect(world.parent()).toBe(LAG_A);
  });

  test('for longer than anybody assumes: the create fails, and what is undone is where it was', async () => {
    await restart({ readLagMs: 4_000_000 });
    const create = world.begin('Create');
    await expect(world.finish(create, 60)).rejects.toThrow(
      `the move to ${LAG_A} was accepted, and lists show it on ${HOME}`,
    );
    expect(world.associateCalls()).toBe(1);
    world.time += 1_000;
    const deletion = world.begin('Delete', { physicalId: create.PhysicalResourceId });
    await expect(world.finish(deletion, 60))
      .rejects.toThrow(`the move to ${HOME} was accepted`)
      .catch(() => undefined);
    expect(world.parent()).toBe(HOME);
    expect(world.associateCalls()).toBe(2);
  });

  test('a move that was accepted is not made again by the operation that has called', async () => {
    await restart({ readLagMs: 4_000_000 });
    const create = world.begin('Create');
    await expect(world.finish(create, 60)).rejects.toThrow('did not complete in 1800 seconds');
    expect(world.claim()).toMatchObject({ phase: 'accepted', movedTo: [LAG_A], foundOn: HOME });
    expect(world.associateCalls()).toBe(1);
  });
});

test('moved back by somebody before a list has shown it at home, it is brought home by the next delete', async () => {
  await restart({ readLagMs: 8_000 });
  await world.run('Create');
  world.time += 600_000;
  const first = world.begin('Delete');
  await world.poll(first);
  expect(world.parent()).toBe(HOME);
  world.simulator.moveByHand(CONNECTION, LAG_A);
  world.time += 10_000;
  await expect(world.finish(first, 60)).rejects.toThrow('delete again');
  world.time += 1_000;
  const second = world.begin('Delete');
  await world.poll(second);
  world.time += AGREEING_SECONDS * 1000 - 1;
  expect(await world.poll(second)).toEqual({ complete: false });
  expect(world.associateCalls()).toBe(2);
  world.time += 1;
  await world.finish(second);
  expect(world.associateCalls()).toBe(3);
  expect(world.parent()).toBe(HOME);
});

test('what a late list still shows from before a delete is not taken for the act of somebody else', async () => {
  await restart({ lateness: [0], readLagMs: 180_000 });
  await world.run('Create', onto(LAG_B));
  await world.run('Delete');
  const released = world.claim() as { hasLeft: string[] };
  expect(released.hasLeft).toContain(LAG_B);
  const renamed = { logicalId: 'Renamed', ...onto(LAG_A) };
  const create = world.begin('Create', renamed);
  await world.poll(create);
  expect(world.claim()).toMatchObject({ stale: { parentIds: released.hasLeft } });
});

test('where a delete has left the connection stays known after another one that has nothing to put back', async () => {
  await world.run('Create');
  await world.run('Delete');
  const { leftOn, hasLeft } = world.claim() as { leftOn: string; hasLeft: string[] };
  expect(leftOn).toBe(HOME);
  expect(hasLeft).toContain(LAG_A);
  await world.run('Delete', { logicalId: 'Renamed', physicalId: 'invented' });
  expect(world.claim()).toMatchObject({ owner: { logicalResourceId: 'Renamed' }, leftOn, hasLeft });
});

test('lists that go back behind what a delete has put back are doubted by the next create, and then believed', async () => {
  await world.run('Create');
  world.time += 600_000;
  await world.run('Delete');
  const { updatedAt } = world.claim() as { readonly updatedAt: number };
  // For the lists it is where it was before.
  world.simulator.moveByHand(CONNECTION, LAG_A);
  world.time += 11_000;
  const create = world.begin('Create', onto(LAG_B));
  for (const time of [world.time, updatedAt + SHOWN_SECONDS * 1000 - 1]) {
    world.time = time;
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(world.decisions.at(-1)?.decision).toBe(
      `not complete yet: the connection was put back on ${HOME}, and lists may not show it yet`,
    );
  }
  expect(world.claim()).toMatchObject({ phase: 'released' });
  world.time += 1;
  expect((await world.poll(create)).complete).toBe(true);
  expect(world.claim()).toMatchObject({ foundOn: LAG_A, movedTo: [LAG_B] });
});

test('a create after a delete that had nothing to put back has nothing to doubt', async () => {
  await world.run('Delete', { physicalId: 'invented-by-cloudformation' });
  world.time += 11_000;
  expect((await world.poll(world.begin('Create'))).complete).toBe(true);
  await world.run('Update', onto(LAG_B));
  expect(world.claim()).toMatchObject({ foundOn: HOME, movedTo: [LAG_A, LAG_B] });
});

test('what was put elsewhere by hand before a list has shown its move is believed when lists are as late as can be', async () => {
  await restart({ readLagMs: 8_000 });
  const create = world.begin('Create');
  await world.poll(create);
  const { phase, updatedAt } = world.claim() as { readonly phase: string; readonly updatedAt: number };
  expect(phase).toBe('accepted');
  world.simulator.moveByHand(CONNECTION, LAG_C);
  world.time = updatedAt + SHOWN_SECONDS * 1000 - 1;
  expect(await world.poll(create)).toEqual({ complete: false });
  expect(world.associateCalls()).toBe(1);
  world.time += 1;
  await world.poll(create);
  expect(world.associateCalls()).toBe(2);
  await world.finish(create);
  expect(world.parent()).toBe(LAG_A);
});

describe('lists that show the connection on both parents', () => {
  test('are looked at first where it was put last: a create after a delete need not wait', async () => {
    await restart({ readLagMs: 60_000, meanwhile: 'on both' });
    await world.run('Create');
    world.time += 600_000;
    await world.run('Delete');
    world.time += 11_000;
    expect((await world.poll(world.begin('Create', onto(LAG_B)))).complete).toBe(true);
    expect(world.claim()).toMatchObject({ foundOn: HOME });
  });

  test('are not looked at any more on the page where it was found before its move', async () => {
    const hosted = { [HOME]: [...hostedConnections(400, 'a'), CONNECTION] };
    await restart({
      inventory: inventory({ interconnects: [HOME], lags: [LAG_A], hosted }),
      readLagMs: 60_000,
      meanwhile: 'on both',
    });
    world.simulator.arm({ operation: associate, fault: throttled() });
    const create = world.begin('Create');
    expect(await world.poll(create)).toEqual({ complete: false });
    world.time += 5_000;
    const { faults } = world.dynamoDb;
    world.onCall = (command) => {
      if (command === 'AssociateHostedConnectionCommand') {
        faults.arm({ operation: 'PutItem', fault: serverError() });
      }
    };
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(world.parent()).toBe(LAG_A);
    world.time += 5_000;
    expect((await world.poll(create)).complete).toBe(true);
  });
});

describe('an answer that was lost', () => {
  test('is not made up for by one reading alone', async () => {
    world.simulator.arm({ operation: associate, fault: { kind: 'lostRequest' } });
    const create = world.begin('Create');
    await world.poll(create);
    world.time += LANDING_SECONDS * 1000;
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ phase: 'moving', waiting: [{ contrary: { parentId: HOME } }] });
    world.time += AGREEING_SECONDS * 1000 - 1;
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(world.associateCalls()).toBe(1);
    world.time += 1;
    expect((await world.poll(create)).complete).toBe(true);
    expect(world.associateCalls()).toBe(2);
  });

  test('needs two readings that agree', async () => {
    await world.run('Create');
    world.time += 600_000;
    world.simulator.arm({ operation: associate, fault: { kind: 'lostRequest' } });
    const update = world.begin('Update', onto(LAG_B));
    await world.poll(update);
    world.time += LANDING_SECONDS * 1000;
    await world.poll(update);
    world.simulator.moveByHand(CONNECTION, HOME);
    world.time += AGREEING_SECONDS * 1000;
    expect(await world.poll(update)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ waiting: [{ contrary: { parentId: HOME, since: world.time } }] });
  });
});

describe('operations that wait side by side for two readings that agree', () => {
  let called: IsCompleteEvent;

  /** Polls them in turn, until one has ended. */
  async function pollInTurn(...events: readonly IsCompleteEvent[]): Promise<void> {
    for (let polls = 0; polls < 12; polls += 1) {
      for (const event of events) if ((await world.poll(event)).complete) return;
      world.time += POLL_INTERVAL_SECONDS * 1000;
    }
  }

  beforeEach(async () => {
    world.simulator.arm({ operation: associate, fault: { kind: 'lostRequest' } });
    called = world.begin('Create');
    await world.poll(called);
    world.time += LANDING_SECONDS * 1000;
  });

  test('a create, and an earlier one that was cancelled', async () => {
    const cancelled = world.begin('Create', onto(LAG_C));
    world.time += 1_000;
    const create = world.begin('Create', onto(LAG_B));
    await expect(pollInTurn(cancelled, create)).rejects.toThrow('superseded by a later Create');
    await world.finish(create);
    expect(world.associateCalls()).toBe(2);
  });

  test('the one that has called does not call again once its retry has read where the connection is', async () => {
    const retry = world.begin('Create', onto(LAG_B));
    await expect(pollInTurn(called, retry, called)).rejects.toThrow('superseded by a later Create');
    await world.finish(retry);
    expect(world.parent()).toBe(LAG_B);
    expect(world.associateCalls()).toBe(2);
  });

  test('nor if the two seem to have been signed in one second', async () => {
    const retry = world.begin('Create', onto(LAG_B));
    const alike = { ...retry, ResponseURL: called.ResponseURL };
    await expect(pollInTurn(called, alike, called)).rejects.toThrow('superseded by a later Create');
    expect(world.associateCalls()).toBe(1);
  });

  test('but goes on where it was delivered twice', async () => {
    world.time += 1;
    await pollInTurn(world.deliver(called), called);
    expect(world.parent()).toBe(LAG_A);
  });

  test('and goes on beside one that waits to take the connection over', async () => {
    const other = world.begin('Create', {
      ...onto(LAG_B),
      logicalId: 'Heir',
      properties: { takeOver: 'true' },
    });
    world.time += 1;
    await pollInTurn(other, called);
    expect(world.parent()).toBe(LAG_A);
  });

  test('two deliveries of one delete, for a connection that is listed nowhere', async () => {
    world.simulator.remove(CONNECTION);
    const event = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
    const began = world.time;
    let again: IsCompleteEvent | undefined;
    while (!(await world.poll(event)).complete) {
      if (again) await world.poll(again);
      world.time += POLL_INTERVAL_SECONDS * 1000;
      if (world.time - began >= 180_000) again ??= world.deliver(event);
    }
    const waited = (world.time - began) / 1000;
    expect(waited).toBeLessThanOrEqual(MISSING_IN_DELETE_SECONDS + AGREEING_SECONDS + POLL_INTERVAL_SECONDS);
  });

  describe('the deletes of two tries, of which CloudFormation says that a third was deleted,', () => {
    function beginDeletes(): IsCompleteEvent[] {
      const ids = ['invented-for-the-first', 'invented-for-the-second'];
      const deletes = ids.map((physicalId) => world.begin('Delete', { physicalId }));
      const third = { status: 'DELETE_COMPLETE', physicalId: 'invented-for-the-third' };
      world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, third);
      world.time += STATUS_LAG_SECONDS * 1000;
      return deletes;
    }

    test('of a connection that is where it was', async () => {
      await pollInTurn(...beginDeletes());
      expect(world.claim()).toMatchObject({ phase: 'released', leftOn: HOME });
    });

    test('of one that is listed nowhere', async () => {
      world.simulator.remove(CONNECTION);
      const deletes = beginDeletes();
      for (let minutes = 0; minutes < 9; minutes += 1) await pollInTurn(...deletes);
      expect(world.claim()).toMatchObject({ phase: 'released' });
    });
  });
});

describe('a claim that an earlier resource has left, of a move whose answer was lost', () => {
  beforeEach(async () => {
    world.simulator.arm({ operation: associate, fault: { kind: 'lostRequest' } });
    const create = world.begin('Create');
    await world.poll(create);
    world.forget();
    world.time += 3_600_000;
  });

  test.each([
    ['of another name', { logicalId: 'Heir' }],
    ['of the same name', {}],
  ])('is settled by two readings of a create %s', async (_, who) => {
    const create = world.begin('Create', { ...who, ...onto(LAG_B) });
    expect(await world.poll(create)).toEqual({ complete: false });
    const noted = {
      operation: { requestId: create.RequestId },
      contrary: { parentId: HOME, since: world.time },
    };
    expect(world.claim()).toMatchObject({ phase: 'moving', operation: { type: 'Create' }, waiting: [noted] });
    world.time += AGREEING_SECONDS * 1000 - 1;
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ version: 2, movedTo: [LAG_A], waiting: [noted] });
    world.time += 1;
    expect((await world.poll(create)).complete).toBe(true);
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({ originalParentConnectionId: HOME, foundOn: HOME });
    expect(world.claim()).not.toHaveProperty('waiting');
  });

  test('is not written by a create that CloudFormation does not wait for', async () => {
    const create = world.begin('Create', { logicalId: 'Heir' });
    const before = world.claim();
    world.status(create, 'CREATE_FAILED');
    await world.poll(create);
    world.time += 60_000;
    await expect(world.poll(create)).rejects.toThrow('no longer waits for this Create');
    expect(world.claim()).toEqual(before);
  });

  test('a connection that is listed nowhere is so for four minutes, and the create fails', async () => {
    world.simulator.remove(CONNECTION);
    const create = world.begin('Create', { logicalId: 'Heir' });
    const began = world.time;
    await expect(world.finish(create)).rejects.toThrow('none of the 5 there has it');
    expect(world.time - began).toBe((AGREEING_SECONDS + MISSING_SECONDS) * 1000);
    expect(world.claim()).toMatchObject({ phase: 'moving', foundOn: HOME, movedTo: [LAG_A] });
  });
});

describe('a refusal', () => {
  const refusedAfter = {
    operation: associate,
    fault: { ...refused('already there'), kind: 'errorAfter' },
  } as const;

  test('of a move to where the connection has just come is none', async () => {
    world.simulator.arm(refusedAfter);
    expect(await world.run('Create')).toMatchObject({
      parentConnectionId: LAG_A,
      originalParentConnectionId: HOME,
    });
    expect(world.associateCalls()).toBe(1);
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
  });

  test('of the way home, where the connection has just come, is none', async () => {
    await world.run('Create');
    world.time += 600_000;
    world.simulator.arm(refusedAfter);
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('leaves nobody waiting for the timeout of the operation', async () => {
    world.simulator.arm({ operation: associate, fault: refused('no') });
    const create = world.begin('Create');
    await expect(world.finish(create, 60)).rejects.toThrow('direct connect refused the Create');
    expect(world.claim()).toMatchObject({ phase: 'claimed', deadline: world.time });
  });
});

describe('a connection that is listed nowhere', () => {
  const hide = () => world.simulator.remove(CONNECTION);
  const show = (parentId: string) =>
    world.simulator.addHostedConnection(parentId, { connectionId: CONNECTION, vlan: 101 });

  test('is not gone for a delete before eight minutes are over', async () => {
    await world.run('Create');
    world.time += 600_000;
    hide();
    const deletion = world.begin('Delete');
    expect(await world.poll(deletion)).toEqual({ complete: false });
    world.time += MISSING_IN_DELETE_SECONDS * 1000 - 1;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    show(LAG_A);
    await world.finish(deletion);
    expect(world.parent()).toBe(HOME);
  });

  test('counts anew when it was seen in between', async () => {
    await world.run('Create');
    world.time += 600_000;
    hide();
    const deletion = world.begin('Delete');
    await world.poll(deletion);
    world.time += 400_000;
    show(LAG_A);
    world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-cc000001', vlan: 101 });
    await world.poll(deletion);
    hide();
    world.time += 100_000;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    world.time += MISSING_IN_DELETE_SECONDS * 1000;
    expect((await world.poll(deletion)).complete).toBe(true);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('does not count anew after a poll that could not look', async () => {
    await world.run('Create');
    world.time += 600_000;
    hide();
    const deletion = world.begin('Delete');
    await world.poll(deletion);
    world.time += 100_000;
    world.simulator.arm({ operation: 'DescribeHostedConnections', fault: serverError() });
    expect(await world.poll(deletion)).toEqual({ complete: false });
    world.time += MISSING_IN_DELETE_SECONDS * 1000 - 100_000;
    expect((await world.poll(deletion)).complete).toBe(true);
  });

  test('counts anew for each operation', async () => {
    await world.run('Create');
    world.time += 600_000;
    hide();
    const first = world.begin('Delete');
    await world.poll(first);
    world.status(first, 'DELETE_FAILED');
    world.time += MISSING_IN_DELETE_SECONDS * 1000;
    expect(await world.poll(world.begin('Delete'))).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ phase: 'claimed' });
  });

  test('is never gone after a move that was accepted and has not been listed yet', async () => {
    await restart({ readLagMs: 4_000_000, meanwhile: 'nowhere' });
    const soon = { properties: { timeoutSeconds: '900' } };
    const create = world.begin('Create', soon);
    await expect(world.finish(create, 60)).rejects.toThrow(
      `the move to ${LAG_A} was accepted, and no list shows it`,
    );
    world.time += 1_000;
    const deletion = world.begin('Delete', { ...soon, physicalId: create.PhysicalResourceId });
    await expect(world.finish(deletion, 60)).rejects.toThrow(
      `${CONNECTION} is on ${LAG_A}, as far as is known, and came from ${HOME}`,
    );
    expect(world.claim()).toMatchObject({ phase: 'accepted', foundOn: HOME });
  });

  test('is gone also after a move whose answer was lost', async () => {
    world.simulator.arm({ operation: associate, fault: { kind: 'lostRequest' } });
    const create = world.begin('Create');
    await world.poll(create);
    hide();
    world.time += 3_600_000;
    const deletion = world.begin('Delete', { physicalId: create.PhysicalResourceId });
    const began = world.time;
    await world.finish(deletion);
    expect(world.time - began).toBe((AGREEING_SECONDS + MISSING_IN_DELETE_SECONDS) * 1000);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('while a list is refused', async () => {
    await world.run('Create');
    world.time += 600_000;
    const matches = ({ connectionId }: Readonly<Record<string, unknown>>) => connectionId === LAG_A;
    world.simulator.arm({
      operation: 'DescribeHostedConnections',
      matches,
      times: 1_000,
      fault: refused('no'),
    });
    const deletion = world.begin('Delete');
    await expect(world.finish(deletion, 60)).rejects.toThrow('direct connect refused the Delete');
    expect(world.claim()).toMatchObject({ originalParentConnectionId: HOME });
    expect(world.parent()).toBe(LAG_A);
  });
});

describe('an update that is rolled back', () => {
  test('has changed nothing of where a delete goes', async () => {
    await world.run('Create');
    world.time += 60_000;
    await world.run('Update', { properties: { originalParentConnectionId: LAG_C } });
    expect(world.claim()).toMatchObject({ originalParentConnectionId: LAG_C });
    world.time += 60_000;
    await world.run('Update', { oldProperties: { originalParentConnectionId: LAG_C } });
    expect(world.claim()).toMatchObject({ originalParentConnectionId: HOME });
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
  });
});

test('without a claim an update that comes late takes its place, and moves in the next poll', async () => {
  await world.run('Create', { properties: { originalParentConnectionId: HOME } });
  world.time += 600_000;
  world.dynamoDb.removeItem(CONNECTION);
  const update = world.begin('Update', {
    properties: { parentConnectionId: LAG_B, originalParentConnectionId: HOME },
  });
  world.time += 11_000;
  expect(await world.poll(update)).toEqual({ complete: false });
  world.time += 5_000;
  expect((await world.poll(update)).complete).toBe(true);
  expect(world.parent()).toBe(LAG_B);
});

describe('at the timeout the reason is told', () => {
  test('that the operation has waited for, also if it is over', async () => {
    await world.run('Create');
    world.time += 60_000;
    world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-cc000001', vlan: 101 });
    const deletion = world.begin('Delete');
    await world.poll(deletion);
    world.simulator.remove('dxcon-cc000001');
    world.time += 1_800_000;
    await expect(world.poll(deletion)).rejects.toThrow(
      'did not complete in 1800 seconds: dxcon-fg9607vm cannot be moved to dxcon-11111111: vlan 101 is in use there by dxcon-cc000001',
    );
  });
});
