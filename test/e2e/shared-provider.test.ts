import { HostedConnectionProvider } from '../../lib';
import { contentsOf } from './account-contents';
import { Partner } from './partner';
import { association, type Declaration } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const LAG = 'dxlag-aaaaaaaa';
const OF_OWNER = 'dxcon-ownr0001';
const OF_GUEST = 'dxcon-gest0001';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG],
  hosted: { [INTERCONNECT]: [OF_OWNER, OF_GUEST] },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

/** An app that makes no provider: it uses the one that another app has deployed. */
const guest: Declaration = (stack) => {
  const provider = HostedConnectionProvider.fromDeployed(stack, 'Provider');
  association('Acme', LAG, { connectionId: OF_GUEST, provider })(stack);
};

test('two apps on one provider, which one of them owns, and which does not go while the other one uses it', async () => {
  const owning = partner.stack('Owning');
  const using = partner.stack('Using');
  const { printed: refusal } = await using.failToDeploy(guest);
  expect(refusal).toContain('cdk-hosted-connection-association-provider:ServiceToken');
  expect(partner.callsFor(OF_GUEST)).toEqual([]);
  await using.destroyIfThere();

  await owning.deploy(association('Acme', LAG, { connectionId: OF_OWNER }));
  const contents = await contentsOf(partner.aws);
  const provider = await partner.provider.stack.describe();
  await using.deploy(guest);
  expect(partner.parentOf(OF_GUEST)).toBe(LAG);
  expect(await contentsOf(partner.aws)).toEqual(contents);
  expect(await partner.provider.stack.describe()).toEqual(provider);

  // What depends on the provider goes before it; what another app has is not known there.
  const { printed } = await owning.failToDestroyProvider();
  expect(printed).toContain(
    'Export cdk-hosted-connection-association-provider:ServiceToken is imported by stack Using',
  );
  expect(partner.parentOf(OF_OWNER)).toBe(INTERCONNECT);
  expect(await partner.provider.stack.describe()).toEqual(provider);
  expect(await contentsOf(partner.aws)).toEqual(contents);

  await using.destroy();
  expect(partner.parentOf(OF_GUEST)).toBe(INTERCONNECT);
  await owning.destroyWithProvider();
  expect(await partner.provider.stack.describe()).toBeUndefined();
  expect(await partner.provider.tableItems()).toBeUndefined();
});
