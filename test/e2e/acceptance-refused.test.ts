/** `npm run test:aws`, where it does not begin, or does not come to its end. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectConnectSimulator, inventory } from '../../simulator';
import type { Report } from '../../tools/acceptance/report';
import { contentsOf } from './account-contents';
import { AcceptanceCommand } from './acceptance-command';
import { Partner } from './partner';
import { association } from './partner-stack';

const INTERCONNECT = 'dxcon-ffabc123';
const MEMBER = 'dxcon-ffmember';
const LAG_A = 'dxlag-fhccu14t';
const LAG_B = 'dxlag-fgkq2m7x';
const SPARE = 'dxcon-fg9607vm';
const ACME = 'dxcon-fgacme01';

const PLAN = {
  interconnects: [INTERCONNECT, { interconnectId: MEMBER, lagId: LAG_A }],
  lags: [LAG_A, LAG_B],
  hosted: { [INTERCONNECT]: [SPARE, ACME] },
};

const partner = new Partner(PLAN);
const folder = mkdtempSync(join(tmpdir(), 'acceptance-'));
const commands: AcceptanceCommand[] = [];

beforeAll(async () => {
  await partner.start();
  // Somebody's association, by the provider of the account: no run may touch either.
  await partner.stack('Acme').deploy(association('Acme', LAG_B, { connectionId: ACME }));
});

afterAll(async () => {
  for (const command of commands) command.kill();
  rmSync(folder, { recursive: true, force: true });
  await partner.stop();
});

function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): AcceptanceCommand {
  const command = new AcceptanceCommand(args, { ...partner.environment(), HOME: folder, ...environment });
  commands.push(command);
  return command;
}

describe('refused, before anything is interrupted:', () => {
  const GOOD = ['--connection', SPARE, '--to', LAG_A];

  test.each([
    ['no connection', ['--to', LAG_A], "--connection is '', expected the id of a hosted connection, dxcon-…"],
    [
      'an unknown connection',
      ['--connection', 'dxcon-unkn0001', '--to', LAG_A],
      '--connection is dxcon-unkn0001: expected a hosted connection on one of the 4 interconnects and LAGs of account 000000000000',
    ],
    [
      'the present parent, and a member of a LAG',
      ['--connection', SPARE, '--to', INTERCONNECT, '--also', MEMBER],
      `--to is ${INTERCONNECT}, which ${SPARE} is on already: name another parent\n` +
        `--also is ${MEMBER}, which is a member of ${LAG_A}: name the LAG instead`,
    ],
    ['a live claim', ['--connection', ACME, '--to', LAG_A], `${ACME} is associated already, by Hosted`],
    ['nobody to ask', GOOD, 'so nobody can agree: nothing was done; pass --yes'],
  ])('%s', async (_name, args, text) => {
    const { exitCode, printed } = await start(args).ended;
    expect(printed).toContain(text);
    expect(exitCode).toBe(2);
  });

  test('no credentials', async () => {
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const { exitCode, printed } = await start(GOOD, none).ended;
    expect(printed).toContain('there are no AWS credentials');
    expect(exitCode).toBe(2);
  });

  test('no partner', async () => {
    const other = await DirectConnectSimulator.start({ inventory: inventory(PLAN), partner: false });
    const { exitCode, printed } = await start(GOOD, { AWS_ENDPOINT_URL_DIRECT_CONNECT: other.url }).ended;
    await other.stop();
    expect(printed).toContain('is not an authorized Direct Connect partner in us-east-1');
    expect(exitCode).toBe(2);
  });

  afterAll(() => expect(partner.callsFor(SPARE)).toEqual([]));
});

test('Ctrl-C in the middle of an update: the connection is brought back, and the report says so', async () => {
  const before = await contentsOf(partner.aws);
  const file = join(folder, 'seen.json');
  const command = start(['--connection', SPARE, '--to', LAG_A, '--yes', '--report', file]);
  await command.hasPrinted('UPDATE_IN_PROGRESS');
  command.interrupt();
  const { printed } = await command.ended;
  expect(printed).toContain('stopping: the connection is being brought back');
  expect(printed).toContain('not finished: stopped by a signal');
  expect(printed).toContain(
    `${SPARE} is on ${INTERCONNECT}, where it came from. Nothing of the test is left.`,
  );

  expect(partner.parentOf(SPARE)).toBe(INTERCONNECT);
  expect(partner.callsFor(ACME)).toEqual([LAG_B]);
  expect(await contentsOf(partner.aws)).toEqual(before);
  const { isAsExpected, steps, summary } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  expect(isAsExpected).toBe(false);
  expect(steps.map(({ name }) => name)).toEqual(['create']);
  expect(summary[0]).toBe('It was not finished: stopped by a signal');
});

test('an update that is refused, and a delete after it: the command moves the connection back itself', async () => {
  partner.refuseMoveOf(SPARE, 'the lag is under maintenance', { to: LAG_B });
  // The first move there is that by the API alone.
  partner.refuseMoveOf(SPARE, 'the interconnect is under maintenance', { to: INTERCONNECT, after: 1 });
  const before = await contentsOf(partner.aws);
  const file = join(folder, 'refused.json');
  const args = ['--connection', SPARE, '--to', LAG_A, '--also', LAG_B, '--yes', '--report', file];
  const { exitCode, printed } = await start(args).ended;
  expect(printed).toContain('the lag is under maintenance');
  expect(printed).toContain(`not finished: "update" had to end on ${LAG_B}`);
  expect(printed).toContain(
    `${SPARE} is on ${INTERCONNECT}, where it came from. This command had to move it itself. Nothing of the test is left.`,
  );
  expect(exitCode).toBe(1);
  expect(partner.parentOf(SPARE)).toBe(INTERCONNECT);
  expect(await contentsOf(partner.aws)).toEqual(before);
  const { steps } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  expect(steps.map(({ name, isAsExpected }) => [name, isAsExpected])).toEqual([
    ['create', true],
    ['update', false],
  ]);
});
