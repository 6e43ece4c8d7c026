import { parseArgs } from 'node:util';
import { loadInventory } from './inventory';
import { DirectConnectSimulator } from './simulator';
import type { SimulatorOptions } from './simulator';

const USAGE =
  'usage: npm run simulator -- --inventory file.json [--port 0] [--settle-ms N] [--read-lag-ms N]';

function readOptions(args: string[]): SimulatorOptions {
  const { values } = parseArgs({
    args,
    options: {
      inventory: { type: 'string' },
      port: { type: 'string', default: '0' },
      'settle-ms': { type: 'string', default: '0' },
      'read-lag-ms': { type: 'string', default: '0' },
    },
  });
  if (values.inventory === undefined) throw new Error('--inventory is missing: give the inventory file');
  return {
    inventory: loadInventory(values.inventory),
    port: wholeNumber('--port', values.port),
    settleMs: wholeNumber('--settle-ms', values['settle-ms']),
    readLagMs: wholeNumber('--read-lag-ms', values['read-lag-ms']),
  };
}

function wholeNumber(option: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new Error(`${option} is ${value}: give a whole number`);
  return Number(value);
}

async function run(): Promise<void> {
  const simulator = await DirectConnectSimulator.start(readOptions(process.argv.slice(2)));
  console.log(`Direct Connect simulator at ${simulator.url}`);
  console.log('Point the AWS CLI and SDKs at it, with any credentials:');
  console.log(`  export AWS_ENDPOINT_URL_DIRECT_CONNECT=${simulator.url}`);
  process.once('SIGINT', () => void simulator.stop());
  process.once('SIGTERM', () => void simulator.stop());
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 1;
});
