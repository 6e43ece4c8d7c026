import { cpSync, mkdtempSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { HostedConnectionProvider } from '../../lib';
import { Partner } from './partner';
import { association, type Declaration } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const LAG_A = 'dxlag-aaaaaaaa';
const LAG_B = 'dxlag-bbbbbbbb';
const MOVED = 'dxcon-upgr0001';
const UNTOUCHED = 'dxcon-upgr0002';

const BUNDLE = join(__dirname, '../../lambda/dist');
const NEW_VERSION = 'the new version of the handler';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG_A, LAG_B],
  hosted: { [INTERCONNECT]: [MOVED, UNTOUCHED] },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

/** The provider that is made by default, and its stack, as another version of the package makes them. */
function upgradedProvider(scope: Stack): HostedConnectionProvider {
  const stack = new Stack(App.of(scope), 'HostedConnectionProvider', {
    stackName: 'cdk-hosted-connection-association-provider',
  });
  const provider = new HostedConnectionProvider(stack, 'Provider', { logRetention: RetentionDays.ONE_YEAR });
  const asset = new Asset(stack, 'Bundle', { path: newBundle() });
  for (const handler of handlersIn(provider)) {
    handler.code = { s3Bucket: asset.s3BucketName, s3Key: asset.s3ObjectKey };
  }
  return provider;
}

function newBundle(): string {
  const folder = mkdtempSync(join(partner.aws.folder, 'bundle-'));
  cpSync(BUNDLE, folder, { recursive: true });
  appendFileSync(join(folder, 'index.mjs'), `\nconsole.log(${JSON.stringify(NEW_VERSION)});\n`);
  return folder;
}

/** The functions of ours; the others are the Provider framework's. */
function handlersIn(provider: HostedConnectionProvider): CfnFunction[] {
  return provider.node
    .findAll()
    .filter((construct) => construct instanceof CfnFunction)
    .filter(({ handler }) => handler === 'index.onEvent' || handler === 'index.isComplete');
}

test('an upgrade of the provider touches no association, and serves those that are there', async () => {
  const acme = partner.stack('Acme');
  const bolt = partner.stack('Bolt');
  await acme.deploy(association('Acme', LAG_A, { connectionId: MOVED }));
  await bolt.deploy(association('Bolt', LAG_A, { connectionId: UNTOUCHED }));
  const before = await partner.provider.stack.describe();
  const claims = await partner.provider.tableItems();
  const claimOfBolt = await bolt.claims();

  const onUpgraded =
    (parentId: string): Declaration =>
    (stack) =>
      association('Acme', parentId, { connectionId: MOVED, provider: upgradedProvider(stack) })(stack);
  await acme.deploy(onUpgraded(LAG_A));
  const after = await partner.provider.stack.describe();
  expect(after?.StackStatus).toBe('UPDATE_COMPLETE');
  expect(after?.Outputs).toEqual(before?.Outputs);
  expect(await partner.provider.tableItems()).toEqual(claims);
  expect(partner.callsFor(MOVED)).toEqual([LAG_A]);

  await acme.deploy(onUpgraded(LAG_B));
  expect(partner.parentOf(MOVED)).toBe(LAG_B);
  if (!partner.aws.isGiven) expect(partner.aws.log()).toContain(NEW_VERSION);
  expect(await acme.claims()).toMatchObject([{ foundOn: INTERCONNECT, movedTo: [LAG_A, LAG_B] }]);
  expect(await bolt.claims()).toEqual(claimOfBolt);

  // Bolt's app still has the version before, which is deployed over the newer one: the last deployment wins.
  await bolt.deploy(association('Bolt', LAG_B, { connectionId: UNTOUCHED }));
  expect(partner.parentOf(UNTOUCHED)).toBe(LAG_B);

  await acme.destroy();
  await bolt.destroy();
  expect([MOVED, UNTOUCHED].map((id) => partner.parentOf(id))).toEqual([INTERCONNECT, INTERCONNECT]);
  expect([MOVED, UNTOUCHED].map((id) => partner.interruptionsOf(id))).toEqual([3, 3]);
});
