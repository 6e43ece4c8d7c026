import { Cdk, succeeded } from '../../tools/local-aws/cdk';
import { withLocalAws } from '../../tools/local-aws/with-local-aws';
import { inventory } from '../../simulator';
import type { DirectConnectSimulator } from '../../simulator';
import type { App } from './language';

const HOME = 'dxcon-11111111';
const MIGRATED = ['dxcon-moved001', 'dxcon-moved002', 'dxcon-moved003', 'dxcon-moved004', 'dxcon-moved005'];
const onParent = (parent: string) => (connectionId: string) => [connectionId, parent] as const;

/** Where the app of the languages puts its connections. */
const DEPLOYED = new Map([
  ['dxcon-acme0001', 'dxlag-aaaaaaaa'],
  ['dxcon-globex01', 'dxcon-22222222'],
  ...MIGRATED.map(onParent('dxlag-bbbbbbbb')),
  ['dxcon-moved003', 'dxlag-cccccccc'],
]);

/** All go home but the one that is retained, and the one that is to go elsewhere. */
const DESTROYED = new Map([
  ...[...DEPLOYED.keys()].map(onParent(HOME)),
  ['dxcon-globex01', 'dxcon-22222222'],
  ['dxcon-moved005', 'dxlag-aaaaaaaa'],
]);

/** Deploys an app with the `cdk` CLI to a local AWS, and destroys it; an error, if a connection is not where it must be. */
export async function deployAndDestroy(app: App, environment: Record<string, string>): Promise<void> {
  const partner = inventory({
    interconnects: [HOME, 'dxcon-22222222'],
    lags: ['dxlag-aaaaaaaa', 'dxlag-bbbbbbbb', 'dxlag-cccccccc'],
    hosted: { [HOME]: [...DEPLOYED.keys()] },
  });
  const options = { inventory: partner, settleMs: 200, waitScale: 0.1 };
  await withLocalAws(options, async (aws, simulator) => {
    const cdk = new Cdk(aws);
    const command = shellCommand(app, environment);
    succeeded(await cdk.bootstrap());
    succeeded(await cdk.deploy(command));
    expectParents(simulator, DEPLOYED, 'the deployment');
    succeeded(await cdk.destroy(command));
    expectParents(simulator, DESTROYED, 'the destruction');
  });
}

/** The CLI runs the app in a shell, with an environment of its own. */
function shellCommand({ folder, command }: App, environment: Record<string, string>): string {
  const assignments = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [`cd ${folder} &&`, 'env', ...assignments, ...command].join(' ');
}

function expectParents(
  simulator: DirectConnectSimulator,
  parents: ReadonlyMap<string, string>,
  after: string,
): void {
  for (const [connectionId, parent] of parents) {
    const actual = simulator.parentOf(connectionId);
    if (actual !== parent) {
      throw new Error(`after ${after} ${connectionId} is on ${actual ?? 'no parent'}, expected ${parent}`);
    }
  }
}
