import { Partner } from './partner';
import { migration } from './partner-stack';

const EXAMPLE = 'npx tsx examples/migration/app.ts';
const EXAMPLE_CONNECTIONS = [
  'dxcon-fg9607vm',
  'dxcon-fgh2k3m4',
  'dxcon-fgj5n6p7',
  'dxcon-fgq8r9s0',
  'dxcon-fgt1v2w3',
];
const EXAMPLE_LAG = 'dxlag-fhccu14t';

const HOME = 'dxcon-11111111';
const OTHER_HOME = 'dxcon-22222222';
const LAG = 'dxlag-aaaaaaaa';
const FLEET = ['dxcon-flee0001', 'dxcon-flee0002', 'dxcon-flee0003', 'dxcon-flee0004'];
const [FIRST = '', SECOND = '', THIRD = '', FOURTH = ''] = FLEET;
const UNKNOWN_VLAN_HOLDER = 'dxcon-hold0001';

const partner = new Partner({
  interconnects: [HOME, OTHER_HOME],
  lags: [EXAMPLE_LAG, LAG],
  hosted: {
    [HOME]: [
      ...EXAMPLE_CONNECTIONS,
      FIRST,
      { connectionId: 'dxcon-conf0001', vlan: 4001 },
      { connectionId: 'dxcon-conf0002', vlan: 4002 },
    ],
    [OTHER_HOME]: [SECOND, THIRD, FOURTH, { connectionId: 'dxcon-conf0003', vlan: 4001 }],
    [LAG]: [{ connectionId: UNKNOWN_VLAN_HOLDER, connectionName: 'Bolt Ltd', vlan: 4002 }],
  },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

const parentsOf = (connectionIds: readonly string[]) => connectionIds.map((id) => partner.parentOf(id));
const movesOf = (connectionIds: readonly string[]) => connectionIds.map((connectionId) => ({ connectionId }));
const homes = [HOME, OTHER_HOME, OTHER_HOME, OTHER_HOME];

test('the example moves its fleet, the canary first, and brings it home', async () => {
  const stack = partner.stack('Migration');
  const { outputs } = await stack.deployApp(EXAMPLE);
  expect(outputs.Migration).toEqual({ ToNewLagSummary: `5 hosted connections on ${EXAMPLE_LAG}` });
  expect(parentsOf(EXAMPLE_CONNECTIONS)).toEqual(EXAMPLE_CONNECTIONS.map(() => EXAMPLE_LAG));

  const created = await stack.created();
  const gateAndMoves = created.filter((id) => /Preflight|^HostedConnectionAssociation/.test(id));
  expect(gateAndMoves[0]).toMatch(/^ToNewLagPreflight/);
  expect(gateAndMoves[1]).toBe('HostedConnectionAssociationDxconFg9607vm');
  expect(created.filter((id) => /WaitCondition|Moved/.test(id))).toEqual([]);

  await stack.destroy();
  expect(parentsOf(EXAMPLE_CONNECTIONS)).toEqual(EXAMPLE_CONNECTIONS.map(() => HOME));
  for (const id of EXAMPLE_CONNECTIONS) expect(partner.callsFor(id)).toEqual([EXAMPLE_LAG, HOME]);
});

test('problems are told all at once, before anything has moved', async () => {
  const conflicting = ['dxcon-conf0001', 'dxcon-conf0002', 'dxcon-conf0003'];
  const stack = partner.stack('Gated');
  const { printed } = await stack.failToDeploy(migration('Fleet', LAG, { moves: movesOf(conflicting) }));
  expect(printed).toContain(
    `2 problems, so nothing was moved. vlan in use on ${LAG}: dxcon-conf0002 (vlan 4002, ${UNKNOWN_VLAN_HOLDER} (Bolt Ltd) has it). ` +
      `same vlan as another connection of this migration on its way to ${LAG}: dxcon-conf0003 (vlan 4001, as dxcon-conf0001)`,
  );
  for (const id of conflicting) expect(partner.callsFor(id)).toEqual([]);
  expect(await stack.status()).toBe('ROLLBACK_COMPLETE');
});

test('one that fails brings all home; then all move; one more, and one less, is nobody else’s business', async () => {
  const stack = partner.stack('Fleet');
  partner.refuseMoveOf(THIRD, 'the LAG has no room');
  const moves = movesOf([FIRST, SECOND, THIRD]);
  const { printed } = await stack.failToDeploy(migration('Fleet', LAG, { moves }));
  expect(printed).toContain('the LAG has no room');
  expect(await stack.status()).toBe('ROLLBACK_COMPLETE');
  expect(parentsOf(FLEET)).toEqual(homes);
  await stack.destroy();

  await stack.deploy(migration('Fleet', LAG, { moves }));
  expect(parentsOf(FLEET)).toEqual([LAG, LAG, LAG, OTHER_HOME]);

  await stack.deploy(migration('Fleet', LAG, { moves: movesOf([SECOND, THIRD, FOURTH]), maxConcurrent: 2 }));
  expect(parentsOf(FLEET)).toEqual([HOME, LAG, LAG, LAG]);
  expect(partner.callsFor(SECOND)).toEqual([LAG, OTHER_HOME, LAG]);
  expect(partner.callsFor(FOURTH)).toEqual([LAG]);

  await stack.destroy();
  expect(parentsOf(FLEET)).toEqual(homes);
  expect(FLEET.map((id) => partner.interruptionsOf(id))).toEqual([4, 4, 2, 2]);
});
