/** The shell snippets of the docs that call AWS, as they stand there, with the AWS CLI. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadInventory } from '../../simulator';
import { PAGES, ROOT, blocksOf } from '../docs/pages';
import { contentsOf } from './account-contents';
import { Partner } from './partner';
import { association, type PartnerStack } from './partner-stack';
import type { Shell } from './shell';

const CONNECTION = 'dxcon-fg9607vm';
const OTHER = 'dxcon-fgother1';
const INTERCONNECT = 'dxcon-ffabc123';
const LAG = 'dxlag-fhccu14t';
const LOGICAL_ID = 'HostedConnectionAssociationDxconFg9607vm';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG],
  hosted: { [INTERCONNECT]: [{ connectionId: CONNECTION, vlan: 101 }, OTHER] },
});

/** Those that can run here: they read and write the emulator or the simulator. */
const RUNNABLE =
  /\baws (directconnect|dynamodb|cloudformation) |npm run simulator --|npx hosted-connections /;
const runnable = PAGES.flatMap((page) => blocksOf(page, 'sh')).filter((code) => RUNNABLE.test(code));
const seen = new Set<string>();

/** The folder in which snippets run has no packages. */
const COMMAND = `node ${join(ROOT, 'cli/dist/hosted-connections.mjs')}`;
const installed = (code: string) => code.replaceAll('npx hosted-connections', COMMAND);
const TSX = pathToFileURL(require.resolve('tsx')).href;

const folder = mkdtempSync(join(tmpdir(), 'snippets-'));
let shell: Shell;
let stack: PartnerStack;
let simulator: ChildProcess | undefined;

beforeAll(async () => {
  await partner.start();
  shell = partner.shell(folder);
  stack = partner.stack('HostedConnections');
});

afterAll(async () => {
  simulator?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  await partner.stop();
});

/** The one snippet of a page that has a text. */
function snippet(page: string, having: string): string {
  const found = blocksOf(page, 'sh').filter((code) => code.includes(having));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${page}: ${found.length} snippets have ${having}`);
  seen.add(only);
  return only;
}

const lines = (printed: string): string[][] =>
  printed
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

async function claim(): Promise<Record<string, unknown> | undefined> {
  return (await stack.claims()).find(({ connectionId }) => connectionId === CONNECTION);
}

test('before a window: what is on a parent', async () => {
  const printed = await shell.run(snippet('docs/before-a-window.md', 'describe-hosted-connections'));
  expect(lines(printed)).toEqual([
    [CONNECTION, '101', 'available'],
    [OTHER, expect.stringMatching(/^\d+$/), 'available'],
  ]);
});

test('the inventory is what Direct Connect says', async () => {
  await shell.run(installed(snippet('docs/trying-it-without-an-account.md', '--output inventory.json')));
  seen.add(snippet('docs/command-line.md', '--output inventory.json'));
  const { interconnects, lags, hostedConnections } = loadInventory(join(folder, 'inventory.json'));
  expect(interconnects.map(({ interconnectId }) => interconnectId)).toEqual([INTERCONNECT]);
  expect(lags.map(({ lagId }) => lagId)).toEqual([LAG]);
  const ids = Object.entries(hostedConnections).map(([parent, { connections }]) => [
    parent,
    connections.map(({ connectionId }) => connectionId),
  ]);
  expect(Object.fromEntries(ids)).toEqual({ [INTERCONNECT]: [CONNECTION, OTHER], [LAG]: [] });
});

test('the simulator serves the inventory, and moves a connection', async () => {
  const page = 'docs/trying-it-without-an-account.md';
  const port = await start(snippet(page, 'npm run simulator --'));
  const move = snippet(page, 'associate-hosted-connection');
  const printed = await shell.run(move.replace('127.0.0.1:8085', `127.0.0.1:${port}`));
  expect(JSON.parse(printed)).toMatchObject({ connectionId: CONNECTION, lagId: LAG });
  expect(partner.parentOf(CONNECTION)).toBe(INTERCONNECT);
});

/** As the snippet says, but in the folder of the inventory, and on a free port, which is returned. */
async function start(command: string): Promise<string> {
  const [script = '', ...options] = command
    .trim()
    .replace('npm run simulator --', 'simulator/main.ts')
    .split(' ');
  const args = options.map((option) => (option === '8085' ? '0' : option));
  simulator = spawn(process.execPath, ['--import', TSX, join(ROOT, script), ...args], { cwd: folder });
  let printed = '';
  for await (const chunk of simulator.stdout ?? []) {
    printed += String(chunk);
    // The last that it prints.
    const port = /export AWS_ENDPOINT_URL_DIRECT_CONNECT=http:\/\/127\.0\.0\.1:(\d+)\n/.exec(printed)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error(`the simulator did not start: ${command}`);
}

test('during a window: where the connection is, and the log', async () => {
  await stack.deploy(association('Acme', LAG, { connectionId: CONNECTION }));
  const printed = await shell.run(snippet('docs/during-a-window.md', 'describe-hosted-connections'));
  expect(lines(printed)).toEqual([[CONNECTION, 'available', '101']]);

  // Version 1 of the CLI has no `aws logs tail`; what it follows is the log group of a function that is there.
  const watch = snippet('docs/during-a-window.md', 'aws logs tail');
  const found = await shell.run(watch.replace(/aws logs tail ("\S+") --follow/, 'echo $1'));
  const { functions } = await contentsOf(partner.aws);
  expect(functions.map((name) => `/aws/lambda/${name}`)).toContain(found.trim());
});

test('the command line: what was deployed is as declared', async () => {
  const page = 'docs/command-line.md';
  const [first = '', second = ''] = blocksOf(page, 'sh').filter((code) => code.includes('status'));
  for (const code of [first, second]) seen.add(code);
  expect(await shell.run(installed(first))).toContain('1 connection: 1 as declared');
  const printed = await shell.run(installed(second.split('\n')[1] ?? ''));
  expect(JSON.parse(printed)).toMatchObject({
    hasDrifted: false,
    connections: [{ isOn: LAG, home: INTERCONNECT }],
  });
});

test('the command line: what a deployment would do, also as a page', async () => {
  const page = 'docs/command-line.md';
  const assembly = stack.assembly(association('Acme', LAG, { connectionId: CONNECTION }));
  const [, plan = ''] = snippet(page, 'npx cdk synth').split('\n');
  const printed = await shell.run(`${installed(plan)} --app ${assembly}`);
  expect(printed).toContain('1 connection: 1 untouched. 0 interruptions.');
  const html = snippet(page, '--html plan.html').trimEnd();
  expect(await shell.run(`${installed(html)} --app ${assembly}`)).toBe(printed);
  expect(readFileSync(join(folder, 'plan.html'), 'utf8')).toMatch(/^<!doctype html>/i);
});

test.each(['docs/during-a-window.md', 'docs/command-line.md'])('%s: how a deployment goes', async (page) => {
  const watch = snippet(page, 'hosted-connections watch').trimEnd().replace('Migration', 'HostedConnections');
  const printed = await shell.run(`${installed(watch)} --wait 0`);
  expect(printed).toContain('1 connection: 1 as declared');
});

test('claims: read, corrected, deleted and written again; then the delete goes by it', async () => {
  const page = 'docs/claims.md';
  const read = await shell.source(snippet(page, 'aws dynamodb scan'));
  const { Items: [item] = [] } = JSON.parse(read) as { Items?: Record<string, unknown>[] };
  const before = await claim();
  const { owner } = before ?? {};
  expect(owner).toEqual({ stackId: expect.any(String) as string, logicalResourceId: LOGICAL_ID });
  expect(item).toMatchObject({
    connectionId: { S: CONNECTION },
    owner: { M: { logicalResourceId: { S: LOGICAL_ID } } },
  });

  const corrected = snippet(page, 'aws dynamodb update-item').replace(
    `"S":"${INTERCONNECT}"`,
    `"S":"${LAG}"`,
  );
  await shell.run(corrected);
  expect(await claim()).toEqual({
    ...before,
    originalParentConnectionId: LAG,
    version: Number(before?.version) + 1,
  });

  await shell.run(snippet(page, 'aws dynamodb delete-item'));
  expect(await claim()).toBeUndefined();

  // A page cannot know the id of a reader's stack.
  const { stackId } = owner as { stackId: string };
  const written = snippet(page, 'aws dynamodb put-item').replace(/arn:aws:cloudformation:[^"]+/, stackId);
  await shell.run(written);
  expect(await claim()).toMatchObject({
    owner,
    foundOn: INTERCONNECT,
    originalParentConnectionId: INTERCONNECT,
  });
  await stack.destroy();
  expect(partner.parentOf(CONNECTION)).toBe(INTERCONNECT);
});

test('no snippet that can run here is left out', () => {
  expect(runnable.length).toBeGreaterThanOrEqual(8);
  expect(runnable.filter((code) => !seen.has(code))).toEqual([]);
});
