import type { Trip, World } from './world';

/** The calls of services that are made while something is done. */
export async function tripsDuring(world: World, act: () => Promise<unknown>): Promise<Trip[]> {
  const seen = new Set(world.tripsOf());
  await act();
  return world.tripsOf().filter((trip) => !seen.has(trip));
}

/** The length of the longest chain of calls of which each was sent after the one before was answered. */
export function longestChain(trips: readonly Trip[]): number {
  let [chain, answered] = [0, 0];
  for (const trip of [...trips].sort((a, b) => a.answered - b.answered)) {
    if (trip.sent < answered) continue;
    chain += 1;
    answered = trip.answered;
  }
  return chain;
}
