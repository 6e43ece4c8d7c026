/**
 * `npm run local`: everything that is needed to rehearse, on 127.0.0.1: a local AWS, bootstrapped, and a simulated Direct
 * Connect. Prints what to export, then every request to Direct Connect, and stays until Ctrl-C.
 */
import { OPTIONS_HELP, describeCall, readOptions, refuseMoves } from '../../simulator';
import type { DirectConnectSimulator, Inventory } from '../../simulator';
import { Cdk, succeeded } from '../local-aws/cdk';
import type { LocalAws } from '../local-aws/local-aws';
import { withLocalAws } from '../local-aws/with-local-aws';
import { BEGINNINGS } from './beginnings';

const USAGE = `usage: npm run local -- [options]

A local AWS and a simulated Direct Connect, until Ctrl-C. Nothing is left behind.

  --example <name>       begins with the inventory of an example: ${Object.keys(BEGINNINGS).join(', ')}
${OPTIONS_HELP}`;

interface Options extends ReturnType<typeof readOptions> {
  readonly example: string;
}

/** `--example` is none of the simulator's. */
function readLocalOptions(args: readonly string[]): Options {
  const index = args.findIndex((arg) => /^--example(=|$)/.test(arg));
  if (index === -1) return { ...readOptions(args), example: 'association' };
  const [, inline] = (args[index] ?? '').split('=');
  const example = inline ?? args[index + 1] ?? '';
  if (!(example in BEGINNINGS)) {
    throw new Error(`--example is '${example}': give one of ${Object.keys(BEGINNINGS).join(', ')}`);
  }
  return { ...readOptions(args.toSpliced(index, inline === undefined ? 2 : 1)), example };
}

async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const options = readLocalOptions(process.argv.slice(2));
  if (options.isHelp) {
    say(USAGE);
    return;
  }
  const stopped = untilStopped();
  const inventory = beginningOf(options);
  const onCall = (call: Parameters<typeof describeCall>[0]) => say(describeCall(call));
  await withLocalAws({ ...options.simulator, inventory, onCall }, async (aws, simulator) => {
    refuseMoves(simulator, options.refuse);
    await Promise.race([prepare(aws, simulator), stopped]);
    await stopped;
  });
  say('\nEverything was stopped and removed.');
}

function beginningOf({ inventory, example }: Options): Inventory {
  const beginning = inventory ?? BEGINNINGS[example];
  if (beginning === undefined) throw new Error(`there is no example ${example}`);
  return beginning;
}

async function prepare(aws: LocalAws, simulator: DirectConnectSimulator): Promise<void> {
  succeeded(await new Cdk(aws).bootstrap());
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = aws.environment();
  const variables = {
    AWS_ENDPOINT_URL,
    AWS_ENDPOINT_URL_DIRECT_CONNECT: simulator.url,
    AWS_REGION,
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
  };
  say('A local AWS, bootstrapped, and a simulated Direct Connect are running. In another shell:\n');
  say('  unset AWS_PROFILE AWS_SESSION_TOKEN');
  for (const [name, value] of Object.entries(variables)) say(`  export ${name}=${value ?? ''}`);
  say("\n  npx cdk deploy --all --app 'npx tsx examples/association/app.ts'");
  say('  npx hosted-connections watch\n');
  say('Requests to Direct Connect follow. Ctrl-C stops and removes everything.');
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

function say(text: string): void {
  console.log(text);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
