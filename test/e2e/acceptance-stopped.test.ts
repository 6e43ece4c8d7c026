import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../tools/acceptance/report';
import { contentsOf } from './account-contents';
import { AcceptanceCommand } from './acceptance-command';
import { Partner } from './partner';

const INTERCONNECT = 'dxcon-ffabc123';
const LAG = 'dxlag-fhccu14t';
const SPARE = 'dxcon-fg9607vm';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG],
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

test('Ctrl-C in the middle of an update: the connection is brought back, and the report says so', async () => {
  const before = await contentsOf(partner.aws);
  const file = join(folder, 'seen.json');
  command = new AcceptanceCommand(['--connection', SPARE, '--to', LAG, '--yes', '--report', file], {
    ...partner.environment(),
    HOME: folder,
  });
  await command.hasPrinted('UPDATE_IN_PROGRESS');
  command.interrupt();
  const { printed } = await command.ended;
  expect(printed).toContain('stopping: the connection is being brought back');
  expect(printed).toContain('not finished: stopped by a signal');
  expect(printed).toContain(
    `${SPARE} is on ${INTERCONNECT}, where it came from. Nothing of the test is left.`,
  );

  expect(partner.parentOf(SPARE)).toBe(INTERCONNECT);
  expect(await contentsOf(partner.aws)).toEqual(before);
  const { isAsExpected, steps, summary } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  expect(isAsExpected).toBe(false);
  expect(steps.map(({ name }) => name)).toEqual(['create']);
  expect(summary[0]).toBe('It was not finished: stopped by a signal');
});
