import { isDeepStrictEqual } from 'node:util';
import { CONNECTIONS, History } from './history';
import { World, isDeployable } from './world';

/** What is counted, so that agreement about nothing is noticed. */
export interface Seen {
  succeeded: number;
  failed: number;
  moved: number;
  /** What of two goes first decides, so the plan says so, and no more. */
  raced: number;
  notDeployable: number;
}

/**
 * Plays a history, plans its last deployment, lets that happen, and compares.
 *
 * @throws Error where something else has happened than was planned.
 */
export async function agree(given: History, seen: Seen): Promise<void> {
  const world = new World(given);
  await world.simulation.run(async () => {
    for (const step of given.steps) await world.act(step);
    await world.rest();
  });
  if (!isDeployable(world.stack(given.last.stack))) {
    seen.notDeployable += 1;
    return;
  }
  const planned = await world.plan(given.last);
  const { model } = world.simulation;
  const accepted = model.associations.length;
  await world.simulation.run(() => world.act(given.last));
  if (planned.races.length > 0) {
    seen.raced += 1;
    return;
  }
  const failures = planned.deployment.filter(
    ({ failure, operation }) => failure !== undefined && operation.type !== 'Delete',
  );
  const hasFailed = world.stack(given.last.stack)?.status.includes('ROLLBACK') ?? false;
  expectSame(
    failures.length > 0,
    hasFailed,
    `a failure, for ${failures.map(({ failure }) => failure).join(' and ')}`,
  );
  if (hasFailed) {
    seen.failed += 1;
    return;
  }
  seen.succeeded += 1;
  const moves = model.associations.slice(accepted).filter(({ from, to }) => from !== to);
  seen.moved += moves.length;
  for (const id of CONNECTIONS) {
    const actual = moves.filter(({ connectionId }) => connectionId === id).map(({ to }) => to);
    expectSame(planned.movesOf(id), actual, `the moves of ${id}`);
    expectSame(planned.after(id), model.parentOf(id), `the parent of ${id}`);
  }
}

function expectSame(planned: unknown, actual: unknown, what: string): void {
  if (isDeepStrictEqual(planned, actual)) return;
  throw new Error(`${what}: planned ${JSON.stringify(planned)}, and it was ${JSON.stringify(actual)}`);
}
