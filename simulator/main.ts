import { OPTIONS_HELP, describeCall, readOptions, refuseMoves } from './options';
import { DirectConnectSimulator } from './simulator';

const USAGE = `usage: npm run simulator -- --inventory <file> [options]

Direct Connect on 127.0.0.1, with what a file says that an account has. It prints every request, and stays until Ctrl-C.

  --port <n>             the port (default: a free one)
${OPTIONS_HELP}`;

async function run(): Promise<void> {
  const { simulator: options, inventory, refuse, isHelp } = readOptions(process.argv.slice(2));
  if (isHelp) {
    console.log(USAGE);
    return;
  }
  if (inventory === undefined) throw new Error('--inventory is missing: give the inventory file');
  const log = (line: string) => console.log(line);
  const simulator = await DirectConnectSimulator.start({
    ...options,
    inventory,
    onCall: (call) => log(describeCall(call)),
  });
  refuseMoves(simulator, refuse);
  log(`Direct Connect simulator at ${simulator.url}`);
  log('Point the AWS CLI and SDKs at it, with any credentials:');
  log(`  export AWS_ENDPOINT_URL_DIRECT_CONNECT=${simulator.url}`);
  process.once('SIGINT', () => void simulator.stop());
  process.once('SIGTERM', () => void simulator.stop());
}

// It serves on if nobody reads its log any more.
process.stdout.on('error', () => undefined);

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error('usage: npm run simulator -- --inventory <file> [options]; --help names the options');
  process.exitCode = 1;
});
