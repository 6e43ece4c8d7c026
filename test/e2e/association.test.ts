import { Stack, type App } from 'aws-cdk-lib';
import { HostedConnectionAssociation, HostedConnectionParent } from '../../lib';
import { Cdk, succeeded } from '../local-aws/cdk';
import { directConnectPort, startLocalAws, type LocalAws } from '../local-aws/local-aws';
import { DeployedStack } from '../local-aws/stack';
import { DirectConnectSimulator, inventory } from '../simulator';

const CONNECTION = 'dxcon-fg9607vm';
const INTERCONNECT = 'dxcon-11111111';
const LAG_A = 'dxlag-aaaaaaaa';
const LAG_B = 'dxlag-bbbbbbbb';
const PARTNER = inventory({
  interconnects: [INTERCONNECT],
  lags: [LAG_A, LAG_B],
  hosted: {
    [INTERCONNECT]: [{ connectionId: CONNECTION, vlan: 101 }],
    [LAG_B]: [{ connectionId: 'dxcon-bbbb0001', vlan: 101 }],
  },
});

let simulator: DirectConnectSimulator;
let aws: LocalAws;
let cdk: Cdk;

const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  simulator = await DirectConnectSimulator.start({
    inventory: PARTNER,
    port: directConnectPort(),
    settleMs: 1000,
  });
  stops.unshift(() => simulator.stop());
  aws = await startLocalAws({ directConnect: simulator.url, waitScale: 0.1 });
  stops.unshift(() => aws.stop());
  cdk = new Cdk(aws);
  succeeded(await cdk.bootstrap());
});

afterAll(async () => {
  for (const stop of stops) await stop();
});

test('the cdk CLI moves a connection by a deploy and back by a destroy', async () => {
  const app = cdk.synthesize(associationWith(LAG_A));
  const { outputs } = succeeded(await cdk.deploy(app));
  expect(outputs.Partner).toMatchObject({
    AcmeVlan: '101',
    AcmeParentConnectionId: LAG_A,
    AcmeOriginalParentConnectionId: INTERCONNECT,
    AcmeTags: '',
  });
  expect(simulator.parentOf(CONNECTION)).toBe(LAG_A);
  expect(await new DeployedStack(aws, 'Partner').tableItems()).toMatchObject([
    { connectionId: CONNECTION, originalParentConnectionId: INTERCONNECT, phase: 'settled' },
  ]);

  succeeded(await cdk.destroy(app));
  expect(await new DeployedStack(aws, 'Partner').describe()).toBeUndefined();
  expect(simulator.parentOf(CONNECTION)).toBe(INTERCONNECT);
  expect(simulator.interruptions).toBe(2);
});

test('the cdk CLI prints why a connection cannot be moved, and nothing was touched', async () => {
  const before = simulator.interruptions;
  const { exitCode, printed } = await cdk.deploy(cdk.synthesize(associationWith(LAG_B)));
  expect(exitCode).not.toBe(0);
  expect(printed).toMatch(/vlan 101/i);
  expect(printed).toContain('dxcon-bbbb0001');
  expect(simulator.interruptions).toBe(before);
});

function associationWith(lagId: string): (app: App) => void {
  return (app) => {
    new HostedConnectionAssociation(new Stack(app, 'Partner'), 'Acme', {
      connectionId: CONNECTION,
      parent: HostedConnectionParent.fromLagId(lagId),
    });
  };
}
