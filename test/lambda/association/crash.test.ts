import { HOME, LAG_A, LAG_B, World } from '../world';

/** A move is called once, whatever becomes of its answer or of whoever called. */
let world: World;

afterEach(async () => {
  await world.stop();
});

const lostAnswer = { kind: 'lostAnswer' } as const;
const lostRequest = { kind: 'lostRequest' } as const;
const associate = 'AssociateHostedConnection' as const;

test('a lost answer of a move that was made is settled by reading', async () => {
  world = await World.start();
  world.simulator.arm({ operation: associate, fault: lostAnswer });
  await world.run('Create');
  expect(world.associateCalls()).toBe(1);
  expect(world.parent()).toBe(LAG_A);
});

test('a lost answer is settled by reading even when reads lag behind', async () => {
  world = await World.start({ readLagMs: 35_000 });
  world.simulator.arm({ operation: associate, fault: lostAnswer });
  await world.run('Create');
  expect(world.associateCalls()).toBe(1);
});

test('a lost request is repeated, but only when no earlier call can still land', async () => {
  world = await World.start();
  world.simulator.arm({ operation: associate, fault: lostRequest });
  const started = world.time;
  await world.run('Create');
  expect(world.associateCalls()).toBe(2);
  expect(world.simulator.interruptions).toBe(1);
  expect(world.time - started).toBeGreaterThanOrEqual(30_000);
});

test('a fault of the service after the move was made is no reason to move again', async () => {
  world = await World.start();
  const fault = {
    kind: 'errorAfter',
    status: 500,
    type: 'DirectConnectServerException',
    message: '',
  } as const;
  world.simulator.arm({ operation: associate, fault });
  await world.run('Create');
  expect(world.associateCalls()).toBe(1);
});

test('a handler that died after claiming the move leaves a state that the next poll finishes from', async () => {
  world = await World.start();
  const create = world.begin('Create');
  world.simulator.arm({ operation: associate, fault: lostRequest });
  await world.poll(create);
  expect(world.claim()).toMatchObject({ phase: 'moving', originalParentConnectionId: HOME });
  await world.finish(create);
  expect(world.parent()).toBe(LAG_A);
});

test('a delete that takes over a move waits until it can no longer land, and then undoes it', async () => {
  world = await World.start();
  const create = world.begin('Create');
  world.simulator.arm({ operation: associate, fault: lostRequest });
  await world.poll(create);
  world.time += 1_000;
  const deletion = world.begin('Delete', { physicalId: create.PhysicalResourceId });
  expect(await world.poll(deletion)).toEqual({ complete: false });
  // The call of the create lands late.
  world.simulator.moveByHand('dxcon-fg9607vm', LAG_A);
  await world.finish(deletion);
  expect(world.parent()).toBe(HOME);
});

test('a rollback right after an update is not deceived by reads that lag', async () => {
  world = await World.start({ readLagMs: 8_000 });
  await world.run('Create');
  world.time += 60_000;
  await world.run('Update', { properties: { parentConnectionId: LAG_B } });
  await world.run('Update', { properties: { parentConnectionId: LAG_A } });
  expect(world.parent()).toBe(LAG_A);
  expect(world.simulator.interruptions).toBe(3);
});

test('a connection that is listed nowhere in the middle of a move is not taken for gone', async () => {
  world = await World.start({ readLagMs: 20_000, meanwhile: 'nowhere' });
  await world.run('Create');
  expect(world.associateCalls()).toBe(1);
  await world.run('Delete');
  expect(world.parent()).toBe(HOME);
  expect(world.associateCalls()).toBe(2);
});

test('a second call to the parent where the connection already is would be refused: none is made', async () => {
  world = await World.start({ associateToCurrentParent: 'refuse', readLagMs: 15_000 });
  await world.run('Create');
  await world.run('Delete');
  expect(world.associateCalls()).toBe(2);
  expect(world.parent()).toBe(HOME);
});
