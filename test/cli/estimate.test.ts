import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { readAssembly } from '../../cli/plan/assembly';
import { planStack } from '../../cli/plan/changes';
import { deploymentOf } from '../../cli/plan/rehearsal/operations';
import { Places } from '../../cli/plan/rehearsal/places';
import { Rehearsal } from '../../cli/plan/rehearsal/rehearsal';
import { Source } from '../../cli/plan/source';
import { HostedConnectionMigration, HostedConnectionParent, HostedConnectionProvider } from '../../lib';
import { hostedConnections, inventory } from '../../simulator';

const TARGET = 'dxlag-target01';
const nothing = () => Promise.resolve(undefined);

/** The fleet of the report: as many connections and parents as it says, each in turn on the next parent. */
function fleet(connections: number, parents: number, lanes: number) {
  const ids = hostedConnections(connections, 'fleet');
  const homes = Array.from(
    { length: parents },
    (_, index) => `dxcon-home${String(index + 1).padStart(4, '0')}`,
  );
  const on = (parent: number) => ids.filter((_, index) => index % parents === parent);
  const hosted = Object.fromEntries(homes.map((id, index) => [id, on(index)]));
  const source: Source = {
    kind: 'inventory',
    region: 'us-east-1',
    inventory: inventory({ interconnects: homes, lags: [TARGET], hosted }),
    deployed: nothing,
    claimsOf: () => Promise.resolve([]),
    elsewhere: { statusOf: nothing, resourceOf: nothing },
  };
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'app-')) });
  const stack = new Stack(app, 'Fleet');
  new HostedConnectionMigration(stack, 'ToNewLag', {
    moves: ids.map((connectionId) => ({ connectionId })),
    parent: HostedConnectionParent.fromLagId(TARGET),
    maxConcurrent: lanes,
    canary: 0,
    provider: HostedConnectionProvider.fromDeployed(stack, 'Provider'),
  });
  return { source, folder: app.synth().directory };
}

async function minutesOf(connections: number, lanes: number, callsPerSecond: number): Promise<number> {
  const { parents, settleSeconds } = REPORTED;
  const { source, folder } = fleet(connections, parents, lanes);
  const [stack] = readAssembly(folder);
  if (stack === undefined) throw new Error('no stack in the assembly');
  const { change } = await planStack(stack, source, 'Provider');
  const beginning = { ...source, claims: new Map(), now: Date.now(), settleSeconds, callsPerSecond };
  const rehearsal = new Rehearsal(beginning, [change]);
  const { operations, dependencies } = deploymentOf(change);
  await rehearsal.perform(operations, dependencies);
  return rehearsal.seconds / 60;
}

const report = readFileSync(join(__dirname, '../../docs/reports/window.md'), 'utf8');

/** What the report says of its fleet. */
const REPORTED = {
  connections: numberIn(/A migration of (\d+) connections/),
  parents: numberIn(/from (\d+) interconnects and LAGs/),
  settleSeconds: numberIn(/A move takes (\d+) seconds/),
};

function numberIn(pattern: RegExp): number {
  const [, number] = pattern.exec(report) ?? [];
  if (number === undefined) throw new Error(`the report of the window does not say ${pattern.source}`);
  return Number(number);
}

beforeAll(() => {
  process.env['CDK_VALIDATION'] = 'false';
});

const measured = (lanes: number, rate: number) =>
  numberIn(new RegExp(`^\\| ${rate} \\| ${lanes} \\| create \\| ([0-9.]+) `, 'm'));

function expectAbout(estimated: number, actual: number): void {
  expect(estimated / actual).toBeGreaterThan(0.85);
  expect(estimated / actual).toBeLessThan(1.15);
}

test('where the rate decides: the minutes that the model has measured', async () => {
  expectAbout(await minutesOf(REPORTED.connections, 4, 5), measured(4, 5));
}, 60_000);

test('where the lanes decide: so much for each connection', async () => {
  const few = 50;
  const each = (await minutesOf(few, 1, 10)) / few;
  expectAbout(each * REPORTED.connections, measured(1, 10));
});

test('a call takes the first place that is free, and waits where the rate has none', () => {
  const places = new Places(5);
  expect([places.take(1000), places.take(1000), places.take(5000), places.take(1000)]).toEqual([
    1000, 1200, 5000, 1400,
  ]);
  expect(new Places().take(1000)).toBe(1000);
});
