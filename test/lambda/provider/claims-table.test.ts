import { accessDenied, serverError, throttled } from '../../../simulator';
import { CLAIMS_TABLE_TYPE } from '../../../lib/contract';
import { OperationType, PROVIDER_STACK_ID, TABLE, World } from '../world';

/** The table of claims goes with its provider's stack, if nobody needs it any more. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

/** One poll of the custom resource in the provider's stack. */
async function reconcile(type: OperationType) {
  const options = { stackId: PROVIDER_STACK_ID, logicalId: 'ClaimsTable', physicalId: TABLE };
  const event = { ...world.event(type, options), ResourceType: CLAIMS_TABLE_TYPE };
  const ResourceProperties = { ServiceToken: 'arn:…', contract: '1' };
  return world.poll(world.deliver({ ...event, ResourceProperties }));
}

const decision = () => world.decisions.at(-1)?.decision;

const KEPT =
  'the table of claims is kept: a claim in it is live; deploy the provider again with --import-existing-resources';
const DELETED = 'the table of claims is deleted: no claim in it is live';

function fill(...items: Record<string, unknown>[]): void {
  for (const [index, item] of items.entries())
    world.dynamoDb.setItem({ connectionId: `dxcon-aa00000${index}`, ...item });
}

const released = { phase: 'released' };
const progress = { connectionId: `migration/${PROVIDER_STACK_ID}/Preflight`, placements: {} };

test('it is named after the table', () => {
  const event = { ...world.event('Create'), ResourceType: CLAIMS_TABLE_TYPE };
  expect(world.deliver(event).PhysicalResourceId).toBe(TABLE);
});

test.each(['Create', 'Update'] as const)('a %s looks at nothing', async (type) => {
  expect((await reconcile(type)).complete).toBe(true);
  expect(world.dynamoDb.calls).toEqual([]);
  expect(world.dynamoDb.exists).toBe(true);
});

test.each([
  ['that is empty', []],
  ['with released claims', [released, released, released, released, released]],
  ['with the progress of a migration', [progress]],
  ['with all of that', [released, progress, released]],
])('a table %s is deleted', async (_, items) => {
  fill(...items);
  expect((await reconcile('Delete')).complete).toBe(true);
  expect(world.dynamoDb.exists).toBe(false);
  expect(decision()).toBe(DELETED);
});

test.each([
  ['settled', { phase: 'settled' }],
  ['claimed', { phase: 'claimed' }],
  ['moving', { phase: 'moving' }],
  ['in a phase that is not known', { phase: 'parked' }],
  ['in no phase', {}],
  ['in a phase that is no text', { phase: 1 }],
  ['of a key that only looks like progress', { connectionId: 'dxcon-migration/' }],
])('a table with a claim %s is kept, and the delete succeeds', async (_, claim) => {
  fill(released, claim);
  expect((await reconcile('Delete')).complete).toBe(true);
  expect(world.dynamoDb.exists).toBe(true);
  expect(decision()).toBe(KEPT);
});

test('every page is read: a live claim on the last one keeps the table', async () => {
  fill(released, released, progress, released, released, { phase: 'settled' });
  await reconcile('Delete');
  expect(world.dynamoDb.calls).toEqual(['Scan', 'Scan', 'Scan']);
  expect(world.dynamoDb.exists).toBe(true);
});

test('no more pages are read than it takes', async () => {
  fill({ phase: 'settled' }, released, released, released, released);
  await reconcile('Delete');
  expect(world.dynamoDb.calls).toEqual(['Scan']);
});

test('a delete that is repeated succeeds, though the table is gone', async () => {
  await reconcile('Delete');
  expect((await reconcile('Delete')).complete).toBe(true);
  expect(decision()).toBe('the table of claims is kept: Requested resource not found');
});

test.each([
  ['Scan', 'denied', accessDenied()],
  ['Scan', 'throttled', throttled()],
  ['Scan', 'a fault of the service', serverError()],
  ['Scan', 'no answer', { kind: 'lostRequest' } as const],
  ['DeleteTable', 'denied', accessDenied()],
  ['DeleteTable', 'a fault of the service', serverError()],
])('%s, %s: the table is kept, and the delete succeeds all the same', async (operation, _, fault) => {
  world.dynamoDb.faults.arm({ operation, fault, times: 1_000 });
  expect((await reconcile('Delete')).complete).toBe(true);
  expect(world.dynamoDb.exists).toBe(true);
  expect(decision()).toContain('the table of claims is kept: ');
});

test('a scan that fails in the middle keeps the table', async () => {
  fill(released, released, released, released);
  world.dynamoDb.faults.arm({ operation: 'Scan', skip: 1, fault: accessDenied() });
  expect((await reconcile('Delete')).complete).toBe(true);
  expect(world.dynamoDb.exists).toBe(true);
});

test('after the last association has been deleted, the table goes', async () => {
  await world.run('Create');
  await reconcile('Delete');
  expect(world.dynamoDb.exists).toBe(true);
  world.time += 60_000;
  await world.run('Delete');
  await reconcile('Delete');
  expect(world.dynamoDb.exists).toBe(false);
});
