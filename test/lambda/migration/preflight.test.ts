import { IsCompleteEvent } from '../../../lambda/cloudformation/event';
import { PREFLIGHT_TYPE, PreflightProperties } from '../../../lib/contract';
import { accessDenied, inventory, serverError } from '../../../simulator';
import { OTHER_STACK_ID, OperationType, STACK_ID, World } from '../world';

const HOME = 'dxcon-11111111';
const OTHER_HOME = 'dxcon-22222222';
const FAR_HOME = 'dxcon-33333333';
const MEMBER = 'dxcon-44444444';
const TARGET = 'dxlag-aaaaaaaa';
const SECOND_TARGET = 'dxlag-bbbbbbbb';
const PREFLIGHT = 'ToNewLagPreflightB46A74D1';
const PROGRESS = `migration/${STACK_ID}/${PREFLIGHT}`;

const [ACME, BOLT, CRANE, DELTA] = [
  'dxcon-fg000001',
  'dxcon-fg000002',
  'dxcon-fg000003',
  'dxcon-fg000004',
] as const;
const GONE = 'dxcon-fg000009';

const PARTNER = inventory({
  interconnects: [
    HOME,
    OTHER_HOME,
    { interconnectId: FAR_HOME, location: 'EqSV5' },
    { interconnectId: MEMBER, lagId: SECOND_TARGET },
  ],
  lags: [TARGET, SECOND_TARGET, ...Array.from({ length: 8 }, (_, index) => `dxlag-c00000${10 + index}`)],
  hosted: {
    [HOME]: [
      { connectionId: ACME, vlan: 101 },
      { connectionId: BOLT, vlan: 102 },
    ],
    [OTHER_HOME]: [{ connectionId: CRANE, vlan: 103 }],
    [FAR_HOME]: [{ connectionId: 'dxcon-far00001', vlan: 104 }],
    [TARGET]: [
      { connectionId: DELTA, vlan: 105 },
      { connectionId: 'dxcon-zz000001', connectionName: 'Zed', vlan: 900 },
    ],
  },
});

let world: World;

beforeEach(async () => {
  world = await World.start({ inventory: PARTNER });
  world.cloudFormation.setStack(STACK_ID, 'UPDATE_IN_PROGRESS');
});

afterEach(async () => {
  await world.stop();
});

/** An event for the preflight of a migration, as CloudFormation sends it. */
function preflight(
  type: OperationType,
  properties: Partial<PreflightProperties> = {},
  stackId = STACK_ID,
): IsCompleteEvent {
  const event = world.event(type, { stackId, logicalId: PREFLIGHT, physicalId: PREFLIGHT });
  const wanted = {
    contract: '1',
    connectionIds: [ACME, BOLT, CRANE],
    parentConnectionId: TARGET,
    timeoutSeconds: '1800',
    ...properties,
  };
  return {
    ...event,
    ResourceType: PREFLIGHT_TYPE,
    ResourceProperties: { ServiceToken: 'arn:…', ...wanted },
  };
}

async function pass(type: OperationType, properties: Partial<PreflightProperties> = {}): Promise<void> {
  await world.finish(world.deliver(preflight(type, properties)));
}

/** An association that is part of the migration. */
const member = (connectionId: string, parentConnectionId = TARGET) => ({
  logicalId: `HostedConnectionAssociation${connectionId}`,
  physicalId: `${connectionId}/${HOME}`,
  properties: { connectionId, parentConnectionId, migration: PREFLIGHT },
});

/** The parents whose lists were read since then, in order. */
function listsRead(since = 0): unknown[] {
  return world.simulator.calls
    .slice(since)
    .filter(({ operation }) => operation === 'DescribeHostedConnections')
    .map(({ input }) => (input as { connectionId?: unknown }).connectionId);
}

const decisions = () => world.decisions.map(({ decision }) => decision);

describe('a preflight that finds no problem', () => {
  test('moves nothing, and notes where every connection is', async () => {
    await pass('Create', { connectionIds: [ACME, CRANE, DELTA] });
    expect(world.physicalId).toBe(PREFLIGHT);
    expect(world.associateCalls()).toBe(0);
    expect(world.dynamoDb.item(PROGRESS)).toEqual({
      connectionId: PROGRESS,
      parentConnectionId: TARGET,
      placements: { [ACME]: HOME, [CRANE]: OTHER_HOME, [DELTA]: TARGET },
      moved: new Set([DELTA]),
      expiresAt: Date.parse('2026-01-31T00:00:00Z') / 1000,
    });
    expect(decisions()).toContain('no problem found: 1 of 3 moved');
  });

  test('reads every list once, and none when all are found', async () => {
    await pass('Create');
    const read = listsRead();
    expect(new Set(read).size).toBe(read.length);
    expect(read.length).toBe(13);
    const before = world.simulator.calls.length;
    await pass('Update', { connectionIds: [DELTA] });
    expect(listsRead(before)).toEqual([TARGET]);
  });

  test('looks first where originalParent says', async () => {
    await pass('Create', { connectionIds: [ACME, BOLT], originalParentConnectionId: HOME });
    expect(listsRead()).toEqual([TARGET, HOME]);
  });

  test('does not mind a target that takes no more connections, when all are on it', async () => {
    world.simulator.setParentState(TARGET, 'deleting');
    await pass('Update', { connectionIds: [DELTA] });
  });

  test('takes connections on an interconnect that has joined the LAG for moved', async () => {
    world.simulator.joinLag(HOME, TARGET);
    await pass('Create', { connectionIds: [ACME] });
    expect(world.dynamoDb.item(PROGRESS)).toMatchObject({ moved: new Set([ACME]) });
  });
});

describe('a preflight that finds problems', () => {
  test('tells all of them in one message, and nothing has moved', async () => {
    world.simulator.addHostedConnection(TARGET, { connectionId: 'dxcon-zz000002', vlan: 102 });
    world.simulator.addHostedConnection(OTHER_HOME, { connectionId: 'dxcon-fg000005', vlan: 101 });
    world.simulator.addHostedConnection(OTHER_HOME, {
      connectionId: 'dxcon-fg000006',
      vlan: 106,
      connectionState: 'rejected',
    });
    const connectionIds = [ACME, BOLT, 'dxcon-fg000005', 'dxcon-fg000006', 'dxcon-far00001', GONE];
    const started = world.time;
    const running = pass('Create', { connectionIds, originalParentConnectionId: 'dxcon-00000000' });
    await expect(running).rejects.toThrow(
      '6 problems, so nothing was moved' +
        '. originalParent is no interconnect or LAG of this account in this region: dxcon-00000000' +
        `. on no interconnect or LAG of this account in this region: ${GONE}` +
        '. not in use: dxcon-fg000006 (rejected)' +
        `. at another location than ${TARGET} (EqDC2): dxcon-far00001 (EqSV5)` +
        `. vlan in use on ${TARGET}: ${BOLT} (vlan 102, dxcon-zz000002 has it)` +
        `. same vlan as another connection of this migration: dxcon-fg000005 (vlan 101, as ${ACME})` +
        '. correct these, or take the connections out of the migration',
    );
    expect(world.time - started).toBeGreaterThanOrEqual(120_000);
    expect(world.associateCalls()).toBe(0);
    expect(world.dynamoDb.item(PROGRESS)).toBeUndefined();
  });

  test.each([
    [
      'unknown',
      'dxlag-00000000',
      () => undefined,
      'this account has no such interconnect or LAG in this region',
    ],
    [
      'being deleted',
      TARGET,
      () => world.simulator.setParentState(TARGET, 'deleting'),
      'it is being deleted',
    ],
    [
      'a member of a LAG',
      MEMBER,
      () => undefined,
      `it is a member of ${SECOND_TARGET}; name the LAG instead`,
    ],
  ])('a target that is %s', async (_, parentConnectionId, arrange, reason) => {
    arrange();
    await expect(pass('Create', { parentConnectionId })).rejects.toThrow(
      `1 problem, so nothing was moved. parent: ${parentConnectionId}: ${reason}`,
    );
  });

  test('names the holder of a VLAN', async () => {
    world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-fg000007', vlan: 900 });
    await expect(pass('Create', { connectionIds: ['dxcon-fg000007'] })).rejects.toThrow(
      'dxcon-fg000007 (vlan 900, dxcon-zz000001 (Zed) has it)',
    );
  });

  test('sees the VLAN of a connection of the migration that is on the target already', async () => {
    world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-fg000007', vlan: 105 });
    await expect(pass('Create', { connectionIds: ['dxcon-fg000007', DELTA] })).rejects.toThrow(
      `1 problem, so nothing was moved. vlan in use on ${TARGET}: dxcon-fg000007 (vlan 105, ${DELTA} has it)`,
    );
  });

  test('tells as many as there is room for, counts the rest, and logs every one', async () => {
    const connectionIds = Array.from({ length: 60 }, (_, index) => `dxcon-gg0000${10 + index}`);
    for (const [index, connectionId] of connectionIds.entries()) {
      world.simulator.addHostedConnection(HOME, { connectionId, vlan: 2000 + index });
      world.simulator.addHostedConnection(TARGET, {
        connectionId: connectionId.replace('gg', 'hh'),
        vlan: 2000 + index,
      });
    }
    const failure: unknown = await pass('Create', { connectionIds }).catch((error: unknown) => error);
    const { message } = failure as Error;
    const told = message.match(/dxcon-gg/g)?.length ?? 0;
    expect(told).toBeGreaterThan(5);
    expect(message).toContain(`60 problems, so nothing was moved. vlan in use on ${TARGET}: dxcon-gg000010`);
    expect(message).toContain(`; and ${60 - told} more, each in the log of this function. correct these`);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(1000);
    expect(decisions().filter((decision) => decision.startsWith('problem: '))).toHaveLength(60);
  });
});

describe('a preflight whose properties can never work is refused before it calls anything', () => {
  test.each([
    ['no list', { connectionIds: undefined }, 'connectionIds is missing: expected a list'],
    ['an empty list', { connectionIds: [] }, 'connectionIds is []: expected a list'],
    ['a connection twice', { connectionIds: [ACME, BOLT, ACME] }, `connectionIds lists ${ACME} twice`],
    ['a malformed id', { connectionIds: ['acme'] }, 'connectionId is "acme": expected the id of a hosted'],
    [
      'a malformed parent',
      { parentConnectionId: 'lag' },
      'parentConnectionId is "lag": expected the id of a LAG',
    ],
    ['a timeout of 0', { timeoutSeconds: '0' }, 'timeoutSeconds is "0": expected'],
  ])('%s', (_, properties, text) => {
    expect(() => world.deliver(preflight('Create', properties as Partial<PreflightProperties>))).toThrow(
      text,
    );
    expect(world.simulator.calls).toEqual([]);
  });
});

describe('a preflight that is updated', () => {
  const blocked = { connectionIds: [ACME, BOLT], parentConnectionId: 'dxlag-00000000' };

  test('refuses what it finds', async () => {
    await expect(pass('Update', blocked)).rejects.toThrow('1 problem, so nothing was moved');
  });

  test.each(['UPDATE_ROLLBACK_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'])(
    'never stands in the way of a rollback: %s',
    async (status) => {
      world.cloudFormation.setStack(STACK_ID, status);
      await pass('Update', blocked);
      expect(world.simulator.calls).toEqual([]);
    },
  );

  test('waits until CloudFormation says what it does with the stack', async () => {
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    world.cloudFormation.faults.arm({ operation: 'DescribeStacks', fault: accessDenied() });
    const event = world.deliver(preflight('Update', blocked));
    expect(await world.poll(event)).toEqual({ complete: false });
    expect(await world.poll(event)).toMatchObject({ complete: true });
  });
});

describe('a preflight that is deleted', () => {
  test('forgets what it has noted', async () => {
    await pass('Create');
    await pass('Delete');
    expect(world.dynamoDb.item(PROGRESS)).toBeUndefined();
  });

  test('does not fail for that, nor for properties that were refused', async () => {
    await pass('Create');
    world.dynamoDb.faults.arm({ operation: 'DeleteItem', fault: accessDenied() });
    await pass('Delete', { connectionIds: [] });
    expect(world.dynamoDb.item(PROGRESS)).toBeDefined();
  });
});

describe('the progress of a migration', () => {
  const THIRTY_DAYS = 30 * 24 * 3600;

  test('is one for each stack, also where the logical ids are the same', async () => {
    world.cloudFormation.setStack(OTHER_STACK_ID, 'CREATE_IN_PROGRESS');
    await pass('Create', { connectionIds: [ACME] });
    const other = preflight('Create', { connectionIds: [BOLT] }, OTHER_STACK_ID);
    await world.finish(world.deliver(other));
    const otherKey = `migration/${OTHER_STACK_ID}/${PREFLIGHT}`;
    expect(world.dynamoDb.keys).toEqual([PROGRESS, otherKey]);
    await world.run('Create', member(ACME));
    await world.run('Create', { ...member(BOLT), stackId: OTHER_STACK_ID });
    expect(world.dynamoDb.item(PROGRESS)).toMatchObject({ moved: new Set([ACME]) });
    expect(world.dynamoDb.item(otherKey)).toMatchObject({ moved: new Set([BOLT]) });
    await pass('Delete');
    expect(world.dynamoDb.item(PROGRESS)).toBeUndefined();
    expect(world.dynamoDb.item(otherKey)).toBeDefined();
  });

  test('is not that of another stack for an association whose stack has none', async () => {
    await pass('Create', { connectionIds: [ACME] });
    await world.run('Create', { ...member(ACME), stackId: OTHER_STACK_ID });
    expect(world.dynamoDb.item(PROGRESS)).not.toHaveProperty('moved');
    expect(decisions().filter((decision) => decision.endsWith(' moved'))).toHaveLength(1);
  });

  test('goes by itself in the end, and is kept longer by every preflight', async () => {
    await pass('Create');
    const expiresAt = () => Number(world.dynamoDb.item(PROGRESS)?.['expiresAt']);
    expect(expiresAt()).toBe(world.time / 1000 + THIRTY_DAYS);
    world.time += 3_600_500;
    await pass('Update');
    expect(expiresAt()).toBe(Math.ceil(world.time / 1000) + THIRTY_DAYS);
    const before = expiresAt();
    await world.run('Create', member(ACME));
    expect(expiresAt()).toBe(before);
  });
});

describe('what a preflight waits for', () => {
  test('a fault of Direct Connect', async () => {
    world.simulator.arm({ operation: 'DescribeHostedConnections', times: 2, fault: serverError() });
    const event = world.deliver(preflight('Create'));
    expect(await world.poll(event)).toEqual({ complete: false });
    await world.finish(event);
  });

  test('is told when its time is over', async () => {
    world.simulator.arm({ operation: 'DescribeLags', times: 1000, fault: serverError() });
    await expect(pass('Create', { timeoutSeconds: '60' })).rejects.toThrow(
      `preflight of the migration to ${TARGET} did not complete in 60 seconds: `,
    );
  });
});

describe('an association of a migration', () => {
  test('looks first where the preflight has seen its connection', async () => {
    await pass('Create');
    const before = world.simulator.calls.length;
    const data = await world.run('Create', member(CRANE));
    expect(data).toMatchObject({ parentConnectionId: TARGET, originalParentConnectionId: OTHER_HOME });
    expect(listsRead(before)).toEqual([TARGET, OTHER_HOME, TARGET]);
  });

  test('never believes it: a connection that has been moved since goes back to where it was found', async () => {
    await pass('Create');
    world.simulator.moveByHand(CRANE, SECOND_TARGET);
    world.time += 60_000;
    const data = await world.run('Create', member(CRANE));
    expect(data).toMatchObject({ parentConnectionId: TARGET, originalParentConnectionId: SECOND_TARGET });
    await world.run('Delete', member(CRANE));
    expect(world.simulator.parentOf(CRANE)).toBe(SECOND_TARGET);
  });

  test('does without it', async () => {
    await pass('Create');
    world.dynamoDb.faults.arm({ operation: 'GetItem', fault: accessDenied() });
    const data = await world.run('Create', member(CRANE));
    expect(data).toMatchObject({ originalParentConnectionId: OTHER_HOME });
  });

  test('tells how far the migration has come, there and back', async () => {
    await pass('Create');
    await world.run('Create', member(ACME));
    await world.run('Create', member(BOLT));
    await world.run('Update', member(BOLT));
    await world.run('Delete', member(BOLT));
    await world.run('Delete', member(ACME));
    expect(decisions().filter((decision) => decision.endsWith(' moved'))).toEqual([
      'no problem found: 0 of 3 moved',
      '1 of 3 moved',
      '2 of 3 moved',
      '2 of 3 moved',
      '1 of 3 moved',
      '0 of 3 moved',
    ]);
  });

  test('counts as not moved when its update to another parent is rolled back', async () => {
    await pass('Create');
    await world.run('Create', member(ACME));
    await pass('Update', { parentConnectionId: SECOND_TARGET });
    await world.run('Update', member(ACME, SECOND_TARGET));
    await world.run('Update', member(ACME, TARGET));
    expect(decisions().filter((decision) => decision.endsWith(' moved'))).toEqual([
      'no problem found: 0 of 3 moved',
      '1 of 3 moved',
      'no problem found: 0 of 3 moved',
      '1 of 3 moved',
      '0 of 3 moved',
    ]);
  });

  test('is moved all the same when that cannot be told', async () => {
    await pass('Create');
    world.dynamoDb.faults.arm({ operation: 'UpdateItem', fault: accessDenied() });
    await world.run('Create', member(ACME));
    expect(world.simulator.parentOf(ACME)).toBe(TARGET);
    expect(decisions().filter((decision) => decision.endsWith(' moved'))).toHaveLength(1);
  });

  test('tells nothing, and leaves nothing, after the migration is gone', async () => {
    await pass('Create');
    await world.run('Create', member(ACME));
    await pass('Delete');
    await world.run('Delete', member(ACME));
    expect(world.simulator.parentOf(ACME)).toBe(HOME);
    expect(world.dynamoDb.item(PROGRESS)).toBeUndefined();
  });
});
