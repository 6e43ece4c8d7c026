import { accessDenied, inventory, refused } from '../../../simulator';
import { CONNECTION, HOME, LAG_A, LAG_B, LAG_C, OTHER_STACK_ID, STACK_ID, World } from '../world';

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(async () => {
  await world.stop();
});
async function restart(options: Parameters<typeof World.start>[0]): Promise<void> {
  await world.stop();
  world = await World.start(options);
}

const OTHER = { stackId: OTHER_STACK_ID, logicalId: 'Other' };
const TAKING = { ...OTHER, properties: { parentConnectionId: LAG_B, takeOver: 'true' } };
const ROOT = OTHER_STACK_ID.replace('Customer', 'Root');
const ADOPTED = { parentConnectionId: HOME, originalParentConnectionId: LAG_C };
const UNREADABLE = {
  operation: 'DescribeHostedConnections',
  times: 100_000,
  fault: { kind: 'error', status: 500, type: 'InternalServerError', message: 'x' },
} as const;
const messageOf = (run: Promise<unknown>) =>
  run.then(
    () => 'it succeeded',
    (error: unknown) => (error as Error).message,
  );

test.each([
  ['another resource', OTHER],
  ['the same resource', {}],
])(
  '1: after the delete of a create of %s that was cancelled, lists that are late are still not believed',
  async (_, owner) => {
    await world.run('Create');
    world.time += 600_000;
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
    world.forget();
    world.time += 20_000;
    const cancelled = world.begin('Create', owner);
    world.time += 2_000;
    await world.run('Delete', { ...owner, physicalId: cancelled.PhysicalResourceId });
    // For the lists it is where it was before.
    world.simulator.moveByHand(CONNECTION, LAG_A);
    world.time += 20_000;
    expect((await world.poll(world.begin('Create', owner))).complete).toBe(false);
  },
);

test('an adoption in a nested stack is undone with the stack around it: nothing moves', async () => {
  world.cloudFormation.nest(STACK_ID, ROOT);
  await world.run('Create', { properties: ADOPTED });
  world.cloudFormation.setStack(ROOT, 'ROLLBACK_IN_PROGRESS');
  world.cloudFormation.setStack(STACK_ID, 'DELETE_IN_PROGRESS');
  await world.run('Delete', { properties: ADOPTED });
  expect(world.parent()).toBe(HOME);
  expect(world.associateCalls()).toBe(0);
});

test('a take-over in a nested stack is undone with the stack around it: the claim is given back', async () => {
  await world.run('Create');
  world.time += 600_000;
  world.cloudFormation.nest(OTHER_STACK_ID, ROOT);
  await world.run('Create', TAKING);
  world.cloudFormation.setStack(ROOT, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  world.cloudFormation.setStack(OTHER_STACK_ID, 'DELETE_IN_PROGRESS');
  await world.run('Delete', { ...TAKING, physicalId: world.physicalId });
  expect(world.parent()).toBe(LAG_A);
  expect(world.claim()).toMatchObject({ phase: 'settled', owner: { stackId: STACK_ID } });
});

test('the removal of a nested stack is no rollback', async () => {
  const properties = { originalParentConnectionId: LAG_C };
  world.cloudFormation.nest(STACK_ID, ROOT);
  await world.run('Create', { properties });
  world.cloudFormation.setStack(ROOT, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  world.cloudFormation.setStack(STACK_ID, 'DELETE_IN_PROGRESS');
  await world.run('Delete', { properties });
  expect(world.parent()).toBe(LAG_C);
});

test('a rollback whose stack still says that it is created leaves an adopted connection where it was', async () => {
  world.cloudFormation.setStack(STACK_ID, 'CREATE_IN_PROGRESS');
  await world.run('Create', { properties: ADOPTED });
  world.time += 60_000;
  const deletion = world.begin('Delete', { properties: ADOPTED });
  await world.poll(deletion);
  // What CloudFormation says of the stack is some seconds old.
  world.time += 5_000;
  world.cloudFormation.setStack(STACK_ID, 'ROLLBACK_IN_PROGRESS');
  await world.finish(deletion);
  expect(world.parent()).toBe(HOME);
  expect(world.associateCalls()).toBe(0);
});

test('the same of one that was taken over: it is given back', async () => {
  await world.run('Create');
  world.time += 600_000;
  world.cloudFormation.setStack(OTHER_STACK_ID, 'CREATE_IN_PROGRESS');
  await world.run('Create', TAKING);
  world.time += 60_000;
  const deletion = world.begin('Delete', { ...TAKING, physicalId: world.physicalId });
  await world.poll(deletion);
  world.time += 5_000;
  world.cloudFormation.setStack(OTHER_STACK_ID, 'ROLLBACK_IN_PROGRESS');
  await world.finish(deletion);
  expect(world.parent()).toBe(LAG_A);
  expect(world.claim()).toMatchObject({ phase: 'settled', owner: { stackId: STACK_ID } });
});

test('the rollback of an update that was refused waits until it can know that it is one', async () => {
  await world.run('Create');
  world.time += 600_000;
  await world.run('Create', TAKING);
  world.time += 600_000;
  await expect(world.run('Update', { properties: { parentConnectionId: LAG_C } })).rejects.toThrow(
    'already associated',
  );
  world.time += 1_000;
  const rollback = world.begin('Update', { oldProperties: { parentConnectionId: LAG_C } });
  await expect(world.poll(rollback)).resolves.toEqual({ complete: false });
});

test('a delete that failed, and whose claim was taken and given back, is not done', async () => {
  await world.run('Create');
  world.time += 600_000;
  world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-cc000001', vlan: 101 });
  const again = { requestId: 'delete-of-the-stack', properties: { timeoutSeconds: '900' } };
  await expect(world.run('Delete', again)).rejects.toThrow('vlan 101 is in use there');
  world.time += 60_000;
  // As the guide says, another association takes it over; and its stack is rolled back.
  await world.run('Create', TAKING);
  world.cloudFormation.setStack(OTHER_STACK_ID, 'ROLLBACK_IN_PROGRESS');
  await world.run('Delete', { ...TAKING, physicalId: world.physicalId });
  expect(world.parent()).toBe(LAG_A);
  world.forget(OTHER);
  world.simulator.moveByHand('dxcon-cc000001', LAG_C);
  world.time += 600_000;
  await world.run('Delete', again);
  expect(world.parent()).toBe(HOME);
  expect(world.claim()).toMatchObject({ phase: 'released' });
});

test('a create that is answered again without a reading has its physical id, and can be deleted', async () => {
  const create = world.begin('Create', { properties: { timeoutSeconds: '900' } });
  await world.poll(create); // Settled; its answer is lost.
  const trap = world.simulator.arm(UNREADABLE);
  world.time += 900_000;
  const { data } = await world.poll(create);
  trap.disarm();
  const { physicalId } = world;
  world.time += 7_200_000;
  await world.run('Delete', { physicalId });
  expect(world.parent()).toBe(HOME);
  expect(physicalId).toBe(`${CONNECTION}/${HOME}`);
  expect(data?.connectionId).toBe(CONNECTION);
});

test.each([
  [
    'CloudFormation does not answer',
    () =>
      world.cloudFormation.faults.arm({
        operation: 'DescribeStackResource',
        fault: accessDenied(),
        times: 10_000,
      }),
  ],
  [
    'the table cannot be written',
    () => world.dynamoDb.faults.arm({ operation: 'PutItem', fault: accessDenied(), times: 10_000 }),
  ],
])(
  'a delete that fails because %s does not tell to take the connection from another association',
  async (_, arrange) => {
    await world.run('Create');
    world.time += 600_000;
    await world.run('Create', TAKING);
    world.time += 600_000;
    arrange();
    const message = await messageOf(world.run('Delete', { properties: { timeoutSeconds: '400' } }));
    expect(message).not.toBe('it succeeded');
    expect(message).not.toContain('associate-hosted-connection');
  },
);

test('nor from where somebody else has put it', async () => {
  await world.run('Create');
  world.time += 600_000;
  world.simulator.moveByHand(CONNECTION, LAG_C);
  world.dynamoDb.faults.arm({ operation: 'PutItem', fault: accessDenied(), times: 10_000 });
  expect(await messageOf(world.run('Delete'))).not.toContain('associate-hosted-connection');
});

test('clocks that are apart make no claim that cannot be read', async () => {
  await restart({ readLagMs: 5_000 });
  const create = world.begin('Create');
  await world.poll(create);
  world.time += 6_000;
  // The container that has made the move had a clock that was 8 seconds ahead.
  const { interruptedSince } = world.claim() as { readonly interruptedSince: number };
  world.editClaim({ interruptedSince: interruptedSince + 8_000 });
  expect(await world.poll(create)).toMatchObject({ complete: true });
  world.time += 600_000;
  await world.run('Delete');
  expect(world.parent()).toBe(HOME);
});

test.each([
  ['another connection', { connectionId: 'dxcon-bb000001' }],
  ['malformed properties', { parentConnectionId: 'lag-1' }],
])('the delete of a create that failed undoes it, whatever its properties say: %s', async (_, properties) => {
  world.simulator.setState(CONNECTION, 'down');
  const create = world.begin('Create', { properties: { waitForAvailable: 'true', timeoutSeconds: '60' } });
  await expect(world.finish(create)).rejects.toThrow('did not complete');
  world.time += 600_000;
  await world.run('Delete', { physicalId: create.PhysicalResourceId, properties });
  expect(world.parent()).toBe(HOME);
});

test('a delete is served by the claim, whatever its properties say', async () => {
  await world.run('Create');
  world.time += 600_000;
  await world.run('Delete', { properties: { contract: '2', timeoutSeconds: '7200' } });
  expect(world.parent()).toBe(HOME);
});

test('a delete that is repeated with its RequestId counts from its own first miss', async () => {
  await restart({ readLagMs: 180_000, meanwhile: 'nowhere' });
  await world.run('Create');
  world.time += 600_000;
  const options = { requestId: 'delete-of-the-stack', properties: { timeoutSeconds: '60' } };
  world.simulator.moveByHand(CONNECTION, LAG_B);
  await expect(world.run('Delete', options)).rejects.toThrow('on no interconnect or LAG');
  world.simulator.moveByHand(CONNECTION, LAG_A);
  world.time += 7_200_000;
  // In the middle of a move again.
  world.simulator.moveByHand(CONNECTION, LAG_B);
  world.simulator.moveByHand(CONNECTION, LAG_A);
  expect((await world.poll(world.begin('Delete', options))).complete).toBe(false);
});

test('the rollback of an update with its RequestId counts from its own first miss', async () => {
  await restart({ readLagMs: 250_000, meanwhile: 'nowhere' });
  await world.run('Create');
  world.time += 600_000;
  world.simulator.moveByHand(CONNECTION, LAG_C);
  const requestId = 'update';
  await expect(world.run('Update', { requestId, properties: { parentConnectionId: LAG_B } })).rejects.toThrow(
    'any more',
  );
  world.time += 1_000;
  await expect(world.poll(world.begin('Update', { requestId }))).resolves.toMatchObject({ complete: false });
});

test('the rollback of an update to a malformed parent writes no claim that cannot be read', async () => {
  await world.run('Create');
  world.time += 600_000;
  world.dynamoDb.removeItem(CONNECTION);
  // onEvent has refused the update; this is its rollback.
  await world.run('Update', { oldProperties: { parentConnectionId: 'dxlag-MALFORMED' } });
  world.time += 600_000;
  await world.run('Delete');
  expect(world.parent()).toBe(HOME);
});

test.each([1, 8])(
  'of an association that is %i days old, and was taken over by one that is gone, the delete succeeds',
  async (days) => {
    await world.run('Create');
    world.time += days * 86_400_000;
    const taking = { ...OTHER, properties: { ...TAKING.properties, originalParentConnectionId: LAG_C } };
    await world.run('Create', taking);
    world.time += 600_000;
    await world.run('Delete', { ...taking, physicalId: world.physicalId });
    expect(world.parent()).toBe(LAG_C);
    world.forget(OTHER);
    world.time += 600_000;
    await world.run('Delete');
  },
);

test('what keeps an operation from taking its place is in the log', async () => {
  await world.run('Create');
  world.time += 600_000;
  world.dynamoDb.faults.arm({ operation: 'PutItem', fault: accessDenied(), times: 10_000 });
  const update = world.begin('Update', { properties: { parentConnectionId: LAG_B } });
  world.time += 11_000;
  expect(await world.poll(update)).toEqual({ complete: false });
  expect(world.decisions.at(-1)?.decision).toContain('its claim cannot be written: AccessDenied');
});

test('what an undone take-over is to have corrected is what the next delete reads', async () => {
  await world.run('Create');
  world.time += 600_000;
  await world.run('Create', TAKING);
  const { physicalId } = world;
  world.time += 600_000;
  await world.run('Delete'); // It leaves the connection to the other one.
  world.forget();
  world.time += 600_000;
  world.simulator.removeParent(HOME);
  world.cloudFormation.setStack(OTHER_STACK_ID, 'ROLLBACK_IN_PROGRESS');
  const message = await messageOf(world.run('Delete', { ...TAKING, physicalId }));
  expect(message).toContain(
    'set before.parentConnectionId to that parent, and remove before.claim, in its claim',
  );
  const { requestId } = world.claim()?.['before'] as { readonly requestId: string };
  world.editClaim({ before: { requestId, parentConnectionId: LAG_C } });
  world.time += 600_000;
  await world.run('Delete', { ...TAKING, physicalId });
  expect(world.parent()).toBe(LAG_C);
});

test('the way back of a claim that cannot be read goes where the delete would go', async () => {
  const properties = { originalParentConnectionId: LAG_C };
  await world.run('Create', { properties });
  world.time += 600_000;
  world.editClaim({ phase: 'parked' });
  expect(await messageOf(world.run('Delete', { properties }))).toContain(`--parent-connection-id ${LAG_C}`);
});

function depth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depth));
}

test('what the creates of a resource that is retained again and again have found has an end', async () => {
  for (let count = 0; count < 20; count += 1) {
    await world.run('Create');
    world.time += 600_000;
  }
  expect(depth(world.claim())).toBeLessThan(32);
});

test('one list that is refused does not keep a connection from being found on another', async () => {
  const parents = [1, 2, 3, 4, 5, 6].map((count) => `dxcon-0000000${count}`);
  const hosted = { [HOME]: [{ connectionId: CONNECTION, vlan: 101 }] };
  await restart({ inventory: inventory({ interconnects: [...parents, HOME], lags: [LAG_A], hosted }) });
  world.simulator.arm({
    operation: 'DescribeHostedConnections',
    matches: ({ connectionId }) => connectionId === parents[0],
    times: 10_000,
    fault: refused('not now'),
  });
  await world.run('Create');
  expect(world.parent()).toBe(LAG_A);
});
