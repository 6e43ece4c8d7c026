import { RemovalPolicy } from 'aws-cdk-lib';
import { Partner } from './partner';
import { association, parentWith } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const LAG_A = 'dxlag-aaaaaaaa';
const LAG_B = 'dxlag-bbbbbbbb';
const CONTESTED = 'dxcon-cont0001';
const HANDED_OVER = 'dxcon-hand0001';
const NEIGHBOUR = 'dxcon-hand0002';
const ADOPTED = 'dxcon-adop0001';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG_A, LAG_B],
  hosted: { [INTERCONNECT]: [CONTESTED, HANDED_OVER, NEIGHBOUR], [LAG_A]: [ADOPTED] },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

test('a connection that is on the parent already is adopted: neither deploy nor destroy call', async () => {
  const stack = partner.stack('Adopting');
  const outputs = await stack.deploy(association('Acme', LAG_A, { connectionId: ADOPTED }));
  expect(outputs).toMatchObject({
    AcmeConnectionId: ADOPTED,
    AcmeParentConnectionId: LAG_A,
    AcmeOriginalParentConnectionId: LAG_A,
  });
  expect(partner.callsFor(ADOPTED)).toEqual([]);

  await stack.destroy();
  expect(await stack.status()).toBeUndefined();
  expect(partner.parentOf(ADOPTED)).toBe(LAG_A);
  expect(partner.callsFor(ADOPTED)).toEqual([]);
});

test('one that is expected on its parent, and is somewhere else, is left there, and the CLI prints where', async () => {
  const stack = partner.stack('Late');
  const expectedParent = parentWith(LAG_B);
  const { printed } = await stack.failToDeploy(
    association('Acme', LAG_B, { connectionId: ADOPTED, expectedParent }),
  );
  expect(printed).toContain(
    `${ADOPTED} is on ${LAG_A}, and is not moved from there: expected it on ${LAG_B}, or on its parent ${LAG_B}`,
  );
  expect(await stack.status()).toBe('ROLLBACK_COMPLETE');
  expect(partner.callsFor(ADOPTED)).toEqual([]);
});

test('retained, and declared by another stack: no interruption, and its destroy brings it home', async () => {
  const giving = partner.stack('Giving');
  const taking = partner.stack('Taking');
  const neighbour = association('Neighbour', LAG_A, { connectionId: NEIGHBOUR });
  const retained = { connectionId: HANDED_OVER, removalPolicy: RemovalPolicy.RETAIN };
  await giving.deploy(neighbour, association('Acme', LAG_A, retained));
  await giving.deploy(neighbour);
  expect(Object.values(await giving.associations())).toEqual([`${NEIGHBOUR}/${INTERCONNECT}`]);

  // Nobody has to say where it came from: the claim has outlived its association.
  const outputs = await taking.deploy(association('Acme', LAG_A, { connectionId: HANDED_OVER }));
  expect(outputs).toMatchObject({
    AcmeParentConnectionId: LAG_A,
    AcmeOriginalParentConnectionId: INTERCONNECT,
  });
  expect(partner.parentOf(HANDED_OVER)).toBe(LAG_A);
  expect(partner.callsFor(HANDED_OVER)).toEqual([LAG_A]);

  await taking.destroy();
  expect(partner.parentOf(HANDED_OVER)).toBe(INTERCONNECT);
  expect(partner.callsFor(HANDED_OVER)).toEqual([LAG_A, INTERCONNECT]);
  expect(partner.interruptionsOf(HANDED_OVER)).toBe(2);
  expect(partner.parentOf(NEIGHBOUR)).toBe(LAG_A);
  expect(partner.callsFor(NEIGHBOUR)).toEqual([LAG_A]);
});

test('wanted by two stacks: the later is told who has it, moves nothing, and its destroy touches nothing', async () => {
  const earlier = partner.stack('Earlier');
  const later = partner.stack('Later');
  await earlier.deploy(association('Acme', LAG_A, { connectionId: CONTESTED }));
  const { printed } = await later.failToDeploy(association('Acme', LAG_B, { connectionId: CONTESTED }));
  expect(printed).toContain(
    `${CONTESTED} is already associated by HostedConnectionAssociationDxconCont0001 of the stack Earlier: ` +
      'expected one association per connection; remove one of the two, ' +
      'deploy the removal of HostedConnectionAssociationDxconCont0001 first, or set takeOver. nothing was moved',
  );
  await later.destroy();
  expect(await later.status()).toBeUndefined();
  expect(partner.callsFor(CONTESTED)).toEqual([LAG_A]);

  await earlier.destroy();
  expect(partner.parentOf(CONTESTED)).toBe(INTERCONNECT);
  expect(partner.callsFor(CONTESTED)).toEqual([LAG_A, INTERCONNECT]);
});
