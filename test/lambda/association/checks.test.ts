import { refused, serverError } from '../../../simulator';
import { CONNECTION, HOME, LAG_A, LAG_B, OTHER_INTERCONNECT, STACK_ID, VLAN, World, onto } from '../world';

/** Rows 21 and 22: what is known to fail is refused before anybody's traffic is interrupted. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const HOLDER = { connectionId: 'dxcon-cc000001', connectionName: 'Crane', vlan: VLAN };

interface Refusal {
  readonly name: string;
  readonly to: string;
  readonly arrange: (simulator: World['simulator']) => void;
  readonly message: string;
}

const refusals: Refusal[] = [
  {
    name: 'a VLAN that is in use, naming its holder',
    to: LAG_A,
    arrange: (simulator) => simulator.addHostedConnection(LAG_A, HOLDER),
    message: `${CONNECTION} cannot be moved to ${LAG_A}: vlan ${VLAN} is in use there by dxcon-cc000001 (Crane)`,
  },
  {
    name: 'an unknown LAG',
    to: 'dxlag-00000000',
    arrange: () => undefined,
    message: `${CONNECTION} cannot be moved to dxlag-00000000: this account has no such interconnect or LAG in this region`,
  },
  {
    name: 'an unknown interconnect',
    to: 'dxcon-00000000',
    arrange: () => undefined,
    message: `cannot be moved to dxcon-00000000: this account has no such interconnect or LAG`,
  },
  {
    name: 'a parent that is being deleted',
    to: LAG_A,
    arrange: (simulator) => simulator.setParentState(LAG_A, 'deleting'),
    message: `cannot be moved to ${LAG_A}: it is being deleted`,
  },
  {
    name: 'a deleted parent',
    to: LAG_A,
    arrange: (simulator) => simulator.setParentState(LAG_A, 'deleted'),
    message: `cannot be moved to ${LAG_A}: this account has no such interconnect or LAG`,
  },
  {
    name: 'an interconnect that is a member of a LAG, naming the LAG',
    to: OTHER_INTERCONNECT,
    arrange: (simulator) => simulator.joinLag(OTHER_INTERCONNECT, LAG_B),
    message: `cannot be moved to ${OTHER_INTERCONNECT}: it is a member of ${LAG_B}; name the LAG instead`,
  },
];

describe.each(refusals)('row 21: $name', ({ to, arrange, message }) => {
  test('fails a create at once', async () => {
    arrange(world.simulator);
    await expect(world.poll(world.begin('Create', onto(to)))).rejects.toThrow(message);
    expect(world.associateCalls()).toBe(0);
    expect(world.parent()).toBe(HOME);
  });

  test('fails an update at once', async () => {
    await world.run('Create', onto(HOME));
    arrange(world.simulator);
    world.time += 60_000;
    await expect(world.poll(world.begin('Update', onto(to)))).rejects.toThrow(message);
    expect(world.associateCalls()).toBe(0);
    expect(world.parent()).toBe(HOME);
  });
});

test.each(refusals)('row 21: $name: it is said that nothing was moved', async ({ to, arrange }) => {
  arrange(world.simulator);
  await expect(world.poll(world.begin('Create', onto(to)))).rejects.toThrow(
    `nothing was moved: it is on ${HOME}`,
  );
});

test('row 21: a LAG that does not allow hosted connections', async () => {
  await world.stop();
  const { inventory } = await import('../../../simulator');
  const lags = [{ lagId: LAG_A, allowsHostedConnections: false }];
  const hosted = { [HOME]: [CONNECTION] };
  world = await World.start({ inventory: inventory({ interconnects: [HOME], lags, hosted }) });
  await expect(world.poll(world.begin('Create'))).rejects.toThrow(
    `cannot be moved to ${LAG_A}: it does not allow hosted connections (allowsHostedConnections is false)`,
  );
  expect(world.associateCalls()).toBe(0);
});

test.each([
  [HOME, LAG_A, 'is left to Direct Connect', 1],
  [HOME, LAG_B, 'is checked before the move', 0],
  [OTHER_INTERCONNECT, LAG_A, 'is checked before the move', 0],
])(
  'row 21: where the preflight of a migration has seen the connection on %s, on its way to %s, its VLAN %s',
  async (seenOn, movesTo, _, calls) => {
    const [placements, targets] = [{ [CONNECTION]: seenOn }, { [CONNECTION]: movesTo }];
    world.dynamoDb.setItem({ connectionId: `migration/${STACK_ID}/Migration`, placements, targets });
    world.simulator.addHostedConnection(LAG_A, HOLDER);
    const create = world.begin('Create', { properties: { migration: 'Migration' } });
    await expect(world.poll(create)).rejects.toThrow();
    expect(world.associateCalls()).toBe(calls);
    expect(world.parent()).toBe(HOME);
  },
);

test('row 21: an account that is not a partner', async () => {
  await world.stop();
  world = await World.start({ partner: false });
  await expect(world.poll(world.begin('Create'))).rejects.toThrow(
    'direct connect refused the Create of dxcon-fg9607vm: DirectConnectClientException: Account 111122223333 is not an authorized Direct Connect partner in us-east-1.',
  );
});

test('row 21: an originalParent that does not exist is refused before the move that it shall undo', async () => {
  const create = world.begin('Create', { properties: { originalParentConnectionId: 'dxlag-00000000' } });
  await expect(world.poll(create)).rejects.toThrow('originalParentConnectionId is dxlag-00000000');
  expect(world.associateCalls()).toBe(0);
});

test('row 20: a fault says nothing of a parent, not even of one that does not exist', async () => {
  const unknown = 'dxlag-00000000';
  const matches = ({ connectionId }: Readonly<Record<string, unknown>>) => connectionId === unknown;
  world.simulator.arm({ operation: 'DescribeHostedConnections', matches, fault: serverError() });
  const create = world.begin('Create', { properties: { originalParentConnectionId: unknown } });
  expect(await world.poll(create)).toEqual({ complete: false });
  await expect(world.poll(create)).rejects.toThrow(`originalParentConnectionId is ${unknown}`);
});

test('a refusal that only Direct Connect knows of is passed on, and the create can be rolled back', async () => {
  const message = 'IP address conflict on the target';
  const fault = refused(message);
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault });
  const create = world.begin('Create');
  await expect(world.finish(create)).rejects.toThrow(
    `direct connect refused the Create of ${CONNECTION}: DirectConnectClientException: ${message}`,
  );
  await world.run('Delete', { physicalId: create.PhysicalResourceId });
  expect(world.parent()).toBe(HOME);
  expect(world.associateCalls()).toBe(1);
});

test('row 22: a delete waits while its VLAN is in use where it goes back to, and asks Direct Connect once', async () => {
  await world.run('Create');
  world.time += 60_000;
  world.simulator.addHostedConnection(HOME, HOLDER);
  const deletion = world.begin('Delete');
  for (let polls = 0; polls < 3; polls += 1) {
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({
      phase: 'claimed',
      waiting: [{ reason: expect.stringContaining('vlan') }],
    });
    world.time += 5_000;
  }
  expect(world.associateCalls()).toBe(2);
  expect(world.simulator.associations).toHaveLength(1);
  world.simulator.moveByHand(HOLDER.connectionId, LAG_B);
  await world.finish(deletion);
  expect(world.parent()).toBe(HOME);
});

test('row 22: a delete whose VLAN stays in use fails at its timeout, naming the holder', async () => {
  await world.run('Create');
  world.time += 60_000;
  world.simulator.addHostedConnection(HOME, HOLDER);
  await expect(world.run('Delete', { properties: { timeoutSeconds: '300' } })).rejects.toThrow(
    `Delete of ${CONNECTION} did not complete in 300 seconds: ${CONNECTION} cannot be moved to ${HOME}: vlan ${VLAN} is in use there by dxcon-cc000001 (Crane)`,
  );
  expect(world.parent()).toBe(LAG_A);
  world.simulator.remove(HOLDER.connectionId);
  await world.run('Delete');
  expect(world.parent()).toBe(HOME);
});

test('row 22: an update back to an earlier parent waits as well', async () => {
  await world.run('Create');
  world.time += 60_000;
  world.simulator.addHostedConnection(HOME, HOLDER);
  const update = world.begin('Update', onto(HOME));
  expect(await world.poll(update)).toEqual({ complete: false });
  world.simulator.remove(HOLDER.connectionId);
  await world.finish(update);
  expect(world.parent()).toBe(HOME);
});

test('a VLAN whose holder was deleted is free', async () => {
  world.simulator.addHostedConnection(LAG_A, HOLDER);
  world.simulator.setState(HOLDER.connectionId, 'deleted');
  await world.run('Create');
  expect(world.parent()).toBe(LAG_A);
});
