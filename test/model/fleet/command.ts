import { bundledHandler } from '../handler/bundled-handler';
import { FleetPlan, FleetRun, Phase, runFleet } from './fleet';
import { callsOf, shortcomings } from './fleet-check';

const LARGE = { connections: 450, parents: 40 };
const SMALL = { connections: 100, parents: 40 };

const PLANS: readonly FleetPlan[] = [
  { ...LARGE, maxConcurrent: 1, canary: 0, changesParent: true },
  { ...LARGE, maxConcurrent: 10, canary: 5, changesParent: true },
  { ...LARGE, maxConcurrent: 1, canary: 0, refused: { number: 300, onto: 'first' } },
  { ...LARGE, maxConcurrent: 10, canary: 5, refused: { number: 300, onto: 'first' } },
  { ...SMALL, maxConcurrent: 5, canary: 3, changesParent: true, refused: { number: 60, onto: 'second' } },
];

/** `npm run test:fleet`: whole fleets, as the construct declares them, on virtual time, with Direct Connect throttled. */
export async function fleet(): Promise<number> {
  const handler = await bundledHandler();
  let wrong = 0;
  for (const plan of PLANS) {
    const run = await runFleet(plan, handler);
    console.log(describeRun(run));
    for (const phase of run.phases) console.log(`  ${describePhase(phase)}`);
    for (const what of shortcomings(run)) {
      wrong += 1;
      console.log(`  WRONG: ${what}`);
    }
  }
  console.log(`${PLANS.length} fleets, ${wrong === 0 ? 'as expected' : `${wrong} shortcomings`}`);
  return wrong === 0 ? 0 : 1;
}

function describeRun({ plan, realSeconds }: FleetRun): string {
  const { connections, parents, maxConcurrent, canary, refused } = plan;
  const refusal = refused ? `, number ${refused.number} refused on the ${refused.onto} target` : '';
  return (
    `${connections} connections of ${parents} parents, maxConcurrent ${maxConcurrent}, canary ${canary}${refusal} ` +
    `(${realSeconds.toFixed(1)} s)`
  );
}

function describePhase(phase: Phase): string {
  const { what, status, virtualMinutes, interruptedAtOnce, moves, at, throttled, calls } = phase;
  const accepted = [...moves.values()].reduce((sum, count) => sum + count, 0);
  const each = accepted === 0 ? '' : ` (${(callsOf(phase) / accepted).toFixed(1)} a move)`;
  const kinds = Object.entries(calls).map(([name, count]) => `${name} ${count}`);
  return (
    `${what}: ${status} in ${virtualMinutes.toFixed(1)} minutes, ${interruptedAtOnce} interrupted at once at most; ` +
    `${accepted} moves of ${moves.size} connections; now ${at.home} at home, ${at.first} on the first target, ` +
    `${at.second} on the second; ${callsOf(phase)} calls${each} and ${throttled} throttled: ${kinds.join(', ')}`
  );
}
