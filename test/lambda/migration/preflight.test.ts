import { IsCompleteEvent } from '../../../lambda/cloudformation/event';
import { ConnectionsOfParent, PREFLIGHT_TYPE, PreflightProperties } from '../../../lib/contract';
import { MISSING_SECONDS, STATUS_LAG_SECONDS } from '../../../lib/timing';
import { accessDenied, hostedConnections, inventory, refused, serverError } from '../../../simulator';
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

/** Connections, and the parent that they have in common. */
const on = (parentConnectionId: string, ...connectionIds: string[]): ConnectionsOfParent => ({
  parentConnectionId,
  connectionIds,
});
const targets = (...connectionIds: string[]) => ({ targets: [on(TARGET, ...connectionIds)] });

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
  { stackId = STACK_ID, old = {} }: { stackId?: string; old?: Partial<PreflightProperties> } = {},
): IsCompleteEvent {
  const event = world.event(type, { stackId, logicalId: PREFLIGHT, physicalId: PREFLIGHT });
  const wanted = {
    contract: '1',
    ...targets(ACME, BOLT, CRANE),
    ...properties,
  };
  return {
    ...event,
    ResourceType: PREFLIGHT_TYPE,
    ResourceProperties: { ServiceToken: 'arn:…', ...wanted },
    ...(type === 'Update' && { OldResourceProperties: { ServiceToken: 'arn:…', ...old } }),
  } as IsCompleteEvent;
}

async function pass(
  type: OperationType,
  properties: Partial<PreflightProperties> = {},
  old: Partial<PreflightProperties> = {},
): Promise<void> {
  await world.finish(world.deliver(preflight(type, properties, { old })));
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
const progress = () => decisions().filter((decision) => / \d+ of \d+ (moved|home)$/.test(decision));

describe('a preflight that finds no problem', () => {
  test('moves nothing, and notes where every connection is', async () => {
    await pass('Create', targets(ACME, CRANE, DELTA));
    expect(world.physicalId).toBe(PREFLIGHT);
    expect(world.associateCalls()).toBe(0);
    expect(world.dynamoDb.item(PROGRESS)).toEqual({
      connectionId: PROGRESS,
      targets: { [ACME]: TARGET, [CRANE]: TARGET, [DELTA]: TARGET },
      placements: { [ACME]: HOME, [CRANE]: OTHER_HOME, [DELTA]: TARGET },
      moved: new Set([DELTA]),
      movedCount: 1,
      total: 3,
      expiresAt: Date.parse('2026-01-31T00:00:00Z') / 1000,
    });
    expect(world.decisions).toContainEqual(
      expect.objectContaining({ decision: 'no problem found: 1 of 3 moved', moved: 1, total: 3 }),
    );
  });

  test('reads every list once, and none when all are found', async () => {
    await pass('Create');
    const read = listsRead();
    expect(new Set(read).size).toBe(read.length);
    expect(read.length).toBe(13);
    const before = world.simulator.calls.length;
    await pass('Update', targets(DELTA));
    expect(listsRead(before)).toEqual([TARGET]);
  });

  test('looks first where originalParent says', async () => {
    await pass('Create', { ...targets(ACME, BOLT), originalParentConnectionIds: [HOME] });
    expect(listsRead()).toEqual([TARGET, HOME]);
  });

  test('does not mind a target that takes no more connections, when all are on it', async () => {
    world.simulator.setParentState(TARGET, 'deleting');
    await pass('Update', targets(DELTA));
  });

  test('takes connections on an interconnect that has joined the LAG for moved', async () => {
    world.simulator.joinLag(HOME, TARGET);
    await pass('Create', targets(ACME));
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
    const running = pass('Create', {
      ...targets(...connectionIds),
      originalParentConnectionIds: ['dxcon-00000000'],
    });
    await expect(running).rejects.toThrow(
      '6 problems, so nothing was moved' +
        '. originalParent is no interconnect or LAG of this account in this region: dxcon-00000000' +
        `. on no interconnect or LAG of this account in this region: ${GONE}` +
        '. not in use: dxcon-fg000006 (rejected)' +
        `. at another location than ${TARGET} (EqDC2): dxcon-far00001 (EqSV5)` +
        `. vlan in use on ${TARGET}: ${BOLT} (vlan 102, dxcon-zz000002 has it)` +
        `. same vlan as another connection of this migration on its way to ${TARGET}: dxcon-fg000005 (vlan 101, as ${ACME})` +
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
    await expect(pass('Create', { targets: [on(parentConnectionId, ACME)] })).rejects.toThrow(
      `1 problem, so nothing was moved. parent: ${parentConnectionId}: ${reason}`,
    );
  });

  test('names the holder of a VLAN', async () => {
    world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-fg000007', vlan: 900 });
    await expect(pass('Create', targets('dxcon-fg000007'))).rejects.toThrow(
      'dxcon-fg000007 (vlan 900, dxcon-zz000001 (Zed) has it)',
    );
  });

  test('sees the VLAN of a connection of the migration that is on the target already', async () => {
    world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-fg000007', vlan: 105 });
    await expect(pass('Create', targets('dxcon-fg000007', DELTA))).rejects.toThrow(
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
    const failure: unknown = await pass('Create', targets(...connectionIds)).catch((error: unknown) => error);
    const { message } = failure as Error;
    const told = message.match(/dxcon-gg/g)?.length ?? 0;
    expect(told).toBeGreaterThan(5);
    expect(message).toContain(`60 problems, so nothing was moved. vlan in use on ${TARGET}: dxcon-gg000010`);
    expect(message).toContain(`; and ${60 - told} more, each in the log of this function. correct these`);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(1000);
    expect(decisions().filter((decision) => decision.startsWith('problem: '))).toHaveLength(60);
  });
});

describe('a preflight with many targets', () => {
  const FREE_TARGET = 'dxlag-c0000010';

  test('notes where each connection is to be, and counts those that are there', async () => {
    await pass('Create', {
      targets: [on(TARGET, ACME, DELTA), on(SECOND_TARGET, BOLT), on(OTHER_HOME, CRANE)],
    });
    expect(world.dynamoDb.item(PROGRESS)).toMatchObject({
      targets: { [ACME]: TARGET, [DELTA]: TARGET, [BOLT]: SECOND_TARGET, [CRANE]: OTHER_HOME },
      moved: new Set([DELTA, CRANE]),
      movedCount: 2,
      total: 4,
    });
  });

  test('tells the problems of each, those of one target together', async () => {
    world.simulator.addHostedConnection(TARGET, { connectionId: 'dxcon-zz000002', vlan: 101 });
    world.simulator.addHostedConnection(TARGET, { connectionId: 'dxcon-zz000003', vlan: 103 });
    world.simulator.addHostedConnection(SECOND_TARGET, { connectionId: 'dxcon-zz000004', vlan: 102 });
    const running = pass('Create', {
      targets: [
        on(TARGET, ACME),
        on(SECOND_TARGET, BOLT, 'dxcon-far00001'),
        on(MEMBER, DELTA),
        on(TARGET, CRANE),
      ],
    });
    await expect(running).rejects.toThrow(
      '5 problems, so nothing was moved' +
        `. parent: ${MEMBER}: it is a member of ${SECOND_TARGET}; name the LAG instead` +
        `. at another location than ${SECOND_TARGET} (EqDC2): dxcon-far00001 (EqSV5)` +
        `. vlan in use on ${TARGET}: ${ACME} (vlan 101, dxcon-zz000002 has it), ${CRANE} (vlan 103, dxcon-zz000003 has it)` +
        `. vlan in use on ${SECOND_TARGET}: ${BOLT} (vlan 102, dxcon-zz000004 has it)` +
        '. correct these',
    );
  });

  test('does not mind one VLAN on two targets', async () => {
    world.simulator.addHostedConnection(OTHER_HOME, { connectionId: 'dxcon-fg000005', vlan: 101 });
    await pass('Create', { targets: [on(SECOND_TARGET, ACME), on(FREE_TARGET, 'dxcon-fg000005')] });
  });

  test('sees the VLAN of a connection that is to leave the target itself', async () => {
    world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-fg000005', vlan: 105 });
    const running = pass('Create', { targets: [on(FREE_TARGET, DELTA), on(TARGET, 'dxcon-fg000005')] });
    await expect(running).rejects.toThrow(
      `vlan in use on ${TARGET}: dxcon-fg000005 (vlan 105, ${DELTA} has it)`,
    );
  });

  test('reads no list of a target that has all its connections', async () => {
    const before = world.simulator.calls.length;
    await pass('Create', { targets: [on(TARGET, DELTA), on(HOME, ACME, BOLT)] });
    expect(listsRead(before).sort()).toEqual([HOME, TARGET]);
  });
});

test('a preflight that does not find connections looks for four minutes', async () => {
  const event = world.deliver(preflight('Create', targets('dxcon-gg000001', ACME, 'dxcon-gg000002')));
  expect(await world.poll(event)).toEqual({ complete: false });
  expect(decisions()).toEqual([
    'not complete yet: dxcon-gg000001, dxcon-gg000002 on no interconnect or LAG at the moment',
  ]);
  world.time += MISSING_SECONDS * 1000 - 1;
  expect(await world.poll(event)).toEqual({ complete: false });
  world.time += 1;
  await expect(world.poll(event)).rejects.toThrow(
    '2 problems, so nothing was moved. on no interconnect or LAG of this account in this region: dxcon-gg000001, dxcon-gg000002. correct these',
  );
});

describe('a preflight that does not fit into one poll', () => {
  beforeEach(async () => {
    await world.stop();
    world = await World.start({ inventory: PARTNER, throttle: { callsPerSecond: 5 } });
  });

  /** The pages that Direct Connect has given, by parent. */
  const pagesRead = () =>
    world.simulator.calls
      .filter(({ operation, outcome }) => operation === 'DescribeHostedConnections' && outcome === 'ok')
      .map(({ input }) => input as { connectionId: string; nextToken?: string });

  test('goes on in the next one with the lists that it has read to their end', async () => {
    hostedConnections(150).forEach((connectionId) =>
      world.simulator.addHostedConnection(HOME, { connectionId }),
    );
    await pass('Create');
    const read = pagesRead();
    const parents = read.map(({ connectionId }) => connectionId);
    expect(new Set(parents).size).toBe(13);
    expect(parents.filter((id) => id !== HOME)).toHaveLength(12);
    expect(progress()).toEqual(['no problem found: 0 of 3 moved']);
    expect(world.dynamoDb.keys).toContain(`search/${STACK_ID}/${PREFLIGHT}`);
  });

  test('reads every list again where it has not found a connection', async () => {
    world.simulator.remove(ACME);
    const event = world.deliver(preflight('Create'));
    while (!decisions().includes(`not complete yet: ${ACME} on no interconnect or LAG at the moment`)) {
      await world.poll(event);
      world.time += 5_000;
    }
    world.simulator.addHostedConnection(OTHER_HOME, { connectionId: ACME, vlan: 101 });
    await world.finish(event);
    expect(world.dynamoDb.item(PROGRESS)).toMatchObject({ placements: { [ACME]: OTHER_HOME } });
  });

  test('sees on lists of an earlier poll what stands in the way', async () => {
    world.simulator.addHostedConnection(TARGET, { connectionId: 'dxcon-zz000002', vlan: 101 });
    await expect(pass('Create')).rejects.toThrow(
      `1 problem, so nothing was moved. vlan in use on ${TARGET}: ${ACME} (vlan 101, dxcon-zz000002 has it)`,
    );
    expect(pagesRead().filter(({ connectionId }) => connectionId === TARGET)).toHaveLength(1);
  });
});

describe('a preflight that is told where connections are expected', () => {
  const expecting = (...expectedParents: ConnectionsOfParent[]) => ({
    ...targets(ACME, BOLT, CRANE, DELTA),
    expectedParents,
  });

  test('looks there first, and passes where they are there, or on their targets already', async () => {
    await pass('Create', expecting(on(HOME, ACME, BOLT, DELTA), on(OTHER_HOME, CRANE)));
    expect(listsRead()).toEqual([TARGET, HOME, OTHER_HOME]);
  });

  test('names all that are elsewhere, and where they are', async () => {
    await expect(pass('Create', expecting(on(OTHER_HOME, ACME, CRANE), on(TARGET, BOLT)))).rejects.toThrow(
      '2 problems, so nothing was moved. not on its expectedParent: ' +
        `${ACME} (on ${HOME}, expected on ${OTHER_HOME}), ${BOLT} (on ${HOME}, expected on ${TARGET}). correct these`,
    );
  });

  test('says once that a parent does not exist', async () => {
    await expect(pass('Create', expecting(on('dxcon-00000000', ACME, BOLT, DELTA)))).rejects.toThrow(
      '3 problems, so nothing was moved' +
        '. expectedParent is no interconnect or LAG of this account in this region: dxcon-00000000' +
        `. not on its expectedParent: ${ACME} (on ${HOME}, expected on dxcon-00000000), ${BOLT}`,
    );
  });

  test('takes an interconnect that has joined a LAG for that LAG', async () => {
    world.simulator.joinLag(HOME, SECOND_TARGET);
    await pass('Create', expecting(on(HOME, ACME), on(SECOND_TARGET, BOLT)));
  });

  test('does not look at it for those that it has had before: their associations are updated', async () => {
    const old = targets(ACME, CRANE);
    const properties = expecting(on(OTHER_HOME, ACME, BOLT));
    await expect(pass('Update', properties, old)).rejects.toThrow(
      `1 problem, so nothing was moved. not on its expectedParent: ${BOLT} (on ${HOME}`,
    );
  });
});

describe('a preflight whose properties can never work is refused before it calls anything', () => {
  test.each([
    ['no targets', { targets: undefined }, 'targets is missing: expected a list'],
    ['an empty list', { targets: [] }, 'targets is []: expected the connections to move'],
    ['a target without connections', { targets: [on(TARGET)] }, 'expected the connections to move'],
    [
      'a target that is none',
      { targets: [null] },
      'a parentConnectionId in targets is missing: expected the id',
    ],
    [
      'connections that are none',
      { targets: [{ parentConnectionId: TARGET, connectionIds: ACME }] },
      `connectionIds in targets is "${ACME}": expected a list`,
    ],
    [
      'a connection twice',
      { targets: [on(TARGET, ACME), on(SECOND_TARGET, BOLT, ACME)] },
      `targets has ${ACME} twice: expected each connection once in the construct's moves`,
    ],
    ['a malformed id', targets('acme'), 'connectionId is "acme": expected the id of a hosted'],
    [
      'a malformed parent',
      { targets: [on('lag', ACME)] },
      'a parentConnectionId in targets is "lag": expected the id of a LAG, such as dxlag-fhccu14t, or of an interconnect, such as dxcon-ffabc123; correct the construct\'s parent',
    ],
    [
      'a malformed place where to find it',
      { expectedParents: [on('lag', ACME)] },
      'a parentConnectionId in expectedParents is "lag": expected the id of a LAG, such as dxlag-fhccu14t, or of an interconnect, such as dxcon-ffabc123; correct the construct\'s expectedParent',
    ],
    [
      'a malformed original parent',
      { originalParentConnectionIds: ['lag'] },
      'originalParentConnectionIds is "lag": expected the id of a LAG, such as dxlag-fhccu14t, or of an interconnect, such as dxcon-ffabc123; correct the construct\'s originalParent',
    ],
    [
      'original parents that are no list',
      { originalParentConnectionIds: HOME },
      `originalParentConnectionIds is "${HOME}": expected a list; correct the construct's moves`,
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
  const blocked = { targets: [on('dxlag-00000000', ACME, BOLT)] };

  test('refuses what it finds', async () => {
    await expect(pass('Update', blocked)).rejects.toThrow('1 problem, so nothing was moved');
  });

  test.each(['UPDATE_ROLLBACK_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'])(
    'never stands in the way of a rollback: %s',
    async (status) => {
      world.cloudFormation.setStack(STACK_ID, status);
      await pass('Update', blocked);
      expect(decisions().at(-1)).toBe('nothing to check: the stack is being rolled back');
    },
  );

  test('refuses what it finds once CloudFormation no longer says that an earlier one is rolled back', async () => {
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    const event = world.deliver(preflight('Update', blocked));
    expect(await world.poll(event)).toEqual({ complete: false });
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_IN_PROGRESS');
    await expect(world.finish(event)).rejects.toThrow('1 problem, so nothing was moved');
  });

  test('is not refused because of a list before CloudFormation can say that it is a rollback', async () => {
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    world.simulator.arm({ operation: 'DescribeLags', fault: refused('no such thing') });
    const event = world.deliver(preflight('Update', blocked));
    expect(await world.poll(event)).toEqual({ complete: false });
    await world.finish(event);
    expect(decisions().at(-1)).toBe('nothing to check: the stack is being rolled back');
  });

  test('counts what has come home when it is rolled back', async () => {
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    await pass('Update', { targets: [on(HOME, ACME, BOLT)] });
    expect(world.dynamoDb.item(PROGRESS)).toMatchObject({ movedCount: 2, total: 2 });
  });

  test('and only an update can be rolled back: a create is refused at once', async () => {
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    const event = world.deliver(preflight('Create', blocked));
    await expect(world.poll(event)).rejects.toThrow('1 problem, so nothing was moved');
  });

  test('says what the problems are once, when it refuses', async () => {
    const event = world.deliver(preflight('Update', blocked));
    world.time += STATUS_LAG_SECONDS * 1000 - 1;
    expect(await world.poll(event)).toEqual({ complete: false });
    expect(decisions()).toEqual(['not complete yet: there are problems, and this Update may be a rollback']);
    world.time += 1;
    await expect(world.poll(event)).rejects.toThrow('1 problem, so nothing was moved');
    expect(decisions().filter((decision) => decision.startsWith('problem: '))).toHaveLength(1);
  });

  test('waits until CloudFormation says what it does with the stack', async () => {
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_IN_PROGRESS');
    world.cloudFormation.faults.arm({ operation: 'DescribeStacks', fault: accessDenied() });
    const event = world.deliver(preflight('Update', blocked));
    world.time += 60_000;
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

  test.each([
    ['CloudFormation says that its create has failed', { status: 'CREATE_FAILED' }],
    ['CloudFormation does not know it', undefined],
  ])('after it had to wait writes nothing any more: %s', async (_, resource) => {
    world.simulator.arm({ operation: 'DescribeInterconnects', fault: serverError() });
    const event = world.deliver(preflight('Create'));
    expect(await world.poll(event)).toEqual({ complete: false });
    await pass('Delete');
    if (resource) world.cloudFormation.setResource(STACK_ID, PREFLIGHT, resource);
    world.cloudFormation.setStack(STACK_ID, 'UPDATE_ROLLBACK_COMPLETE');
    world.time += 61_000;
    await expect(world.poll(event)).rejects.toThrow('cloudformation no longer waits for this Create');
    expect(world.dynamoDb.item(PROGRESS)).toBeUndefined();
  });

  test('does not fail for that, nor for properties that were refused', async () => {
    await pass('Create');
    world.dynamoDb.faults.arm({ operation: 'DeleteItem', fault: accessDenied() });
    await pass('Delete', { targets: [] });
    expect(world.dynamoDb.item(PROGRESS)).toBeDefined();
  });
});

describe('the progress of a migration', () => {
  const THIRTY_DAYS = 30 * 24 * 3600;

  test('is one for each stack, also where the logical ids are the same', async () => {
    world.cloudFormation.setStack(OTHER_STACK_ID, 'CREATE_IN_PROGRESS');
    await pass('Create', targets(ACME));
    const other = preflight('Create', targets(BOLT), { stackId: OTHER_STACK_ID });
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
    await pass('Create', targets(ACME));
    await world.run('Create', { ...member(ACME), stackId: OTHER_STACK_ID });
    expect(world.dynamoDb.item(PROGRESS)).not.toHaveProperty('moved');
    expect(progress()).toHaveLength(1);
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
      `preflight of the migration ${PREFLIGHT} did not complete in 60 seconds: `,
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

  test('that the migration does not have is moved all the same, and is no progress of it', async () => {
    await pass('Create', targets(ACME));
    const data = await world.run('Create', member(CRANE));
    expect(data).toMatchObject({ parentConnectionId: TARGET, originalParentConnectionId: OTHER_HOME });
    await world.run('Delete', member(CRANE));
    expect(progress()).toEqual(['no problem found: 0 of 1 moved']);
    expect(world.dynamoDb.item(PROGRESS)).toMatchObject({ movedCount: 0, total: 1 });
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
    expect(progress()).toEqual([
      'no problem found: 0 of 3 moved',
      'complete, 1 of 3 moved',
      'complete, 2 of 3 moved',
      'complete, 2 of 3 moved',
      'the connection is where it came from, 2 of 3 home',
      'the connection is where it came from, 3 of 3 home',
    ]);
    const fields = world.decisions.map(({ moved, home, total }) => ({ moved, home, total }));
    expect(fields.filter(({ total }) => total !== undefined).slice(1)).toEqual([
      { moved: 1, total: 3 },
      { moved: 2, total: 3 },
      { moved: 2, total: 3 },
      { home: 2, total: 3 },
      { home: 3, total: 3 },
    ]);
    expect(world.dynamoDb.item(PROGRESS)).toMatchObject({ movedCount: 0, total: 3 });
  });

  test('counts as not moved when its update to another parent is rolled back', async () => {
    await pass('Create');
    await world.run('Create', member(ACME));
    await pass('Update', { targets: [on(SECOND_TARGET, ACME, BOLT, CRANE)] });
    await world.run('Update', member(ACME, SECOND_TARGET));
    await world.run('Update', member(ACME, TARGET));
    expect(progress()).toEqual([
      'no problem found: 0 of 3 moved',
      'complete, 1 of 3 moved',
      'no problem found: 0 of 3 moved',
      'complete, 1 of 3 moved',
      'complete, 0 of 3 moved',
    ]);
  });

  test('is counted once, however often it says so', async () => {
    await pass('Create');
    for (const type of ['Create', 'Update', 'Update'] as const) await world.run(type, member(ACME));
    expect(world.dynamoDb.item(PROGRESS)).toMatchObject({ moved: new Set([ACME]), movedCount: 1 });
    for (let deletes = 0; deletes < 2; deletes += 1) await world.run('Delete', member(ACME));
    expect(world.dynamoDb.item(PROGRESS)).toMatchObject({ movedCount: 0 });
    expect(world.dynamoDb.item(PROGRESS)).not.toHaveProperty('moved');
  });

  test('is moved all the same when that cannot be told', async () => {
    await pass('Create');
    world.dynamoDb.faults.arm({ operation: 'UpdateItem', fault: accessDenied() });
    await world.run('Create', member(ACME));
    expect(world.simulator.parentOf(ACME)).toBe(TARGET);
    expect(progress()).toHaveLength(1);
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
