import { RemovalPolicy } from 'aws-cdk-lib';
import { Partner } from './partner';
import { association } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const LAG = 'dxlag-aaaaaaaa';
const RETAINED = 'dxcon-reta0001';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG],
  hosted: { [INTERCONNECT]: [RETAINED] },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

test('the table outlives its provider while a claim in it is live, and belongs to the next one', async () => {
  const stack = partner.stack('Retaining');
  const retained = { connectionId: RETAINED, removalPolicy: RemovalPolicy.RETAIN };
  await stack.deploy(association('Acme', LAG, retained));
  const claims = await stack.claims();
  await stack.destroyWithProvider();
  expect(await partner.provider.stack.describe()).toBeUndefined();
  expect(await partner.provider.tableItems()).toEqual(claims);

  const heir = partner.stack('Heir');
  const outputs = await heir.deployOverRemains(association('Acme', LAG, { connectionId: RETAINED }));
  expect(outputs.AcmeOriginalParentConnectionId).toBe(INTERCONNECT);
  expect(partner.callsFor(RETAINED)).toEqual([LAG]);

  await heir.destroyWithProvider();
  expect(partner.callsFor(RETAINED)).toEqual([LAG, INTERCONNECT]);
  expect(await partner.provider.tableItems()).toBeUndefined();
});
