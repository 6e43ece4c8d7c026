import { LANDING_SECONDS, SHOWN_SECONDS } from '../../../lib/timing';
import { refused } from '../../../simulator';
import { CONNECTION, HOME, LAG_A, LAG_B, LAG_C, VLAN, World, onto } from '../world';
import { linesAbout, linesOf } from './noticed';

/** What lists show, beside what the handler goes by. */
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

async function live(): Promise<void> {
  await world.run('Create');
  world.time += 600_000;
  await world.run('Update', onto(LAG_B));
  world.time += 600_000;
  await world.run('Delete');
  expect(world.parent()).toBe(HOME);
}

describe('nothing is noticed', () => {
  test('of an ordinary life', async () => {
    await live();
    expect(linesOf(world)).toEqual([]);
  });

  test('of moves that take a while to settle', async () => {
    await restart({ settleMs: 12_000 });
    await live();
    expect(linesOf(world)).toEqual([]);
  });

  test('of what somebody has moved by hand long after', async () => {
    await world.run('Create');
    world.time += SHOWN_SECONDS * 1000;
    world.simulator.moveByHand(CONNECTION, LAG_C);
    await world.run('Update', onto(LAG_B));
    world.time += SHOWN_SECONDS * 1000;
    world.simulator.moveByHand(CONNECTION, HOME);
    await world.run('Update', onto(LAG_A));
    expect(linesOf(world)).toEqual([]);
  });

  test('of an interconnect that joins a LAG, which its connections join with it', async () => {
    await world.run('Create', onto('dxcon-22222222'));
    world.simulator.joinLag('dxcon-22222222', LAG_C);
    await world.run('Update', onto(LAG_B));
    expect(linesOf(world)).toEqual([]);
  });
});

describe('move-shown', () => {
  test('within the poll that has moved it', async () => {
    await restart({ readLagMs: 5_000, waits: true });
    await world.run('Create');
    expect(linesOf(world)).toMatchObject([{ assumption: 'move-shown', result: 'held', seen: LAG_A }]);
    expect(linesOf(world)[0]?.seconds).toBeGreaterThanOrEqual(5);
    expect(linesOf(world)[0]?.seconds).toBeLessThan(6);
  });

  test('not where the first look of that poll shows it', async () => {
    await restart({ waits: true, settleMs: 4_000 });
    await world.run('Create');
    expect(linesOf(world)).toEqual([]);
  });

  test('in time', async () => {
    await restart({ readLagMs: 60_000 });
    await world.run('Create');
    expect(linesOf(world)).toEqual([
      {
        decision: 'assumption: lists showed the move after 60 s',
        assumption: 'move-shown',
        result: 'held',
        seconds: 60,
        seen: LAG_A,
        connection: CONNECTION,
        requestId: 'create-1',
      },
    ]);
  });

  test('at the next poll already', async () => {
    await restart({ readLagMs: 5_000 });
    await world.run('Create');
    expect(linesOf(world)).toMatchObject([{ assumption: 'move-shown', result: 'held', seconds: 5 }]);
  });

  test('of a delete, once, however long it then waits for the state', async () => {
    await world.run('Create');
    world.time += 600_000;
    await world.stop();
    await restart({ readLagMs: 60_000, settleMs: 90_000 });
    await world.run('Create');
    world.time += 600_000;
    world.decisions.length = 0;
    await world.run('Delete');
    expect(linesOf(world)).toMatchObject([{ assumption: 'move-shown', seconds: 60, seen: HOME }]);
  });

  test('too late, and before that: not yet', async () => {
    await restart({ readLagMs: 300_000 });
    await world.run('Create');
    const lines = linesOf(world);
    expect(lines.every(({ assumption, result }) => assumption === 'move-shown' && result === 'broken')).toBe(
      true,
    );
    expect(lines[0]).toMatchObject({
      decision: `assumption: lists show the connection on ${HOME}, 210 s after the move to ${LAG_A} was accepted; expected: lists show a move within ${SHOWN_SECONDS} seconds`,
      seconds: 210,
      seen: HOME,
    });
    expect(lines.at(-1)).toMatchObject({
      decision: `assumption: lists showed the move after 300 s; expected: lists show a move within ${SHOWN_SECONDS} seconds`,
      seconds: 300,
    });
  });

  test('not yet, and on no list', async () => {
    await restart({ readLagMs: 230_000, meanwhile: 'nowhere' });
    await world.run('Create');
    expect(linesAbout(world, 'move-shown')[0]).toMatchObject({
      decision: expect.stringContaining('lists show the connection nowhere, 210 s after the move'),
      seen: 'none',
    });
  });

  test('by the operation after the one that has called', async () => {
    await restart({ readLagMs: 60_000 });
    const create = world.begin('Create');
    await world.poll(create);
    world.time += 20_000;
    await world.run('Delete', { physicalId: create.PhysicalResourceId });
    expect(linesAbout(world, 'move-shown')).toMatchObject([{ result: 'held', seconds: 61, seen: LAG_A }]);
  });

  test('not by one that comes when lists may have shown it for long', async () => {
    await restart({ readLagMs: 60_000 });
    const create = world.begin('Create');
    await world.poll(create);
    world.time += 600_000;
    await world.poll(world.begin('Delete', { physicalId: create.PhysicalResourceId }));
    expect(linesOf(world)).toEqual([]);
  });
});

describe('lost-call-shown', () => {
  const lose = () => world.simulator.arm({ operation: associate, fault: { kind: 'lostAnswer' } });

  test('in time', async () => {
    await restart({ readLagMs: 60_000 });
    lose();
    await world.run('Create');
    expect(linesOf(world)).toMatchObject([
      {
        decision: 'assumption: lists showed the move whose answer was lost after 60 s',
        assumption: 'lost-call-shown',
        result: 'held',
        seconds: 60,
      },
    ]);
  });

  test('too late', async () => {
    await restart({ readLagMs: (LANDING_SECONDS + 10) * 1000 });
    lose();
    await world.run('Create');
    expect(linesOf(world)).toMatchObject([
      { assumption: 'lost-call-shown', result: 'broken', seconds: LANDING_SECONDS + 10 },
    ]);
  });

  test('not while a list may be from when the connection was there before', async () => {
    await world.run('Create');
    await world.run('Update', onto(LAG_B));
    world.decisions.length = 0;
    world.simulator.arm({ operation: associate, fault: { kind: 'lostAnswer' } });
    const update = world.begin('Update', onto(LAG_A));
    await world.poll(update);
    world.time += 5_000;
    expect(await world.poll(update)).toEqual({ complete: false });
    expect(linesOf(world)).toEqual([]);
  });
});

describe('readings-agree', () => {
  test('one reading shows it here and the next there', async () => {
    world.simulator.arm({ operation: associate, fault: { kind: 'lostRequest' } });
    const create = world.begin('Create');
    await world.poll(create);
    world.time += LANDING_SECONDS * 1000;
    await world.poll(create);
    expect(linesOf(world)).toEqual([]);
    world.time += 5_000;
    world.simulator.moveByHand(CONNECTION, LAG_C);
    await world.poll(create);
    expect(linesOf(world)).toMatchObject([
      {
        decision: expect.stringContaining(
          `${LANDING_SECONDS + 5} s after a move was begun lists show the connection on ${HOME} and then ${LAG_C}`,
        ),
        assumption: 'readings-agree',
        result: 'broken',
      },
    ]);
  });

  test.each([
    ['nowhere and the next there', true, `none and then ${HOME}`],
    ['there and the next nowhere', false, `${HOME} and then none`],
  ])('one reading shows it %s', async (_, isHiddenFirst, seen) => {
    world.simulator.arm({ operation: associate, fault: { kind: 'lostRequest' } });
    const create = world.begin('Create');
    await world.poll(create);
    world.time += LANDING_SECONDS * 1000;
    world.simulator.hideList(HOME, isHiddenFirst);
    await world.poll(create);
    world.time += 5_000;
    world.simulator.hideList(HOME, !isHiddenFirst);
    await world.poll(create);
    expect(linesAbout(world, 'readings-agree')).toMatchObject([{ seen }]);
  });

  test('a move that was not carried out is noticed by nobody', async () => {
    world.simulator.arm({ operation: associate, fault: { kind: 'lostRequest' } });
    await world.run('Create');
    expect(world.associateCalls()).toBe(2);
    expect(linesOf(world)).toEqual([]);
  });
});

describe('move-stays-shown', () => {
  test('lists go back behind what they have shown', async () => {
    await world.run('Create');
    world.simulator.moveByHand(CONNECTION, HOME);
    world.time += 9_000;
    await world.poll(world.begin('Update', onto(LAG_B)));
    expect(linesOf(world)).toMatchObject([
      {
        decision: `assumption: lists show the connection on ${HOME}, 9 s after they showed it on ${LAG_A}`,
        assumption: 'move-stays-shown',
        result: 'held',
        seconds: 9,
        seen: HOME,
      },
    ]);
  });

  test('also after a delete', async () => {
    await world.run('Create');
    world.time += 600_000;
    await world.run('Delete');
    world.simulator.moveByHand(CONNECTION, LAG_A);
    world.time += 11_000;
    await world.poll(world.begin('Create', onto(LAG_B)));
    expect(linesOf(world)).toMatchObject([{ assumption: 'move-stays-shown', seconds: 11, seen: LAG_A }]);
    world.time += SHOWN_SECONDS * 1000;
    world.decisions.length = 0;
    await world.poll(world.begin('Create', onto(LAG_B)));
    expect(linesOf(world)).toEqual([]);
  });
});

describe('shown-where-it-was', () => {
  test('lists show the connection where it has not been', async () => {
    await world.run('Create');
    world.simulator.moveByHand(CONNECTION, LAG_C);
    await world.run('Update', onto(LAG_B));
    expect(linesOf(world)).toMatchObject([
      {
        decision: expect.stringContaining(
          `on ${LAG_C}, 1 s after it was put on ${LAG_A}, and it had not been`,
        ),
        assumption: 'shown-where-it-was',
        result: 'broken',
        seconds: 1,
        seen: LAG_C,
      },
    ]);
  });

  test.each([5, 300])(
    'after an accepted call that no list has shown, also after %i seconds',
    async (seconds) => {
      world.simulator.hideList(LAG_A, true);
      const create = world.begin('Create');
      await world.poll(create);
      world.time += seconds * 1000;
      world.simulator.moveByHand(CONNECTION, LAG_C);
      await world.poll(create);
      expect(linesOf(world)).toMatchObject([{ assumption: 'shown-where-it-was', seconds, seen: LAG_C }]);
    },
  );
});

describe('seen-again', () => {
  test('after a connection was listed nowhere', async () => {
    await world.run('Create');
    world.time += 600_000;
    world.simulator.remove(CONNECTION);
    const update = world.begin('Update', onto(LAG_B));
    await world.poll(update);
    world.time += 70_000;
    await world.poll(update);
    expect(linesOf(world)).toEqual([]);
    world.simulator.addHostedConnection(LAG_A, { connectionId: CONNECTION, vlan: VLAN });
    world.time += 5_000;
    await world.finish(update);
    expect(linesOf(world)).toMatchObject([
      {
        decision: `assumption: the connection was listed nowhere for 75 s, and then on ${LAG_A}`,
        assumption: 'seen-again',
        result: 'held',
        seconds: 75,
      },
    ]);
  });

  test('later than a create or an update waits for', async () => {
    await world.run('Create');
    world.time += 600_000;
    world.simulator.remove(CONNECTION);
    const deletion = world.begin('Delete');
    await world.poll(deletion);
    world.time += 300_000;
    world.simulator.addHostedConnection(LAG_A, { connectionId: CONNECTION, vlan: VLAN });
    await world.finish(deletion);
    expect(linesOf(world)).toMatchObject([{ assumption: 'seen-again', result: 'broken', seconds: 300 }]);
  });
});

test('refused-not-moved: a move is refused, and the connection is there', async () => {
  world.simulator.arm({ operation: associate, fault: { ...refused('already there'), kind: 'errorAfter' } });
  await world.run('Create');
  expect(linesOf(world)).toMatchObject([
    {
      decision: expect.stringContaining(
        `refused the move to ${LAG_A}, and lists show it: DirectConnectClientException: already there; expected:`,
      ),
      assumption: 'refused-not-moved',
      result: 'broken',
    },
  ]);
});

test('connection-state: a state that is not documented', async () => {
  world.simulator.setState(CONNECTION, 'migrating' as never);
  await world.run('Create');
  expect(linesAbout(world, 'connection-state')).toMatchObject([{ result: 'broken', seen: 'migrating' }]);
});

test('connection-state: none at all', async () => {
  world.simulator.setState(CONNECTION, undefined as never);
  await world.poll(world.begin('Create'));
  expect(linesAbout(world, 'connection-state')[0]).toMatchObject({
    decision: expect.stringContaining('the connectionState is none; expected: '),
    seen: 'none',
  });
});

test.each(['ordering', 'down', 'unknown'] as const)('connection-state: %s is documented', async (state) => {
  world.simulator.setState(CONNECTION, state);
  await world.run('Create');
  expect(linesOf(world)).toEqual([]);
});

test('state-after-move: the state is another than before', async () => {
  await restart({ settleMs: 60_000, movingState: 'down' });
  await world.run('Create');
  expect(linesOf(world)).toMatchObject([
    {
      decision: expect.stringContaining(
        'the connectionState is down after the move, and was available before',
      ),
      assumption: 'state-after-move',
      result: 'broken',
      seen: 'down',
    },
  ]);
});

describe('state-after-move', () => {
  /** A create whose move changes the state. */
  async function movedFrom(before: string | undefined, after: string | undefined): Promise<void> {
    world.simulator.setState(CONNECTION, before as never);
    world.onCall = (command) => {
      if (command === 'AssociateHostedConnectionCommand')
        world.simulator.setState(CONNECTION, after as never);
    };
    await world.poll(world.begin('Create'));
  }

  test.each([
    ['available', undefined, 'the connectionState is none after the move, and was available before'],
    [undefined, 'available', 'the connectionState is available after the move, and was none before'],
  ])('from %s to %s', async (before, after, text) => {
    await movedFrom(before, after);
    const decision = expect.stringContaining(text) as string;
    expect(linesAbout(world, 'state-after-move')).toMatchObject([{ decision, seen: after ?? 'none' }]);
  });

  test('what was in the middle of something before may be anything after it', async () => {
    await movedFrom('pending', 'available');
    expect(world.parent()).toBe(LAG_A);
    expect(linesOf(world)).toEqual([]);
  });
});

test('what is noticed never fails an operation', async () => {
  await restart({ readLagMs: 60_000 });
  const push = world.decisions.push.bind(world.decisions);
  let thrown = 0;
  world.decisions.push = (...decisions) => {
    if (decisions.every(({ assumption }) => assumption === undefined)) return push(...decisions);
    thrown += 1;
    throw new Error('the log is full');
  };
  await world.run('Create');
  expect(thrown).toBe(1);
  expect(world.claim()).toMatchObject({ phase: 'settled' });
});
