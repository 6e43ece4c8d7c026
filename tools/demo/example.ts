/**
 * `npm run example -- <name> [--inventory <file>] [-c key=value]`: deploys an example with the `cdk` CLI on a local
 * AWS with a simulated Direct Connect, shows where every connection is before and after, and destroys it again.
 */
import { parseArgs } from 'node:util';
import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { loadInventory } from '../../simulator';
import type { DirectConnectSimulator, Inventory } from '../../simulator';
import { Cdk, CdkResult, succeeded } from '../local-aws/cdk';
import { withLocalAws } from '../local-aws/with-local-aws';
import { BEGINNINGS, PARAMETERS } from './beginnings';

/** MiniStack makes one resource after the other: 300 of them take minutes. */
const TIME_LIMIT_SECONDS = 900;

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
  await putParameters(cdk, PARAMETERS[options.name] ?? {});
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

async function putParameters(cdk: Cdk, parameters: Record<string, string>): Promise<void> {
  if (Object.keys(parameters).length === 0) return;
  const folder = cdk.synthesize((app) => {
    const stack = new Stack(app, 'Parameters');
    for (const [parameterName, stringValue] of Object.entries(parameters)) {
      new StringParameter(stack, parameterName.replaceAll('/', '-'), { parameterName, stringValue });
    }
  });
  succeeded(await cdk.deploy(folder));
  for (const [name, value] of Object.entries(parameters)) console.log(`  parameter ${name} = ${value}`);
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
