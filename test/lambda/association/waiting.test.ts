import { accessDenied, serverError, throttled } from '../../../simulator';
import type { Operation } from '../../../simulator';
import { HOME, LAG_A, LAG_B, World } from '../world';

/** Row 20: what passes by itself is waited out, and told when the time is over. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const OPERATIONS: Operation[] = [
  'AssociateHostedConnection',
  'DescribeHostedConnections',
  'DescribeInterconnects',
  'DescribeLags',
];

/** A move whose answer was lost is not made again for minutes. */
function isUnclear(operation: Operation, { kind }: { readonly kind: string }): boolean {
  return operation === 'AssociateHostedConnection' && (kind === 'lostRequest' || kind === 'error');
}

describe.each(OPERATIONS)('row 20: %s', (operation) => {
  test.each([
    ['throttled', throttled()],
    ['access denied', accessDenied()],
    ['refused by a fault of the service', serverError()],
    ['dropped', { kind: 'lostRequest' } as const],
  ])('%s again and again', async (_, fault) => {
    world.simulator.arm({ operation, times: isUnclear(operation, fault) ? 3 : 10, fault });
    await world.run('Create');
    expect(world.parent()).toBe(LAG_A);
    expect(world.simulator.interruptions).toBe(1);
    expect(world.claim()).toMatchObject({ phase: 'settled', originalParentConnectionId: HOME });
  });
});

test.each([
  ['GetItem', { kind: 'error', status: 400, type: 'ThrottlingException', message: 'slow down' } as const],
  ['PutItem', { kind: 'error', status: 500, type: 'InternalServerError', message: 'oops' } as const],
  ['PutItem', { kind: 'lostAnswer' } as const],
  ['GetItem', accessDenied()],
])('row 20: the table: %s %j', async (operation, fault) => {
  world.dynamoDb.faults.arm({ operation, fault, times: 10 });
  await world.run('Create');
  expect(world.parent()).toBe(LAG_A);
  expect(world.simulator.interruptions).toBe(1);
});

test('row 20: a connection in the middle of something is waited for', async () => {
  await world.stop();
  world = await World.start({ settleMs: 25_000 });
  world.simulator.moveByHand('dxcon-fg9607vm', LAG_B);
  await world.run('Create');
  expect(world.parent()).toBe(LAG_A);
  expect(world.claim()).toMatchObject({ originalParentConnectionId: LAG_B });
});

test('row 20: a permission that does not come is told after its grace period', async () => {
  world.simulator.arm({ operation: 'AssociateHostedConnection', times: 1000, fault: accessDenied() });
  const started = world.time;
  await expect(world.run('Create')).rejects.toThrow(
    'AccessDeniedException: User is not authorized to perform: directconnect:AssociateHostedConnection',
  );
  expect(world.time - started).toBeGreaterThanOrEqual(300_000);
  expect(world.claim()).toMatchObject({ phase: 'claimed' });
});

test('an operation that waits for the same in every poll writes that once', async () => {
  await world.run('Create');
  world.time += 300_000;
  world.simulator.setState('dxcon-fg9607vm', 'deleting');
  const deletion = world.begin('Delete');
  expect(await world.poll(deletion)).toEqual({ complete: false });
  const waiting = world.claim();
  expect(waiting).toMatchObject({
    operation: { type: 'Delete' },
    waiting: [{ operation: { requestId: deletion.RequestId } }],
  });
  world.time += 5_000;
  expect(await world.poll(deletion)).toEqual({ complete: false });
  expect(world.claim()).toEqual(waiting);
});

test.each([
  ['adopted', HOME],
  ['moved', LAG_A],
])(
  'a create whose connection is %s, and does not settle, writes that once',
  async (_, parentConnectionId) => {
    world.simulator.setState('dxcon-fg9607vm', 'down');
    const create = world.begin('Create', { properties: { parentConnectionId, waitForAvailable: 'true' } });
    expect(await world.poll(create)).toEqual({ complete: false });
    world.time += 5_000;
    expect(await world.poll(create)).toEqual({ complete: false });
    const waiting = world.claim();
    expect(waiting).toMatchObject({ phase: 'claimed', before: { parentConnectionId: HOME } });
    world.time += 5_000;
    expect(await world.poll(create)).toEqual({ complete: false });
    expect(world.claim()).toEqual(waiting);
  },
);

test('a move that a list has shown, and whose connection does not settle, is over for the claim', async () => {
  await world.stop();
  world = await World.start({ readLagMs: 8_000, settleMs: 60_000 });
  const create = world.begin('Create');
  await world.poll(create);
  expect(world.claim()).toMatchObject({ phase: 'accepted' });
  world.time += 10_000;
  expect(await world.poll(create)).toEqual({ complete: false });
  expect(world.claim()).toMatchObject({ phase: 'claimed', movedTo: [LAG_A] });
});

test('after the timeout the reason of the waiting is told', async () => {
  await world.stop();
  world = await World.start({ settleMs: 3_600_000 });
  await expect(world.run('Create', { properties: { timeoutSeconds: '600' } })).rejects.toThrow(
    'Create of dxcon-fg9607vm did not complete in 600 seconds: dxcon-fg9607vm is on dxlag-aaaaaaaa, and its connectionState is pending',
  );
});

test('after the timeout no move is begun', async () => {
  const create = world.begin('Create', { properties: { timeoutSeconds: '600' } });
  world.time += 600_000;
  await expect(world.poll(create)).rejects.toThrow('no time is left to begin the move to dxlag-aaaaaaaa');
  expect(world.associateCalls()).toBe(0);
});

test('an adoption that waits in vain can be rolled back', async () => {
  world.simulator.setState('dxcon-fg9607vm', 'down');
  const properties = { parentConnectionId: HOME, waitForAvailable: 'true', timeoutSeconds: '60' };
  const create = world.begin('Create', { properties });
  await expect(world.finish(create)).rejects.toThrow('its connectionState is down');
  await world.run('Delete', { properties, physicalId: create.PhysicalResourceId });
  expect(world.parent()).toBe(HOME);
  expect(world.associateCalls()).toBe(0);
});

test('a create that may not even look can be rolled back', async () => {
  await world.stop();
  world = await World.start({ partner: false });
  const create = world.begin('Create');
  await expect(world.finish(create)).rejects.toThrow(
    'is not an authorized Direct Connect partner in us-east-1',
  );
  await world.run('Delete', { physicalId: create.PhysicalResourceId });
  expect(world.claim()).toMatchObject({ phase: 'released' });
});
