import { ANSWER_SECONDS, PARENTS_KEPT_SECONDS, POLL_SECONDS } from '../../../lib/timing';
import { hostedConnections, inventory, refused, serverError, throttled } from '../../../simulator';
import { CONNECTION, HOME, LAG_A, LAG_B, OTHER_INTERCONNECT, World, WorldOptions, onto } from '../world';

let world: World;

async function start(options: WorldOptions): Promise<void> {
  world = await World.start(options);
}

afterEach(async () => {
  await world.stop();
});

const calls = (operation: string) => world.simulator.calls.filter((each) => each.operation === operation);
const lists = () =>
  calls('DescribeHostedConnections').map(({ input }) => (input as { connectionId: string }).connectionId);
const told = () => world.decisions.flatMap(({ interruptionSeconds }) => interruptionSeconds ?? []);

describe('the poll that moves a connection', () => {
  test('waits until the move is done, and ends in it', async () => {
    await start({ waits: true, settleMs: 4_000 });
    const create = world.begin('Create');
    const { complete, data } = await world.poll(create);
    expect(complete).toBe(true);
    expect(Number(data?.lastInterruptionSeconds)).toBeGreaterThanOrEqual(4);
    expect(Number(data?.lastInterruptionSeconds)).toBeLessThan(5);
    expect(told()).toEqual([Number(data?.lastInterruptionSeconds)]);
    expect(world.claim()).toMatchObject({ lastInterruptionSeconds: told()[0] });
    expect(world.claim()).not.toHaveProperty('interruptedSince');
  });

  test('leaves it to the next one when its time is over, and the interruption goes on', async () => {
    await start({ waits: true, settleMs: 60_000 });
    const create = world.begin('Create');
    const began = world.time;
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(world.time - began).toBeLessThanOrEqual((POLL_SECONDS - ANSWER_SECONDS) * 1000);
    expect(world.claim()).toMatchObject({ phase: 'claimed', interruptedSince: expect.any(Number) });
    const attributes = await world.finish(create);
    expect(Number(attributes?.lastInterruptionSeconds)).toBeGreaterThanOrEqual(60);
    expect(Number(attributes?.lastInterruptionSeconds)).toBeLessThan(70);
  });

  test('looks again where it has seen the connection, and at first when the move before was done', async () => {
    const onLag = hostedConnections(250);
    const hosted = { [HOME]: [CONNECTION], [LAG_A]: onLag.slice(0, 200), [LAG_B]: [] };
    await start({
      waits: true,
      isWarm: true,
      settleMs: 9_000,
      inventory: inventory({ interconnects: [HOME], lags: [LAG_A, LAG_B], hosted }),
    });
    await world.run('Create', onto(LAG_B));
    const looks = lists().filter((id) => id === LAG_B).length;
    await world.run('Update', { ...onto(LAG_A), oldProperties: onto(LAG_B).properties });
    await world.run('Update', onto(LAG_B));
    const later = lists().filter((id) => id === LAG_B).length - looks;
    expect(later).toBeLessThan(looks);
  });

  test('looks first after two seconds, and then a little earlier than the move before was done', async () => {
    await start({ waits: true, isWarm: true, settleMs: 4_000 });
    /** When lists were read after the last move, in milliseconds. */
    const looks = () => {
      const all = world.simulator.calls;
      const moved = all.findLastIndex(({ operation }) => operation === 'AssociateHostedConnection');
      return all.slice(moved + 1).map(({ at }) => at - (all[moved]?.at ?? 0));
    };
    await world.run('Create');
    const first = looks();
    expect(first.slice(0, 2)).toEqual([2_000, 2_250]);
    await world.run('Update', onto(LAG_B));
    expect(looks()[0]).toBeCloseTo((first.at(-1) ?? 0) * 0.99);
  });

  describe('where the list of the new parent has several pages', () => {
    const onLag = hostedConnections(250, 'a');

    beforeEach(async () => {
      const hosted = { [HOME]: [CONNECTION], [LAG_A]: onLag };
      const parents = { interconnects: [HOME], lags: [LAG_A] };
      await start({ waits: true, settleMs: 9_000, inventory: inventory({ ...parents, hosted }) });
    });

    /** The tokens of the pages that were read since the move. */
    function tokens(): (string | undefined)[] {
      const { calls } = world.simulator;
      const moved = calls.findIndex(({ operation }) => operation === 'AssociateHostedConnection');
      const pages = moved < 0 ? [] : calls.slice(moved + 1);
      return pages.map(({ input }) => (input as { nextToken?: string }).nextToken);
    }

    test('looks again only on the page where it has seen the connection', async () => {
      const attributes = await world.run('Create');
      const [first, second, third, ...later] = tokens();
      expect(first).toBeUndefined();
      expect(new Set([first, second, third]).size).toBe(3);
      expect(later.length).toBeGreaterThan(1);
      expect(new Set(later)).toEqual(new Set([third]));
      expect(attributes).toMatchObject({ connectionName: CONNECTION, vlan: expect.any(String) });
      expect(Number(attributes?.lastInterruptionSeconds)).toBeGreaterThanOrEqual(9);
    });

    test('and reads on in the next poll where one could not read them all', async () => {
      world.onCall = () => {
        if (tokens().length < 2) return;
        world.onCall = () => undefined;
        world.simulator.arm({ operation: 'DescribeHostedConnections', fault: serverError() });
      };
      const create = world.begin('Create');
      expect(await world.poll(create)).toEqual({ complete: false });
      world.time += 5_000;
      await world.poll(create);
      const [, second] = tokens();
      expect(second).toEqual(expect.any(String));
      expect(tokens().filter((token) => token === second).length).toBeLessThanOrEqual(2);
    });

    test('and from the start when that page cannot be read', async () => {
      world.onCall = () => {
        if (tokens().length < 3) return;
        world.onCall = () => undefined;
        world.simulator.arm({ operation: 'DescribeHostedConnections', fault: serverError() });
      };
      expect((await world.poll(world.begin('Create'))).complete).toBe(true);
      expect(tokens().slice(3)).toContain(undefined);
    });
  });

  test('ends when a list shows the move of a connection that is down', async () => {
    await start({ waits: true });
    world.simulator.setState(CONNECTION, 'down');
    const create = world.begin('Create');
    const began = world.time;
    expect((await world.poll(create)).complete).toBe(true);
    expect(world.time - began).toBe(2_000);
  });

  test('asks CloudFormation once more before the move, if it has waited since', async () => {
    await start({ waits: true });
    const create = world.begin('Create');
    world.time += 61_000;
    world.simulator.arm({ operation: 'DescribeHostedConnections', times: 5, fault: throttled() });
    const { cloudFormation } = world;
    world.onCall = (command) => {
      if (command !== 'DescribeHostedConnectionsCommand' || cloudFormation.calls.length === 0) return;
      cloudFormation.setResource(create.StackId, create.LogicalResourceId, { status: 'CREATE_FAILED' });
    };
    await expect(world.poll(create)).rejects.toThrow('cloudformation no longer waits for this Create');
    expect(world.associateCalls()).toBe(0);
  });

  test('of a connection that is taken over where it is there is none', async () => {
    await start({ waits: true, settleMs: 4_000 });
    await world.run('Create');
    const taking = { logicalId: 'Successor', properties: { takeOver: 'true' } } as const;
    expect(await world.run('Create', taking)).toMatchObject({ lastInterruptionSeconds: '0' });
    expect(told()).toHaveLength(1);
  });

  test('nor is one told of a move after which somebody has put the connection elsewhere', async () => {
    await start({ settleMs: 20_000 });
    const create = world.begin('Create');
    await world.poll(create);
    expect(world.claim()).toMatchObject({ interruptedSince: expect.any(Number) });
    world.time += 30_000;
    world.simulator.moveByHand(CONNECTION, LAG_B);
    world.time += 600_000;
    await world.run('Delete', { physicalId: create.PhysicalResourceId });
    expect(world.rows().at(-1)).toBe(12);
    expect(told()).toEqual([]);
  });

  test('of a connection that it adopts there is no interruption', async () => {
    await start({ waits: true });
    world.simulator.moveByHand(CONNECTION, LAG_A);
    expect(await world.run('Create')).toMatchObject({ lastInterruptionSeconds: '0' });
    expect(told()).toEqual([]);
  });

  test('an update that moves nothing tells the last one', async () => {
    await start({ waits: true, settleMs: 4_000 });
    const { lastInterruptionSeconds } = (await world.run('Create')) ?? {};
    expect(await world.run('Update')).toMatchObject({ lastInterruptionSeconds });
    await world.run('Delete');
    expect(world.claim()).toMatchObject({ phase: 'released', lastInterruptionSeconds: told().at(-1) });
    expect(told()).toHaveLength(2);
  });
});

describe('a move waits for its turn before anything is written', () => {
  test('a poll that gets none begins no move', async () => {
    await start({ waits: true });
    world.simulator.arm({ operation: 'DescribeHostedConnections', times: 40, fault: throttled() });
    const create = world.begin('Create');
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(world.claim()).toBeUndefined();
    expect(world.associateCalls()).toBe(0);
  });

  test('one that gets it too late for an answer begins none, however often a call was throttled before', async () => {
    await start({});
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    let none = 0;
    for (let times = 1; times < 13; times += 1) {
      await world.stop();
      await start({ waits: true });
      world.simulator.arm({ operation: 'DescribeHostedConnections', times, fault: throttled() });
      const began = world.time;
      await world.poll(world.begin('Create'));
      const [move] = calls('AssociateHostedConnection');
      if (move) expect(move.at - began).toBeLessThanOrEqual((POLL_SECONDS - ANSWER_SECONDS) * 1000);
      else expect(world.claim()).toBeUndefined();
      none += move ? 0 : 1;
    }
    expect(none).toBeGreaterThan(0);
    expect(none).toBeLessThan(12);
    random.mockRestore();
  });

  test('a move that is throttled is asked for again, and accepted once', async () => {
    await start({ waits: true });
    world.simulator.arm({ operation: 'AssociateHostedConnection', times: 2, fault: throttled() });
    expect((await world.poll(world.begin('Create'))).complete).toBe(true);
    expect(world.associateCalls()).toBe(3);
    expect(world.simulator.associations).toHaveLength(1);
  });

  test('one that is throttled until the poll is over was not made, and the claim says so', async () => {
    await start({ waits: true });
    const trap = world.simulator.arm({
      operation: 'AssociateHostedConnection',
      times: 1_000,
      fault: throttled(),
    });
    const create = world.begin('Create');
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(trap.struck).toBeGreaterThan(3);
    expect(world.claim()).toMatchObject({ phase: 'claimed' });
    expect(world.claim()).not.toHaveProperty('interruptedSince');
  });
});

describe('the parents that an earlier poll has read', () => {
  test('let an operation go on to a move', async () => {
    await start({ isWarm: true });
    await world.run('Create');
    const before = calls('DescribeLags').length;
    await world.run('Update', onto(LAG_B));
    expect(world.parent()).toBe(LAG_B);
    expect(calls('DescribeLags')).toHaveLength(before);
  });

  test('say in the log what is decided, and seen, once', async () => {
    await start({ isWarm: true });
    await world.run('Create');
    world.simulator.setState(CONNECTION, 'parked' as never);
    const before = world.decisions.length;
    expect((await world.poll(world.begin('Update'))).complete).toBe(true);
    const said = world.decisions.slice(before).map(({ decision, assumption }) => assumption ?? decision);
    expect(said).toEqual(['connection-state', 'already there', 'complete']);
  });

  test('and not for longer than that', async () => {
    await start({ isWarm: true });
    await world.run('Create');
    world.time += PARENTS_KEPT_SECONDS * 1000;
    const before = calls('DescribeLags').length;
    await world.run('Update', onto(LAG_B));
    expect(calls('DescribeLags')).toHaveLength(before + 1);
  });

  test('refuse nothing: a LAG that has become usable since then is used', async () => {
    await start({ isWarm: true });
    world.simulator.setParentState(LAG_B, 'deleting');
    await world.run('Create');
    world.simulator.setParentState(LAG_B, 'available');
    await world.run('Update', onto(LAG_B));
    expect(world.parent()).toBe(LAG_B);
  });

  test('of an interconnect that has joined a LAG since then the delete goes to the LAG', async () => {
    await start({ isWarm: true });
    await world.run('Create');
    world.simulator.joinLag(HOME, LAG_B);
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_B);
  });

  test('conclude nothing: from an interconnect that has joined a LAG since then the connection goes home', async () => {
    await start({ isWarm: true });
    await world.run('Create', onto(OTHER_INTERCONNECT));
    world.time += 300_000;
    world.simulator.joinLag(OTHER_INTERCONNECT, LAG_B);
    await world.run('Delete', onto(OTHER_INTERCONNECT));
    expect(world.parent()).toBe(HOME);
  });

  test('a refusal is final also where they cannot be read again', async () => {
    await start({ isWarm: true });
    await world.run('Create');
    world.simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('no') });
    world.simulator.arm({ operation: 'DescribeLags', times: 10, fault: serverError() });
    await expect(world.run('Update', onto(LAG_B))).rejects.toThrow('direct connect refused the Update');
  });

  test('a refusal is final where they are as they were', async () => {
    await start({ isWarm: true });
    await world.run('Create');
    const fault = {
      kind: 'error',
      status: 400,
      type: 'DirectConnectClientException',
      message: 'no',
    } as const;
    const trap = world.simulator.arm({ operation: 'AssociateHostedConnection', times: 5, fault });
    await expect(world.run('Update', onto(LAG_B))).rejects.toThrow('direct connect refused');
    expect(trap.struck).toBe(1);
  });
});

test('how long a move has interrupted is told once, also where its claim cannot be written at first', async () => {
  await start({ waits: true, settleMs: 4_000 });
  // After those before the call and after it.
  world.dynamoDb.faults.arm({ operation: 'PutItem', fault: serverError(), skip: 2 });
  await world.run('Create');
  expect(told()).toHaveLength(1);
});
