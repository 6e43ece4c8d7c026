import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { WatchLine } from '../../cli/watch/schema';
import { Partner } from './partner';
import { migration } from './partner-stack';

const COMMAND = join(__dirname, '../../cli/dist/hosted-connections.mjs');
const HOME = 'dxcon-11111111';
const LAG = 'dxlag-aaaaaaaa';
const FLEET = ['dxcon-flee0001', 'dxcon-flee0002', 'dxcon-flee0003'];
const [FIRST = '', SECOND = '', THIRD = ''] = FLEET;

const partner = new Partner({ interconnects: [HOME], lags: [LAG], hosted: { [HOME]: FLEET } });

beforeAll(() => partner.start());
afterAll(() => partner.stop());

/** A command of the package's, as it runs. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], { env: partner.environment() });
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const exit = once(child, 'exit') as Promise<[number | null]>;
  /** Until it has complained about something, such as that it waits. */
  const waits = once(child.stderr, 'data');
  const ended = Promise.all([exit, out, err]).then(([[code], printed, complaints]) => ({
    code,
    printed,
    complaints,
  }));
  return { ended, waits };
}

/** What it prints when nothing but its end is waited for. */
const ran = (...args: string[]) => start(...args).ended;

const fleet = (...ids: string[]) =>
  migration('Fleet', LAG, { moves: ids.map((connectionId) => ({ connectionId })), maxConcurrent: 1 });

test('plan, deploy with watch beside it, status: all say the same; and what is rolled back is at home in the table', async () => {
  const stack = partner.stack('Fleet');
  const planned = await ran('plan', '--app', stack.assembly(fleet(FIRST)));
  expect(planned).toMatchObject({ code: 0, complaints: '' });
  expect(planned.printed).toContain('1 connection: 1 move. 1 interruption.');

  const watching = start('watch', 'Fleet', '--json', '--every', '0.3');
  await watching.waits;
  await stack.deploy(fleet(FIRST));
  const { code, printed } = await watching.ended;
  const lines = printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as WatchLine);
  const moved = lines.filter((line) => line.kind === 'connection' && line.step === 'moved');
  expect(moved).toMatchObject([{ connectionId: FIRST, from: HOME, to: LAG }]);
  expect(lines.at(-1)).toMatchObject({ kind: 'end', outcome: 'complete', status: { hasDrifted: false } });
  expect(code).toBe(0);

  const status = await ran('status', 'Fleet');
  expect(status).toMatchObject({ code: 0, complaints: '' });
  expect(status.printed).toContain('1 connection: 1 as declared');

  partner.refuseMoveOf(THIRD, 'the LAG has no room');
  const failing = start('watch', 'Fleet', '--every', '0.3');
  await failing.waits;
  await stack.failToDeploy(fleet(FIRST, SECOND, THIRD));
  const rolledBack = await failing.ended;
  expect(rolledBack.code).toBe(1);
  expect(rolledBack.printed).toMatch(new RegExp(`Z ${THIRD}.*: failed: .*the LAG has no room$`, 'm'));
  expect(rolledBack.printed).toMatch(new RegExp(`Z ${SECOND}.*: interrupted, going home`));
  expect(rolledBack.printed).toMatch(new RegExp(`^${SECOND} .* ${HOME} +no association$`, 'm'));
  expect(rolledBack.printed).toMatch(new RegExp(`^${FIRST} .* ${LAG} +as declared`, 'm'));
  expect(rolledBack.printed).toMatch(/^Fleet: UPDATE_ROLLBACK_COMPLETE after .*1 home.*1 failed/m);
  expect(FLEET.map((id) => partner.interruptionsOf(id))).toEqual([1, 2, 0]);
});
