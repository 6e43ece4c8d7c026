/**
 * `npm run example -- <name> [--inventory <file>] [-c key=value]`: deploys an example with the `cdk` CLI on a local
 * AWS with a simulated Direct Connect, shows where every connection is before and after, and destroys it again.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inventory, loadInventory } from '../../simulator';
import type { DirectConnectSimulator, Inventory } from '../../simulator';
import { Cdk, CdkResult, succeeded } from '../local-aws/cdk';
import { withLocalAws } from '../local-aws/with-local-aws';

const INTERCONNECT = 'dxcon-ffabc123';
const LAG = 'dxlag-fhccu14t';
const OTHER_LAG = 'dxlag-fgkq2m7x';
const OTHERS = {
  Bolt: 'dxcon-fgh2k3m4',
  Crane: 'dxcon-fgj5n6p7',
  Delta: 'dxcon-fgq8r9s0',
  Ember: 'dxcon-fgt1v2w3',
};
const ACME = { connectionId: 'dxcon-fg9607vm', connectionName: 'Acme' };

/** MiniStack makes one resource after the other: 300 of them take minutes. */
const TIME_LIMIT_SECONDS = 900;

/** Where the connections are before each example; the others need services that the local AWS does not have. */
const BEGINNINGS: Record<string, Inventory> = {
  association: partner(INTERCONNECT),
  associations: partner(INTERCONNECT),
  migration: partner(INTERCONNECT),
  night: partner(INTERCONNECT),
  'several-stacks': partner(INTERCONNECT),
  adoption: partner(LAG),
  'bulk-adoption': adoptedFleet(),
};

/** A partner with one interconnect and one LAG, with Acme on the parent that is named and all others at home. */
function partner(acmeIsOn: string): Inventory {
  const others = Object.entries(OTHERS).map(([connectionName, connectionId]) => ({
    connectionId,
    connectionName,
  }));
  const hosted = {
    [INTERCONNECT]: acmeIsOn === INTERCONNECT ? [ACME, ...others] : others,
    [LAG]: acmeIsOn === LAG ? [ACME] : [],
  };
  return inventory({ interconnects: [INTERCONNECT], lags: [LAG, OTHER_LAG], hosted });
}

/** What the list of the example says. */
function adoptedFleet(): Inventory {
  const [, ...lines] = readFileSync('examples/bulk-adoption/fleet.csv', 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  const column = (index: number) => rows.map((row) => row[index] ?? '');
  const lags = [...new Set(column(1))];
  const on = (lag: string) => rows.filter(([, each]) => each === lag).map(([id = '']) => id);
  const hosted = Object.fromEntries(lags.map((lag) => [lag, on(lag)]));
  return inventory({ interconnects: [...new Set(column(2))], lags, hosted });
}

interface Options {
  readonly name: string;
  readonly beginning: Inventory;
  readonly cdkArguments: string[];
}

function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { inventory: { type: 'string' }, context: { type: 'string', short: 'c', multiple: true } },
  });
  const [name = '', ...more] = positionals;
  const beginning = BEGINNINGS[name];
  if (beginning === undefined || more.length > 0) {
    throw new Error(
      `'${positionals.join(' ')}' is no example that runs here: expected ${Object.keys(BEGINNINGS).join(', ')}`,
    );
  }
  return {
    name,
    beginning: values.inventory === undefined ? beginning : loadInventory(values.inventory),
    cdkArguments: (values.context ?? []).flatMap((each) => ['-c', each]),
  };
}

async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const options = readOptions(process.argv.slice(2));
  await withLocalAws({ inventory: options.beginning }, (aws, simulator) =>
    run(new Cdk(aws), simulator, options),
  );
}

async function run(cdk: Cdk, simulator: DirectConnectSimulator, options: Options): Promise<void> {
  const app = `npx tsx examples/${options.name}/app.ts`;
  const args = options.cdkArguments;
  const timeLimitSeconds = TIME_LIMIT_SECONDS;
  await step('cdk bootstrap', () => cdk.bootstrap());
  show('Before', options, simulator);
  const { outputs } = await step(`cdk deploy --app "${app}"`, () =>
    cdk.deploy(app, { args, timeLimitSeconds }),
  );
  for (const [key, value] of Object.values(outputs).flatMap((all) => Object.entries(all))) {
    console.log(`  ${key} = ${value || "''"}`);
  }
  show('After cdk deploy', options, simulator);
  await step('cdk destroy', () => cdk.destroy(app, { args, timeLimitSeconds }));
  show('After cdk destroy', options, simulator);
}

async function step(command: string, act: () => Promise<CdkResult>): Promise<CdkResult> {
  console.log(`$ ${command}`);
  return succeeded(await act());
}

function show(when: string, { beginning }: Options, simulator: DirectConnectSimulator): void {
  const connections = Object.values(beginning.hostedConnections).flatMap((list) => list.connections);
  console.log(`${when}: ${simulator.interruptions} interruptions`);
  for (const { connectionId } of connections) {
    console.log(`  ${connectionId} is on ${simulator.parentOf(connectionId) ?? 'no parent'}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
