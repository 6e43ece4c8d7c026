import { bundledHandler } from '../handler/bundled-handler';
import { isCheckOnly, writeReport } from '../report';
import { acceptedMovesOf, directConnectCallsOf, medianOf } from './calls';
import { FleetPlan, FleetRun, LATENCY_MS, Phase, READ_LAG_MS, SETTLE_MS, runFleet } from './fleet';
import { floorMinutes } from './floor';

const RATES = [2, 5, 10];
const LANES = [1, 4, 10];
const FLEET = { connections: 450, parents: 40, canary: 0 };

const INTRODUCTION = `# The window

Made by \`npm run model -- window\`; do not edit. A migration of ${FLEET.connections} connections from ${FLEET.parents} interconnects and LAGs to one LAG, in the model: the real handler, the real Provider framework, virtual time. A move takes ${SETTLE_MS / 1000} seconds to settle, lists are ${READ_LAG_MS / 1000} seconds late, a call takes ${LATENCY_MS} ms, and Direct Connect throttles what is more often than the rate.

The floor is the fewest minutes that any implementation needs. It is the larger of two: all calls that are needed, at the account's rate; or all moves, in so many lanes, each until it has settled. Calls are those of Direct Connect that were not throttled. The interruption is what the handler says of each move. More lanes than the rate can feed only wait for each other.
`;

/** `npm run model -- window`: one fleet at each rate and in each number of lanes; writes `docs/reports/window.md`. */
export async function window(args: string[]): Promise<number> {
  const isCheck = isCheckOnly(args);
  const handler = await bundledHandler();
  const rows: string[] = [];
  let wrong = 0;
  for (const callsPerSecond of RATES) {
    for (const maxConcurrent of LANES) {
      const run = await runFleet({ ...FLEET, callsPerSecond, maxConcurrent }, handler);
      wrong += run.violations.length + run.failures.length;
      rows.push(...rowsOf(run));
    }
  }
  const head = [
    'calls a second | lanes | what | minutes | floor | times the floor | calls a move | throttled for each accepted | interruption, median and longest',
    '--- | --- | --- | --- | --- | --- | --- | --- | ---',
  ];
  const text = [INTRODUCTION, ...[...head, ...rows].map((row) => `| ${row} |`), ''].join('\n');
  const stale = writeReport('window.md', { text, isCheck });
  console.log(`${rows.length} windows, ${wrong} failures${stale === undefined ? '' : `; ${stale}`}`);
  return wrong === 0 && stale === undefined ? 0 : 1;
}

function rowsOf({ plan, phases }: FleetRun): string[] {
  const all = phases.filter(({ moves }) => moves.size >= plan.connections);
  return all.map((phase) => rowOf(plan, phase));
}

function rowOf(plan: FleetPlan, phase: Phase): string {
  const { what, virtualMinutes, throttled, interruptions } = phase;
  const floor = floorMinutes(plan, acceptedMovesOf(phase), what !== 'delete');
  const calls = directConnectCallsOf(phase);
  return [
    plan.callsPerSecond,
    plan.maxConcurrent,
    what,
    virtualMinutes.toFixed(1),
    floor.toFixed(1),
    (virtualMinutes / floor).toFixed(2),
    (calls / acceptedMovesOf(phase)).toFixed(1),
    (throttled / calls).toFixed(2),
    `${medianOf(interruptions).toFixed(1)} s, ${Math.max(...interruptions).toFixed(1)} s`,
  ].join(' | ');
}
