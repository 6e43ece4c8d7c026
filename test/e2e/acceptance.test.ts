/** `npm run test:aws`, as somebody runs it who has an account and a connection to spare. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../tools/acceptance/report';
import { contentsOf } from './account-contents';
import { AcceptanceCommand } from './acceptance-command';
import { Partner } from './partner';

const INTERCONNECT = 'dxcon-ffabc123';
const LAG_A = 'dxlag-fhccu14t';
const LAG_B = 'dxlag-fgkq2m7x';
const SPARE = 'dxcon-fg9607vm';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG_A, LAG_B],
  hosted: { [INTERCONNECT]: [SPARE] },
});
const folder = mkdtempSync(join(tmpdir(), 'acceptance-'));
let command: AcceptanceCommand | undefined;

beforeAll(() => partner.start());

afterAll(async () => {
  command?.kill();
  rmSync(folder, { recursive: true, force: true });
  await partner.stop();
});

test('a run: twelve interruptions, as announced; a report without ids; and nothing is left', async () => {
  const before = await contentsOf(partner.aws);
  const file = join(folder, 'seen.json');
  const args = [
    '--connection',
    SPARE,
    '--to',
    LAG_A,
    '--also',
    LAG_B,
    '--ask-present-parent',
    '--report',
    file,
  ];
  command = new AcceptanceCommand([...args, '--yes'], { ...partner.environment(), HOME: folder });
  const { exitCode, printed } = await command.ended;
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
