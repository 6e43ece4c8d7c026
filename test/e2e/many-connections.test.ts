import { hostedConnections } from '../../simulator';
import { Partner } from './partner';
import { association } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const FULL_INTERCONNECT = 'dxcon-22222222';
const LAG = 'dxlag-aaaaaaaa';
const FULL_LAG = 'dxlag-bbbbbbbb';
const CONFLICTING = 'dxcon-conf0001';

/** The lists are in the order of the ids: these two stand last, behind 249 others and so on the third page. */
const LAST_ON_INTERCONNECT = 'dxcon-zzzz0001';
const LAST_ON_LAG = 'dxcon-zzzz0002';

const partner = new Partner({
  interconnects: [INTERCONNECT, FULL_INTERCONNECT],
  lags: [LAG, FULL_LAG],
  hosted: {
    [INTERCONNECT]: [{ connectionId: CONFLICTING, vlan: 4001 }],
    [FULL_INTERCONNECT]: [...hostedConnections(249, 'i'), LAST_ON_INTERCONNECT],
    [FULL_LAG]: [...hostedConnections(249, 'l'), { connectionId: LAST_ON_LAG, vlan: 4001 }],
  },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

test('a connection on the last of three pages is found, moved, and seen when it is back there', async () => {
  const stack = partner.stack('LastPage');
  const outputs = await stack.deploy(association('Acme', LAG, { connectionId: LAST_ON_INTERCONNECT }));
  expect(outputs).toMatchObject({
    AcmeParentConnectionId: LAG,
    AcmeOriginalParentConnectionId: FULL_INTERCONNECT,
  });
  expect(partner.parentOf(LAST_ON_INTERCONNECT)).toBe(LAG);
  expect(partner.furtherPagesOf(FULL_INTERCONNECT)).toBeGreaterThanOrEqual(2);

  await stack.destroy();
  expect(partner.parentOf(LAST_ON_INTERCONNECT)).toBe(FULL_INTERCONNECT);
  expect(partner.callsFor(LAST_ON_INTERCONNECT)).toEqual([LAG, FULL_INTERCONNECT]);
});

test('who has the VLAN is found on the last of three pages, and nothing is called', async () => {
  const stack = partner.stack('LastHolder');
  const { printed } = await stack.failToDeploy(association('Acme', FULL_LAG, { connectionId: CONFLICTING }));
  expect(printed).toContain(`vlan 4001 is in use there by ${LAST_ON_LAG}`);
  expect(partner.callsFor(CONFLICTING)).toEqual([]);
  expect(partner.parentOf(CONFLICTING)).toBe(INTERCONNECT);
});
