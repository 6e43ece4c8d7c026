import { bundledHandler } from '../handler/bundled-handler';
import { FleetPlan, FleetRun, Phase, runFleet } from './fleet';
import { acceptedMovesOf, callsOf, directConnectCallsOf, medianOf } from './calls';
import { shortcomings } from './fleet-check';
import { floorMinutes } from './floor';

const LARGE = { connections: 450, parents: 40 };
const SMALL = { connections: 100, parents: 40 };

const PLANS: readonly FleetPlan[] = [
  { ...LARGE, maxConcurrent: 1, canary: 0, changesParent: true, isWindow: true },
  { ...LARGE, maxConcurrent: 10, canary: 5, changesParent: true, isWindow: true },
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
    for (const phase of run.phases) console.log(`  ${describePhase(phase, plan)}`);
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

function describePhase(phase: Phase, plan: FleetPlan): string {
  const { what, status, virtualMinutes, interruptedAtOnce, moves, at, throttled, calls, interruptions } =
    phase;
  const accepted = acceptedMovesOf(phase);
  const each = accepted === 0 ? '' : ` (${(callsOf(phase) / accepted).toFixed(1)} a move)`;
  const own = directConnectCallsOf(phase) / Math.max(1, accepted);
  const kinds = Object.entries(calls).map(([name, count]) => `${name} ${count}`);
  const floor = floorMinutes(plan, accepted, what !== 'delete');
  return (
    `${what}: ${status} in ${virtualMinutes.toFixed(1)} minutes, floor ${floor.toFixed(1)}; ${interruptedAtOnce} interrupted at once at most, ` +
    `median ${medianOf(interruptions).toFixed(1)} s, longest ${Math.max(0, ...interruptions).toFixed(1)} s; ` +
    `${accepted} moves of ${moves.size} connections; now ${at.home} at home, ${at.first} on the first target, ` +
    `${at.second} on the second; ${callsOf(phase)} calls${each}, ${own.toFixed(1)} a move of Direct Connect, and ${throttled} throttled: ${kinds.join(', ')}`
  );
}
