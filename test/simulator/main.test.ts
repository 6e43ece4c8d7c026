import { DescribeHostedConnectionsCommand } from '@aws-sdk/client-direct-connect';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { clientOf, startWithClient, stopAll } from './harness';
import { inventory } from '../../simulator';

const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
const inventoryFile = join(folder, 'inventory.json');
const started: ChildProcessWithoutNullStreams[] = [];

beforeAll(() => writeFileSync(inventoryFile, JSON.stringify(inventory())));

afterEach(stopAll);

afterAll(() => {
  for (const process of started) process.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function run(...args: string[]): ChildProcessWithoutNullStreams {
  const main = spawn(process.execPath, [
    '--import',
    'tsx',
    join(__dirname, '../../simulator/main.ts'),
    ...args,
  ]);
  started.push(main);
  return main;
}

async function firstMatch(main: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  let printed = '';
  for await (const chunk of main.stdout) {
    printed += String(chunk);
    const found = pattern.exec(printed)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`the output has no ${pattern}: ${printed}`);
}

test('serves an inventory file until it is told to stop', async () => {
  const main = run('--inventory', inventoryFile, '--settle-ms', '5', '--read-lag-ms', '5');
  const url = await firstMatch(main, /export AWS_ENDPOINT_URL_DIRECT_CONNECT=(\S+)/);
  const command = new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-11111111' });
  const { connections } = await clientOf(url).send(command);
  expect(connections).toMatchObject([{ connectionId: 'dxcon-fg9607vm' }]);
  main.kill('SIGTERM');
  expect(await once(main, 'exit')).toEqual([0, null]);
});

test.each([
  ['no inventory', [], '--inventory is missing'],
  ['a delay that is no number', ['--inventory', inventoryFile, '--settle-ms', 'long'], '--settle-ms is long'],
])('says what is wrong with %s', async (_what, args, message) => {
  const main = run(...args);
  const [printed, [code]] = await Promise.all([text(main.stderr), once(main, 'exit')]);
  expect(printed).toContain(message);
  expect(printed).toContain('usage: npm run simulator --');
  expect(code).toBe(1);
});

test('says that a port is in use', async () => {
  const { simulator } = await startWithClient({ inventory: inventory() });
  const { port } = new URL(simulator.url);
  const main = run('--inventory', inventoryFile, '--port', port);
  const [printed, [code]] = await Promise.all([text(main.stderr), once(main, 'exit')]);
  expect(printed).toContain(`port ${port} of 127.0.0.1 is in use: give another one, or 0 for a free one`);
  expect(code).toBe(1);
});
