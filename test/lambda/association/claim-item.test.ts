import { refused } from '../../../simulator';
import { KNOWN_ATTRIBUTES, parseClaim } from '../../../lambda/association/claim-item';
import { CONNECTION, HOME, LAG_A, LAG_B, OTHER_STACK_ID, PHYSICAL_ID, TABLE, World, onto } from '../world';

/** A claim that somebody has edited into something else, or that a newer version has written. */
let world: World;

beforeEach(async () => {
  world = await World.start();
  await world.run('Create');
  world.time += 120_000;
});

afterEach(async () => {
  await world.stop();
});

const OWNER = { stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/P/1', logicalResourceId: 'L' };
const OPERATION = { requestId: 'r', type: 'Create', issuedAt: 1, receivedAt: 1 };
const MEMORY = {
  foundOn: HOME,
  originalParentConnectionId: HOME,
  fallbackParentConnectionId: HOME,
  movedTo: [LAG_A],
};

const PARENT = 'the id of an interconnect or a LAG';
const OWNER_MAP = 'a map with stackId and logicalResourceId';
const OPERATION_MAP = 'a map with requestId, type, issuedAt and receivedAt';
const FORMER = 'a list of maps with owner and operation';
const BEFORE = 'a map with requestId, parentConnectionId and perhaps claim, or none';
const TIME = 'a time in milliseconds';
const CALL = 'a map with operation and from, or none';
const STALE = 'a map with parentIds and until, or none';
const WAITING = 'a list of maps with owner, operation and reason, or none';
const NOTE = { owner: OWNER, operation: OPERATION, reason: 'busy' };

const EVERY: [attribute: string, value: unknown, expected: string][] = [
  ['format', undefined, 'a whole number'],
  ['format', 'one', 'a whole number'],
  ['format', 0, 'a whole number'],
  ['format', 1.5, 'a whole number'],
  ['version', undefined, 'a whole number'],
  ['version', '7', 'a whole number'],
  ['version', -1, 'a whole number'],
  ['owner', undefined, OWNER_MAP],
  ['owner', 'HostedConnectionAssociation', OWNER_MAP],
  ['owner', { logicalResourceId: 'L' }, OWNER_MAP],
  ['owner', { stackId: OWNER.stackId }, OWNER_MAP],
  ['owner', { stackId: OWNER.stackId, logicalResourceId: '' }, OWNER_MAP],
  ['owner', null, OWNER_MAP],
  ['operation', undefined, OPERATION_MAP],
  ['operation', 'Create', OPERATION_MAP],
  ['operation', { ...OPERATION, requestId: undefined }, OPERATION_MAP],
  ['operation', { ...OPERATION, type: 'Replace' }, OPERATION_MAP],
  ['operation', { ...OPERATION, issuedAt: 'yesterday' }, OPERATION_MAP],
  ['operation', { ...OPERATION, receivedAt: undefined }, OPERATION_MAP],
  ['operation', { ...OPERATION, desired: LAG_A }, OPERATION_MAP],
  ['operation', { ...OPERATION, desired: '{}' }, OPERATION_MAP],
  ['formerOperations', undefined, FORMER],
  ['formerOperations', {}, FORMER],
  ['formerOperations', ['L'], FORMER],
  ['formerOperations', [{ owner: OWNER, operation: OPERATION, isOfOtherCreate: 1 }], FORMER],
  ['formerOperations', [{ owner: OWNER }], FORMER],
  ['formerOperations', [{ owner: 'L', operation: OPERATION }], FORMER],
  ['phase', undefined, 'claimed, moving, accepted, settled or released'],
  ['phase', 'SETTLED', 'claimed, moving, accepted, settled or released'],
  ['phase', 3, 'claimed, moving, accepted, settled or released'],
  ['updatedAt', undefined, TIME],
  ['updatedAt', '2026-01-01T00:00:00Z', TIME],
  ['updatedAt', -1, TIME],
];

const LIVE: [attribute: string, value: unknown, expected: string][] = [
  ['interruptedSince', 'yesterday', `${TIME}, or none`],
  ['interruptedSince', -1, `${TIME}, or none`],
  ['lastInterruptionSeconds', '4.3', 'a number of seconds, or none'],
  ['foundOn', undefined, PARENT],
  ['foundOn', 'lag-1', PARENT],
  ['originalParentConnectionId', undefined, PARENT],
  ['originalParentConnectionId', '', PARENT],
  ['originalParentConnectionId', [HOME], PARENT],
  ['movedTo', undefined, 'a list of ids of interconnects or LAGs'],
  ['movedTo', LAG_A, 'a list of ids of interconnects or LAGs'],
  ['movedTo', [LAG_A, 'somewhere'], 'a list of ids of interconnects or LAGs'],
  ['before', 'home', BEFORE],
  ['before', null, BEFORE],
  ['before', { requestId: 'r' }, BEFORE],
  ['before', { parentConnectionId: HOME }, BEFORE],
  ['before', { requestId: 'r', parentConnectionId: 'x' }, BEFORE],
  ['before', { requestId: 'r', parentConnectionId: HOME, claim: 'mine' }, BEFORE],
  ['before', { requestId: 'r', parentConnectionId: HOME, claim: { owner: OWNER, ...MEMORY } }, BEFORE],
  [
    'before',
    { requestId: 'r', parentConnectionId: HOME, claim: { owner: OWNER, operation: OPERATION } },
    BEFORE,
  ],
  [
    'before',
    {
      requestId: 'r',
      parentConnectionId: HOME,
      claim: { ...MEMORY, owner: OWNER, operation: OPERATION, foundOn: 'x' },
    },
    BEFORE,
  ],
  [
    'before',
    {
      requestId: 'r',
      parentConnectionId: HOME,
      claim: { ...MEMORY, owner: OWNER, operation: OPERATION, before: 'x' },
    },
    BEFORE,
  ],
  [
    'before',
    {
      requestId: 'r',
      parentConnectionId: HOME,
      claim: { ...MEMORY, owner: OWNER, operation: OPERATION, hasEnded: 'yes' },
    },
    BEFORE,
  ],
  ['isUndone', 'no', 'true, false, or none'],
  ['undoneAs', 7, 'a text, or none'],
  ['restoredBy', 7, 'a text, or none'],
  ['isRecalled', 1, 'true, false, or none'],
  ['deadline', undefined, TIME],
  ['deadline', 'soon', TIME],
  ['fallbackParentConnectionId', 'dxvif-1', PARENT],
  ['endedBefore', 5, `${OPERATION_MAP}, or none`],
  ['stale', { parentIds: ['home'], until: 5 }, STALE],
  ['stale', { parentIds: [HOME] }, STALE],
  ['lastCall', { from: HOME }, CALL],
  ['lastCall', { operation: OPERATION, from: HOME, provenFrom: 'soon' }, CALL],
  ['lastCall', { operation: OPERATION, from: 'home' }, CALL],
  ['waiting', 'long', WAITING],
  ['waiting', NOTE, WAITING],
  ['waiting', [{ ...NOTE, reason: undefined }], WAITING],
  ['waiting', [{ ...NOTE, owner: undefined }], WAITING],
  ['waiting', [{ ...NOTE, operation: { requestId: 'r' } }], WAITING],
  ['waiting', [{ ...NOTE, missingSince: 'long ago' }], WAITING],
  ['waiting', [{ ...NOTE, contrary: { parentId: 'home', since: 5 } }], WAITING],
  ['waiting', [{ ...NOTE, contrary: { parentId: HOME } }], WAITING],
];

const shown = (value: unknown) => (value === undefined ? 'missing' : JSON.stringify(value).slice(0, 100));

const messageFor = ([attribute, value, expected]: (typeof EVERY)[number]) => ({
  start: `the claim of "${CONNECTION}" in table ${TABLE} has the ${attribute} ${shown(value)}`,
  end: `: expected ${expected}; correct it in the table. nothing was moved`,
});

async function refusalOf(type: 'Create' | 'Update' | 'Delete'): Promise<string> {
  return world.run(type, onto(LAG_B)).then(
    () => 'it succeeded',
    (error: unknown) => (error as Error).message,
  );
}

test.each([...EVERY, ...LIVE])('a live claim whose %s is %j', async (...edit) => {
  const [attribute, value] = edit;
  world.editClaim({ [attribute]: value });
  const before = world.claim();
  const { start, end } = messageFor(edit);
  for (const type of ['Create', 'Update', 'Delete'] as const) {
    const message = await refusalOf(type);
    expect(message).toContain(start);
    expect(message).toContain(end);
    expect(world.claim()).toEqual(before);
  }
  expect(world.associateCalls()).toBe(1);
  expect(world.parent()).toBe(LAG_A);
});

test.each(EVERY.filter(([attribute]) => attribute !== 'phase'))(
  'a released claim whose %s is %j',
  async (...edit) => {
    await world.run('Delete');
    world.time += 120_000;
    const [attribute, value] = edit;
    world.editClaim({ [attribute]: value });
    const before = world.claim();
    expect(await refusalOf('Create')).toContain(messageFor(edit).start);
    expect(world.claim()).toEqual(before);
    expect(world.parent()).toBe(HOME);
  },
);

test('of a released claim, where the connection was has to be a parent', () => {
  const released = { ...world.claim(), phase: 'released' };
  expect(() => parseClaim({ ...released, leftOn: 'home' }, TABLE)).toThrow(
    `has the leftOn "home": expected ${PARENT}`,
  );
  expect(() => parseClaim({ ...released, hasLeft: HOME }, TABLE)).toThrow('expected a list of ids');
  expect(parseClaim({ ...released, leftOn: HOME, hasLeft: [LAG_A] }, TABLE)).toMatchObject({ leftOn: HOME });
});

test('of a released claim, the time of the last interruption has to be a number', () => {
  const released = { ...world.claim(), phase: 'released' };
  expect(() => parseClaim({ ...released, lastInterruptionSeconds: '4.3' }, TABLE)).toThrow(
    'has the lastInterruptionSeconds "4.3": expected a number of seconds, or none',
  );
});

test('a released claim needs nothing of what only a live one has', async () => {
  await world.run('Delete');
  const onlyLive = LIVE.filter(([attribute]) => attribute !== 'lastInterruptionSeconds');
  for (const [attribute] of onlyLive) expect(world.claim()).not.toHaveProperty(attribute);
  await world.run('Create');
  expect(world.parent()).toBe(LAG_A);
});

test('every attribute of a live claim is checked, but those of which the key and DynamoDB itself take care', () => {
  const checked = new Set([...EVERY, ...LIVE].map(([attribute]) => attribute));
  const unchecked = KNOWN_ATTRIBUTES.filter((attribute) => !checked.has(attribute));
  expect(unchecked).toEqual(['connectionId', 'expiresAt', 'leftOn', 'hasLeft']);
});

test('a claim with everything in it is read', () => {
  const taken = { owner: OWNER, operation: OPERATION, ...MEMORY };
  const claim = {
    connectionId: CONNECTION,
    format: 1,
    version: 4,
    ...taken,
    formerOperations: [{ owner: OWNER, operation: OPERATION }],
    phase: 'moving',
    before: { requestId: 'r', parentConnectionId: HOME, claim: taken },
    isUndone: true,
    isRecalled: true,
    deadline: 0,
    fallbackParentConnectionId: HOME,
    lastCall: { operation: OPERATION, from: HOME },
    waiting: [{ ...NOTE, missingSince: 5, contrary: { parentId: LAG_A, since: 5 } }],
    updatedAt: 1,
  };
  expect(parseClaim(claim, TABLE)).toBe(claim);
});

test.each(['Create', 'Update', 'Delete'] as const)(
  'of a newer format a %s writes and moves nothing, and says what to deploy',
  async (type) => {
    // Nothing else of it is looked at.
    world.editClaim({ format: 2, phase: 'parked', owner: [OWNER] });
    const before = world.claim();
    expect(await refusalOf(type)).toContain(
      `the claim of "${CONNECTION}" in table ${TABLE} has format 2: this version of the provider reads up to 1; deploy the provider's stack with the newer version. nothing was moved`,
    );
    expect(world.claim()).toEqual(before);
    expect(world.associateCalls()).toBe(1);
  },
);

describe('what a newer version has written, and this one does not know, is carried along', () => {
  const unknown = { lanes: new Set(['a']), more: { of: ['it', 7] } };

  beforeEach(() => world.editClaim(unknown));

  test('by an update that settles', async () => {
    await world.run('Update', onto(LAG_B));
    expect(world.claim()).toMatchObject({ phase: 'settled', movedTo: [LAG_A, LAG_B], ...unknown });
  });

  test('by an operation that waits, and holds the claim', async () => {
    world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-cc000001', vlan: 101 });
    const deletion = world.begin('Delete');
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ phase: 'claimed', operation: { type: 'Delete' }, ...unknown });
  });

  test('by a move whose answer is awaited, and one that is refused', async () => {
    const operation = 'AssociateHostedConnection' as const;
    world.simulator.arm({ operation, fault: { kind: 'lostRequest' } });
    const update = world.begin('Update', onto(LAG_B));
    await world.poll(update);
    expect(world.claim()).toMatchObject({ phase: 'moving', ...unknown });
    const fault = refused('');
    world.simulator.arm({ operation, fault });
    await expect(world.finish(update)).rejects.toThrow('refused');
    expect(world.claim()).toMatchObject({ phase: 'claimed', ...unknown });
  });

  test('by a delete that releases, and the create after it', async () => {
    await world.run('Delete');
    expect(world.claim()).toMatchObject({ phase: 'released', ...unknown });
    world.time += 60_000;
    await world.run('Create');
    expect(world.claim()).toMatchObject({ phase: 'settled', ...unknown });
  });

  test('by a take-over, and by its undoing', async () => {
    const successor = { stackId: OTHER_STACK_ID, properties: { takeOver: 'true' } };
    await world.run('Create', successor);
    expect(world.claim()).toMatchObject({ owner: { stackId: OTHER_STACK_ID }, ...unknown });
    world.cloudFormation.setStack(OTHER_STACK_ID, 'ROLLBACK_IN_PROGRESS');
    world.time += 60_000;
    await world.run('Delete', { ...successor, physicalId: PHYSICAL_ID });
    expect(world.claim()).toMatchObject({ owner: { logicalResourceId: expect.any(String) }, ...unknown });
  });
});
