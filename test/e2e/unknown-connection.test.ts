import { MISSING_SECONDS } from '../../lib/timing';
import { Partner } from './partner';
import { association } from './partner-stack';

const UNKNOWN = 'dxcon-unkn0001';
const LAG = 'dxlag-aaaaaaaa';

const partner = new Partner(
  {
    interconnects: ['dxcon-11111111', 'dxcon-22222222', { interconnectId: 'dxcon-33333333', lagId: LAG }],
    lags: [LAG, 'dxlag-bbbbbbbb'],
    hosted: { 'dxcon-11111111': ['dxcon-othr0001'] },
  },
  // There is no use in looking more often.
  { waitScale: 1 },
);

beforeAll(() => partner.start());
afterAll(() => partner.stop());

test('an unknown connection: after four minutes the CLI prints where it was looked for', async () => {
  const stack = partner.stack('Unknown');
  const { printed, seconds } = await stack.failToDeploy(association('Acme', LAG, { connectionId: UNKNOWN }));
  const { account, region } = partner.aws;
  expect(printed).toContain(
    `connectionId is ${UNKNOWN}: expected a hosted connection on an interconnect or LAG of account ${account} in ${region}, ` +
      // The member of the LAG has no hosted connections of its own.
      `and none of the 4 there has it; correct connectionId, or deploy to the account and region that own its parent`,
  );
  expect(seconds).toBeGreaterThanOrEqual(MISSING_SECONDS);
  expect(await stack.status()).toBe('ROLLBACK_COMPLETE');
  expect(partner.callsFor(UNKNOWN)).toEqual([]);
});
