import { Partner } from './partner';
import { association } from './partner-stack';

const CONNECTION = 'dxcon-fg9607vm';
const INTERCONNECT = 'dxcon-11111111';
const LAG = 'dxlag-aaaaaaaa';

const partner = new Partner(
  { interconnects: [INTERCONNECT], lags: [LAG], hosted: { [INTERCONNECT]: [CONNECTION] } },
  { partner: false },
);

beforeAll(() => partner.start());
afterAll(() => partner.stop());

test('an account that is no partner: the CLI prints what Direct Connect said, and the stack can be destroyed', async () => {
  const stack = partner.stack('NoPartner');
  const { printed } = await stack.failToDeploy(association('Acme', LAG, { connectionId: CONNECTION }));
  expect(printed).toContain(
    `direct connect refused the Create of ${CONNECTION}: DirectConnectClientException: ` +
      'Account 111122223333 is not an authorized Direct Connect partner in us-east-1.',
  );
  expect(await stack.status()).toBe('ROLLBACK_COMPLETE');

  // MiniStack sends no Delete for a create that failed. CloudFormation does: row 18 in test/lambda/rows.test.ts.
  await stack.destroy();
  expect(await stack.status()).toBeUndefined();
  expect(partner.callsFor(CONNECTION)).toEqual([]);
  expect(partner.parentOf(CONNECTION)).toBe(INTERCONNECT);
});
