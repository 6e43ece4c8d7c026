import { Partner } from './partner';
import { association } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const LAG_A = 'dxlag-aaaaaaaa';
const LAG_B = 'dxlag-bbbbbbbb';
const LAG_C = 'dxlag-cccccccc';
const REFUSED = 'dxcon-refu0001';
const UPDATED = 'dxcon-upda0001';
const HOLDER = 'dxcon-hold0001';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG_A, LAG_B, LAG_C],
  hosted: {
    [INTERCONNECT]: [
      { connectionId: REFUSED, vlan: 101 },
      { connectionId: UPDATED, vlan: 102 },
    ],
    [LAG_B]: [
      { connectionId: HOLDER, connectionName: 'Bolt Ltd', vlan: 101 },
      { connectionId: 'dxcon-hold0002', connectionName: 'Coil Inc', vlan: 102 },
    ],
  },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

test('a VLAN that is in use: the CLI prints by whom, and nothing is called', async () => {
  const stack = partner.stack('Refused');
  const { printed } = await stack.failToDeploy(association('Acme', LAG_B, { connectionId: REFUSED }));
  expect(printed).toContain(
    `${REFUSED} cannot be moved to ${LAG_B}: vlan 101 is in use there by ${HOLDER} (Bolt Ltd); ` +
      `move that one away first, or choose another parent. nothing was moved: it is on ${INTERCONNECT}`,
  );
  expect(await stack.status()).toBe('ROLLBACK_COMPLETE');
  expect(partner.parentOf(REFUSED)).toBe(INTERCONNECT);
  expect(partner.callsFor(REFUSED)).toEqual([]);
});

test('an update that fails leaves the connection where it was; the next one, to a good parent, moves it', async () => {
  const stack = partner.stack('Updated');
  await stack.deploy(association('Acme', LAG_A, { connectionId: UPDATED }));

  const { printed } = await stack.failToDeploy(association('Acme', LAG_B, { connectionId: UPDATED }));
  expect(printed).toContain('vlan 102 is in use there by dxcon-hold0002 (Coil Inc)');
  expect(await stack.status()).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(partner.parentOf(UPDATED)).toBe(LAG_A);
  expect(partner.callsFor(UPDATED)).toEqual([LAG_A]);

  const outputs = await stack.deploy(association('Acme', LAG_C, { connectionId: UPDATED }));
  expect(outputs).toMatchObject({
    AcmeParentConnectionId: LAG_C,
    AcmeOriginalParentConnectionId: INTERCONNECT,
  });
  expect(await stack.status()).toBe('UPDATE_COMPLETE');
  expect(partner.parentOf(UPDATED)).toBe(LAG_C);
  expect(partner.callsFor(UPDATED)).toEqual([LAG_A, LAG_C]);
});
