import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { Partner } from './partner';
import { association, type Declaration } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const LAG = 'dxlag-aaaaaaaa';
const AGAIN = 'dxcon-agai0001';
const LATER = 'dxcon-late0001';
const LEFT = 'dxcon-left0001';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG],
  hosted: { [INTERCONNECT]: [AGAIN, LATER, LEFT] },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

/** What is left in the stack when its last association has gone. */
const remains: Declaration = (stack) => {
  new CfnParameter(stack, 'Remains', { type: 'String', value: 'of the stack' });
};

/**
 * The deployment without its last association succeeds, but the clean-up after it does not bring the connection home.
 * CloudFormation would try three times and then forget the association; MiniStack tries once and shows it as DELETE_FAILED.
 */
async function stackThatFailsToCleanUp(name: string, connectionId: string) {
  const stack = partner.stack(name);
  const declared = association('Acme', LAG, { connectionId });
  await stack.deploy(remains, declared);
  partner.refuseMoveOf(connectionId, 'the interconnect is under maintenance');
  await stack.deploy(remains);
  expect(await stack.status()).toBe('UPDATE_COMPLETE');
  expect(partner.parentOf(connectionId)).toBe(LAG);
  expect(await stack.claims()).toMatchObject([
    { connectionId, foundOn: INTERCONNECT, originalParentConnectionId: INTERCONNECT, movedTo: [LAG] },
  ]);
  return { stack, declared };
}

test('declared again, the association has its connection and its origin; the destroy brings it home', async () => {
  const { stack, declared } = await stackThatFailsToCleanUp('Again', AGAIN);
  const outputs = await stack.deploy(remains, declared);
  expect(outputs).toMatchObject({
    AcmeParentConnectionId: LAG,
    AcmeOriginalParentConnectionId: INTERCONNECT,
  });
  expect(partner.interruptionsOf(AGAIN)).toBe(1);

  await stack.destroy();
  expect(partner.parentOf(AGAIN)).toBe(INTERCONNECT);
  expect(partner.interruptionsOf(AGAIN)).toBe(2);
});

test('destroyed later, the stack brings the connection home', async () => {
  const { stack } = await stackThatFailsToCleanUp('Later', LATER);
  await stack.destroy();
  expect(await stack.status()).toBeUndefined();
  expect(partner.parentOf(LATER)).toBe(INTERCONNECT);
  expect(partner.interruptionsOf(LATER)).toBe(2);
});

/** The heir waits until the delete that has failed could not do anything any more: for its timeout, and some more. */
test('the stack has gone without it: another stack that declares it takes it over, with its origin', async () => {
  const { stack } = await stackThatFailsToCleanUp('Left', LEFT);
  partner.refuseMoveOf(LEFT, 'the interconnect is under maintenance');
  await stack.failToDestroy();
  await stack.abandon();
  expect(await stack.status()).toBeUndefined();
  expect(partner.parentOf(LEFT)).toBe(LAG);

  const heir = partner.stack('Heir');
  const outputs = await heir.deploy(association('Acme', LAG, { connectionId: LEFT }));
  expect(outputs).toMatchObject({
    AcmeParentConnectionId: LAG,
    AcmeOriginalParentConnectionId: INTERCONNECT,
  });
  expect(partner.interruptionsOf(LEFT)).toBe(1);

  await heir.destroy();
  expect(partner.parentOf(LEFT)).toBe(INTERCONNECT);
  expect(partner.interruptionsOf(LEFT)).toBe(2);
});
