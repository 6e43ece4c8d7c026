import { CALLS_PER_SECOND, FleetPlan, LATENCY_MS, Phase, SETTLE_MS } from './fleet';

const PAGE = 100;

/**
 * The fewest minutes in which any implementation can move so many connections, by the fleet's own model: the preflight's
 * reading, and then either all calls at the account's rate, or the lanes, each of which waits for its moves to settle.
 */
export function floorMinutes(plan: FleetPlan, moves: number, hasPreflight: boolean): number {
  const { connections, parents, maxConcurrent, callsPerSecond = CALLS_PER_SECOND } = plan;
  const pages = Math.ceil((connections + 1) / PAGE);
  // Interconnects, LAGs, every parent, and the rest of the target's pages.
  const reading = hasPreflight ? 2 + parents + pages : 0;
  // A look, the call, and the pages until the connection is found, which is on no page in particular.
  const each = 2 + Math.ceil(pages / 2);
  const readingSeconds = Math.max(0, reading - callsPerSecond) / callsPerSecond;
  const callSeconds = (moves * each) / callsPerSecond;
  const settleSeconds = (SETTLE_MS + 3 * LATENCY_MS) / 1000;
  return (readingSeconds + Math.max(callSeconds, Math.ceil(moves / maxConcurrent) * settleSeconds)) / 60;
}

/** How much a phase that has succeeded in moving the whole fleet is above it. */
export function timesFloor(plan: FleetPlan, phase: Phase): number | undefined {
  if (phase.moves.size < plan.connections || !/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(phase.status))
    return undefined;
  return phase.virtualMinutes / floorMinutes(plan, phase.moves.size, phase.what !== 'delete');
}
