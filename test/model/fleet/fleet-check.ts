import { acceptedMovesOf, callsOf, directConnectCallsOf } from './calls';
import { FleetPlan, FleetRun, Phase } from './fleet';
import { timesFloor } from './floor';

/** What every fleet shall come to; what does not hold is told. */
export function shortcomings({ plan, phases, violations, failures }: FleetRun): string[] {
  const expected = expectedPhases(plan);
  const found = phases.flatMap((phase, index) => {
    const expectation = expected[index];
    return expectation ? problemsOf(phase, expectation, plan) : [`${phase.what}: not expected`];
  });
  const expectedFailures = plan.refused ? 1 : 0;
  return [
    ...violations,
    ...(phases.length === expected.length ? [] : [`${phases.length} operations, not ${expected.length}`]),
    ...(failures.length === expectedFailures ? [] : [`${failures.length} failures: ${failures.join('; ')}`]),
    ...found,
  ];
}

interface Expectation {
  readonly status: Phase['status'];
  readonly at: Partial<Phase['at']>;
  /** How many connections are moved, and how often each. */
  readonly moved: readonly [connections: number, times: number];
  /** How many may be interrupted at once. */
  readonly atOnce: number;
}

function expectedPhases(plan: FleetPlan): Expectation[] {
  const { connections, maxConcurrent: atOnce, changesParent } = plan;
  const { number = 0, onto } = plan.refused ?? {};
  const all = connections + 1;
  if (onto === 'first') {
    return [{ status: 'ROLLBACK_COMPLETE', at: { home: all }, moved: [number - 1, 2], atOnce }];
  }
  const change: Expectation =
    onto === 'second'
      ? {
          status: 'UPDATE_ROLLBACK_COMPLETE',
          at: { first: all },
          moved: [number - 1, 2],
          // An update is rolled back from its beginning: what was given up on at its end is settling meanwhile.
          atOnce: 2 * atOnce - 1,
        }
      : { status: 'UPDATE_COMPLETE', at: { second: all }, moved: [all, 1], atOnce };
  return [
    { status: 'CREATE_COMPLETE', at: { home: 1, first: connections }, moved: [connections, 1], atOnce },
    { status: 'UPDATE_COMPLETE', at: { first: all }, moved: [1, 1], atOnce: 1 },
    ...(changesParent ? [change] : []),
    { status: 'DELETE_COMPLETE', at: { home: all }, moved: [all, 1], atOnce },
  ];
}

function problemsOf(phase: Phase, { status, at, moved, atOnce }: Expectation, plan: FleetPlan): string[] {
  const [connections, times] = moved;
  // The lanes do not wait for each other: for sure are only those before the refused one in its own lane.
  const isCutShort = times === 2 && plan.maxConcurrent > 1;
  const movedLeast = isCutShort ? Math.floor(connections / plan.maxConcurrent) : connections;
  const movedMost = isCutShort ? plan.connections : connections;
  const calls = callsOf(phase);
  const claims: [boolean, string][] = [
    [phase.status === status, `is ${phase.status}, not ${status}`],
    [JSON.stringify(phase.at) === JSON.stringify({ ...NOWHERE, ...at }), `left ${JSON.stringify(phase.at)}`],
    [phase.moves.size >= movedLeast && phase.moves.size <= movedMost, `moved ${phase.moves.size}`],
    [[...phase.moves.values()].every((count) => count === times), `moved some not ${times} times`],
    [phase.interruptedAtOnce <= atOnce, `interrupted ${phase.interruptedAtOnce} at once`],
    [
      phase.connectionsCalledFor <= phase.moves.size + plan.maxConcurrent,
      `called for ${phase.connectionsCalledFor}`,
    ],
    [calls <= mostCalls(phase, plan), `made ${calls} calls, not ${mostCalls(phase, plan)} at most`],
  ];
  return [...claims, ...(plan.isWindow ? costsTooMuch(phase, plan) : [])]
    .filter(([holds]) => !holds)
    .map(([, what]) => `${phase.what}: ${what}`);
}

const NOWHERE: Phase['at'] = { home: 0, first: 0, second: 0 };

/** So many for each move, whose list has pages, and once more for the preflight, which reads all lists. */
function mostCalls(phase: Phase, { connections, parents }: FleetPlan): number {
  const pages = Math.ceil((connections + 1) / 100);
  return (acceptedMovesOf(phase) + 1) * (16 + 5 * pages) + parents + 2 * pages + 10;
}

/** What a phase costs that moves the whole fleet: the window that a partner pays for. */
function costsTooMuch(phase: Phase, plan: FleetPlan): [boolean, string][] {
  const times = timesFloor(plan, phase);
  if (times === undefined) return [];
  const calls = directConnectCallsOf(phase);
  const each = calls / acceptedMovesOf(phase);
  return [
    [times <= MOST_TIMES_FLOOR, `took ${times.toFixed(2)} times the floor`],
    [each <= MOST_CALLS_A_MOVE, `made ${each.toFixed(1)} calls of Direct Connect a move`],
    [phase.throttled <= calls, `was throttled ${phase.throttled} times, and ${calls} calls were not`],
    [phase.interruptions.length === phase.moves.size, `told ${phase.interruptions.length} interruptions`],
  ];
}

const MOST_TIMES_FLOOR = 1.35;
const MOST_CALLS_A_MOVE = 8;
