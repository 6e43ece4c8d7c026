import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DirectConnectSimulator, hostedConnections, inventory } from '../../simulator';
import { CREDENTIALS } from '../cli/cli';

const ROOT = join(__dirname, '../..');
const COMMAND = join(ROOT, 'cli/dist/hosted-connections.mjs');

test('it runs by itself, in a folder without any package', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'cli-'));
  const copy = join(cwd, 'hosted-connections.mjs');
  writeFileSync(copy, readFileSync(COMMAND), { mode: statSync(COMMAND).mode });
  expect(execFileSync(copy, ['--version'], { cwd, encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('it is no larger than 1.2 megabytes, and names the licences of what is in it', () => {
  expect(statSync(COMMAND).size).toBeLessThan(1_200_000);
  const licences = readFileSync(join(ROOT, 'cli/dist/THIRD_PARTY_LICENSES'), 'utf8');
  for (const name of ['@aws-sdk/client-direct-connect', 'commander', 'ansis', 'fast-wrap-ansi']) {
    expect(licences).toMatch(new RegExp(`^${name} \\S+ \\((MIT|ISC|Apache-2.0)\\)$`, 'm'));
  }
});

test('who has read enough hears no complaint', async () => {
  const simulator = await DirectConnectSimulator.start({
    inventory: inventory({
      interconnects: ['dxcon-11111111'],
      hosted: { 'dxcon-11111111': hostedConnections(1000) },
    }),
  });
  const env = { ...process.env, ...CREDENTIALS, AWS_ENDPOINT_URL_DIRECT_CONNECT: simulator.url };
  const command = spawn(process.execPath, [COMMAND, 'inventory'], { env });
  const complaints = text(command.stderr);
  await once(command.stdout, 'data');
  command.stdout.destroy();
  const [code, signal] = (await once(command, 'exit')) as [number | null, string | null];
  expect({ code, signal, complaints: await complaints }).toEqual({ code: 0, signal: null, complaints: '' });
  await simulator.stop();
});
