import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
} from '@aws-sdk/client-direct-connect';
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
  const found = (await printed(main, pattern))[1];
  if (found === undefined) throw new Error(`${pattern} has no group`);
  return found;
}

/** Waits until the output has it. */
function printed(main: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let all = '';
    main.stdout.on('data', (chunk: Buffer) => {
      all += String(chunk);
      const match = pattern.exec(all);
      if (match) resolve(match);
    });
    main.stdout.on('end', () => reject(new Error(`the output has no ${pattern}: ${all}`)));
  });
}

test('a file that contradicts itself: the file and the place are named', async () => {
  const file = join(folder, 'twice.json');
  const twice = { ...inventory(), lags: [...inventory().lags, ...inventory().lags] };
  writeFileSync(file, JSON.stringify(twice));
  const main = run('--inventory', file);
  const [complaint] = await Promise.all([text(main.stderr), once(main, 'exit')]);
  expect(complaint).toContain(
    `inventory ${file} at $.lags[1].lagId: dxlag-aaaaaaaa stands at $.lags[0].lagId already`,
  );
});

test('serves an inventory file until it is told to stop', async () => {
  const main = run('--inventory', inventoryFile, '--settle-ms', '5', '--read-lag-ms', '5');
  const url = await firstMatch(main, /export AWS_ENDPOINT_URL_DIRECT_CONNECT=(\S+)/);
  const command = new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-11111111' });
  const { connections } = await clientOf(url).send(command);
  expect(connections).toMatchObject([{ connectionId: 'dxcon-fg9607vm' }]);
  main.kill('SIGTERM');
  expect(await once(main, 'exit')).toEqual([0, null]);
});

test('prints every request, and refuses the moves that it is told to', async () => {
  const main = run('--inventory', inventoryFile, '--refuse', 'dxcon-fg9607vm');
  const url = await firstMatch(main, /export AWS_ENDPOINT_URL_DIRECT_CONNECT=(\S+)/);
  const lines = printed(main, /^(.* DescribeHostedConnections .*)\n(.* AssociateHostedConnection .*)\n/m);
  const input = { connectionId: 'dxcon-fg9607vm', parentConnectionId: 'dxlag-aaaaaaaa' };
  const client = clientOf(url);
  await client.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-11111111' }));
  const refusal = client.send(new AssociateHostedConnectionCommand(input));
  await expect(refusal).rejects.toThrow('Connection dxcon-fg9607vm is refused, as --refuse says');
  main.kill('SIGINT');
  const [, read, move] = await lines;
  expect(read).toMatch(/^[\d:.]{12} DescribeHostedConnections dxcon-11111111 ok$/);
  expect(move).toMatch(
    /^[\d:.]{12} AssociateHostedConnection dxcon-fg9607vm dxlag-aaaaaaaa failed: DirectConnectClientException$/,
  );
});

test('--help names every option', async () => {
  const main = run('--help');
  const [help, [code]] = await Promise.all([text(main.stdout), once(main, 'exit')]);
  for (const option of ['inventory', 'port', 'settle-ms', 'read-lag-ms', 'calls-per-second', 'refuse']) {
    expect(help).toContain(`  --${option} `);
  }
  expect(code).toBe(0);
});

test.each([
  ['no inventory', [], '--inventory is missing'],
  ['a delay that is no number', ['--inventory', inventoryFile, '--settle-ms', 'long'], '--settle-ms is long'],
  ['a rate of nothing', ['--inventory', inventoryFile, '--calls-per-second', '0'], '--calls-per-second is 0'],
  ['a connection that is none', ['--inventory', inventoryFile, '--refuse', 'Acme'], '--refuse is Acme'],
  [
    'a file that is not there',
    ['--inventory', 'nowhere.json'],
    'inventory nowhere.json: it cannot be read (ENOENT',
  ],
  ['a file that is not JSON', ['--inventory', __filename], `inventory ${__filename}: it is not JSON`],
  ['an option that there is not', ['--inventry', inventoryFile], "Unknown option '--inventry'"],
])('says what is wrong with %s', async (_what, args, message) => {
  const main = run(...args);
  const [complaint, [code]] = await Promise.all([text(main.stderr), once(main, 'exit')]);
  expect(complaint).toContain(message);
  expect(complaint).toContain('usage: npm run simulator --');
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
