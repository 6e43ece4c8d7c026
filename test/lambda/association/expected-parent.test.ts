import { refused } from '../../../simulator';
import {
  CONNECTION,
  EventOptions,
  HOME,
  LAG_A,
  LAG_B,
  LAG_C,
  OTHER_INTERCONNECT,
  OTHER_STACK_ID,
  World,
  WorldOptions,
} from '../world';

/** Row 23: a create moves the connection only from where it is expected. */
let world: World;

const start = async (options: WorldOptions = {}) => {
  await world.stop();
  world = await World.start(options);
};

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const expecting = (expectedParentConnectionId: string, more: EventOptions['properties'] = {}) => ({
  properties: { expectedParentConnectionId, ...more },
});

/** An adoption of what is on LAG_A: it can interrupt nobody. */
const ADOPTION = expecting(LAG_A);

async function failure(running: Promise<unknown>): Promise<string> {
  const error: unknown = await running.then(
    () => new Error('it has not failed'),
    (reason: unknown) => reason,
  );
  return (error as Error).message;
}

describe('a create', () => {
  test('row 23: moves a connection that is where it is expected', async () => {
    await world.run('Create', expecting(HOME));
    expect(world.parent()).toBe(LAG_A);
    expect(world.rows()).toEqual([1]);
  });

  test.each([HOME, OTHER_INTERCONNECT, 'dxlag-00000000'])(
    'row 23: adopts one that is on its parent already, and expected on %s',
    async (expected) => {
      world.simulator.moveByHand(CONNECTION, LAG_A);
      await world.run('Create', expecting(expected));
      expect(world.associateCalls()).toBe(0);
      expect(world.rows()).toEqual([2]);
    },
  );

  test('row 23: fails for one that is anywhere else, says where, and has moved and claimed nothing', async () => {
    const create = world.begin('Create', expecting(LAG_B));
    expect(await failure(world.finish(create))).toBe(
      `${CONNECTION} is on ${HOME}, and is not moved from there: expected it on ${LAG_B}, or on its parent ${LAG_A}; ` +
        'correct expectedParent, or leave it out to move the connection from wherever it is',
    );
    expect(world.claim()).toBeUndefined();
    await world.run('Delete', { ...expecting(LAG_B), physicalId: create.PhysicalResourceId });
    expect(world.associateCalls()).toBe(0);
    expect(world.parent()).toBe(HOME);
  });

  test('row 23: says that a parent does not exist', async () => {
    expect(await failure(world.run('Create', expecting('dxlag-00000000')))).toContain(
      'expected it on dxlag-00000000, which this account does not have in this region, or on its parent',
    );
    expect(world.associateCalls()).toBe(0);
  });

  test('row 23: takes an interconnect that has become a member of a LAG for that LAG', async () => {
    world.simulator.joinLag(HOME, LAG_C);
    await world.run('Create', expecting(HOME));
    expect(world.claim()).toMatchObject({ foundOn: LAG_C });
    expect(world.parent()).toBe(LAG_A);
  });

  test('row 23: fails when somebody has moved the connection after it began, and calls no second time', async () => {
    world.simulator.arm({
      operation: 'AssociateHostedConnection',
      fault: refused(`Connection ${CONNECTION} is in a transitioning state.`),
    });
    const create = world.begin('Create', expecting(HOME));
    expect(await world.poll(create)).toEqual({ complete: false });
    world.simulator.moveByHand(CONNECTION, LAG_B);
    world.time += 5_000;
    expect(await failure(world.finish(create))).toContain(`${CONNECTION} is on ${LAG_B}, and is not moved`);
    expect(world.associateCalls()).toBe(1);
    await world.run('Delete', { ...expecting(HOME), physicalId: create.PhysicalResourceId });
    expect(world.parent()).toBe(LAG_B);
    expect(world.associateCalls()).toBe(1);
  });

  test('row 23: delivered a second time after its own move began, it does not fail itself', async () => {
    await start({ settleMs: 20_000 });
    const event = world.event('Create', expecting(HOME));
    world.status(event, 'CREATE_IN_PROGRESS');
    const first = world.deliver(event);
    expect(await world.poll(first)).toEqual({ complete: false });
    world.time += 2_000;
    const second = world.deliver(event);
    expect(await world.poll(second)).toEqual({ complete: false });
    expect(await world.finish(second)).toMatchObject({ parentConnectionId: LAG_A });
    expect(await world.finish(first)).toMatchObject({ parentConnectionId: LAG_A });
    expect(world.associateCalls()).toBe(1);
  });

  test('row 23: does not fail itself while lists are late with its own move', async () => {
    await start({ readLagMs: 60_000 });
    expect(await world.run('Create', expecting(HOME))).toMatchObject({ parentConnectionId: LAG_A });
    expect(world.associateCalls()).toBe(1);
  });

  test('row 23: goes on after a call whose answer was lost, and which was not carried out', async () => {
    world.simulator.arm({ operation: 'AssociateHostedConnection', fault: { kind: 'lostRequest' } });
    await world.run('Create', expecting(HOME));
    expect(world.parent()).toBe(LAG_A);
    expect(world.associateCalls()).toBe(2);
  });
});

describe('an adoption that expects the connection on its parent', () => {
  test('row 23: never moves one that is elsewhere', async () => {
    expect(await failure(world.run('Create', ADOPTION))).toContain(
      `${CONNECTION} is on ${HOME}, and is not moved from there: expected it on ${LAG_A}, or on its parent ${LAG_A}`,
    );
    expect(world.associateCalls()).toBe(0);
  });

  test.each([
    ['it was on its parent, and is not', LAG_A, HOME],
    ['it was elsewhere, and is on its parent', HOME, LAG_A],
  ])('row 23: never moves it, whatever lists that are late say: %s', async (_, before, now) => {
    await start({ readLagMs: 60_000 });
    world.simulator.moveByHand(CONNECTION, before);
    world.time += 300_000;
    world.simulator.moveByHand(CONNECTION, now);
    world.time += 1_000;
    const create = world.begin('Create', ADOPTION);
    await world.finish(create).catch(() => undefined);
    const { PhysicalResourceId: physicalId } = create;
    await world.run('Delete', { ...ADOPTION, physicalId }).catch(() => undefined);
    expect(world.associateCalls()).toBe(0);
    expect(world.parent()).toBe(now);
  });

  test('row 23: fails when somebody moves it away while it waits for its state', async () => {
    world.simulator.moveByHand(CONNECTION, LAG_A);
    world.simulator.setState(CONNECTION, 'pending');
    const create = world.begin('Create', ADOPTION);
    expect(await world.poll(create)).toEqual({ complete: false });
    world.simulator.moveByHand(CONNECTION, LAG_B);
    world.time += 5_000;
    expect(await failure(world.finish(create))).toContain(`${CONNECTION} is on ${LAG_B}`);
    await world.run('Delete', { ...ADOPTION, physicalId: create.PhysicalResourceId });
    expect(world.associateCalls()).toBe(0);
    expect(world.parent()).toBe(LAG_B);
  });
});

describe('one that takes over', () => {
  const other = (expected: string) => ({
    ...expecting(expected, { parentConnectionId: LAG_B, takeOver: 'true' }),
    stackId: OTHER_STACK_ID,
  });

  test('row 23: moves the connection from where the other association has it', async () => {
    await world.run('Create');
    world.time += 300_000;
    await world.run('Create', other(LAG_A));
    expect(world.parent()).toBe(LAG_B);
    expect(world.claim()).toMatchObject({ owner: { stackId: OTHER_STACK_ID }, foundOn: HOME });
  });

  test('row 23: leaves it to the other one where it is not expected', async () => {
    await world.run('Create');
    world.time += 300_000;
    const before = world.claim();
    expect(await failure(world.run('Create', other(HOME)))).toContain(`${CONNECTION} is on ${LAG_A}`);
    expect(world.claim()).toEqual(before);
    expect(world.associateCalls()).toBe(1);
  });
});

describe('all but a create do not look at it', () => {
  test('row 6: an update that changes it alone moves nothing', async () => {
    await world.run('Create');
    world.time += 300_000;
    const oldProperties = {};
    for (const expected of [LAG_B, 'dxlag-00000000', LAG_A]) {
      await world.run('Update', { ...expecting(expected), oldProperties });
    }
    expect(world.associateCalls()).toBe(1);
    expect(world.rows().slice(1)).toEqual([6, 6, 6]);
  });

  test('row 7: an update to another parent moves the connection from wherever it is', async () => {
    await world.run('Create', expecting(HOME));
    world.time += 300_000;
    await world.run('Update', expecting(HOME, { parentConnectionId: LAG_B }));
    expect(world.parent()).toBe(LAG_B);
  });

  test('row 10: a delete puts it back', async () => {
    await world.run('Create', expecting(HOME));
    await world.run('Delete', expecting('dxlag-00000000'));
    expect(world.parent()).toBe(HOME);
  });
});
