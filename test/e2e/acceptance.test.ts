/** `npm run test:aws`, as somebody runs it who has an account and a connection to spare. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectConnectSimulator, inventory } from '../../simulator';
import type { Report } from '../../tools/acceptance/report';
import { contentsOf } from './account-contents';
import { AcceptanceCommand, type AcceptanceResult } from './acceptance-command';
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

function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<AcceptanceResult> {
  const command = new AcceptanceCommand(args, { ...partner.environment(), HOME: folder, ...environment });
  commands.push(command);
  return command.ended;
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
    const { exitCode, printed } = await run(args);
    expect(printed).toContain(text);
    expect(exitCode).toBe(2);
  });

  test('no credentials', async () => {
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const { exitCode, printed } = await run(GOOD, none);
    expect(printed).toContain('there are no AWS credentials');
    expect(exitCode).toBe(2);
  });

  test('no partner', async () => {
    const other = await DirectConnectSimulator.start({ inventory: inventory(PLAN), partner: false });
    const { exitCode, printed } = await run(GOOD, { AWS_ENDPOINT_URL_DIRECT_CONNECT: other.url });
    await other.stop();
    expect(printed).toContain('is not an authorized Direct Connect partner in us-east-1');
    expect(exitCode).toBe(2);
  });

  afterAll(() => expect(partner.callsFor(SPARE)).toEqual([]));
});

test('a run: twelve interruptions, as announced; a report without ids; and nothing is left', async () => {
  const before = await contentsOf(partner.aws);
  const file = join(folder, 'seen.json');
  const { exitCode, printed } = await run([
    ...['--connection', SPARE, '--to', LAG_A, '--also', LAG_B],
    ...['--yes', '--ask-present-parent', '--report', file],
  ]);
  expect(printed).toContain(
    `This interrupts the traffic of ${SPARE} up to 12 times, in account 000000000000`,
  );
  expect(printed).toContain(
    `${SPARE} is on ${INTERCONNECT}, where it came from. Nothing of the test is left.`,
  );
  expect(exitCode).toBe(0);

  expect(partner.parentOf(SPARE)).toBe(INTERCONNECT);
  expect(partner.interruptionsOf(SPARE)).toBe(12);
  // By hand there and back, and once more to where it is; what follows is the handler's.
  expect(partner.callsFor(SPARE).slice(0, 3)).toEqual([LAG_A, INTERCONNECT, INTERCONNECT]);
  expect(partner.callsFor(ACME)).toEqual([LAG_B]);
  expect(await contentsOf(partner.aws)).toEqual(before);

  const text = readFileSync(file, 'utf8');
  expect(text).not.toMatch(/dx(con|lag)-|DxconFg9607vm|0{12}|[0-9a-f]{8}-[0-9a-f]{4}-/i);
  checkReport(JSON.parse(text) as Report);
});

function checkReport({ isAsExpected, emulated, steps, findings, summary }: Report): void {
  expect(isAsExpected).toBe(true);
  expect(emulated).toEqual({ directConnect: true, cloudFormation: true });
  expect(steps.map(({ name, endedOn }) => [name, endedOn])).toEqual([
    ['create', '<target parent>'],
    ['update', '<other parent>'],
    ['update back', '<target parent>'],
    ['failed update', '<target parent>'],
    ['clean-up', '<original parent>'],
    ['cancelled create', '<original parent>'],
    ['create without rollback', '<target parent>'],
    ['retry', '<target parent>'],
    ['destroy', '<original parent>'],
  ]);
  // Nothing that is seen here is about AWS, and nothing pretends to be.
  expect(
    findings.filter(({ seen, agrees }) => !seen.startsWith('not seen here') || agrees !== undefined),
  ).toEqual([]);
  const seen = Object.fromEntries(findings.map((finding) => [finding.id, finding.seen]));
  expect(seen).toMatchObject({
    'present-parent': expect.stringContaining('it says: accepted, available') as string,
    'request-ids': expect.stringContaining('it says: never, in ') as string,
    'response-url': 'not seen here: no ResponseURL was signed',
    'clean-up-tries': expect.stringContaining('it says: once') as string,
    'cancelled-create': expect.stringContaining('had ended before') as string,
  });
  const [create] = steps;
  expect(create?.observations.phases.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['settled']));
  expect(create?.observations.listings.at(-1)?.states).toEqual({ '<target parent>': 'available' });
  expect(summary.at(-1)).toBe(
    '<connection> is on <original parent>, where it came from. Nothing of the test is left.',
  );
}
