/**
 * Runs something for each of many, side by side, but for none before it has succeeded for all that it waits for. For
 * those that wait for one that did not succeed it is not run.
 *
 * @param afterFailure whether it goes on after those that did not succeed.
 * @returns whether it has succeeded for each; `undefined` where it was not run.
 */
export async function inOrder<T>(
  all: readonly T[],
  waitsFor: (each: T) => readonly T[],
  run: (each: T) => Promise<boolean>,
  afterFailure: 'stop' | 'go on' = 'stop',
): Promise<Map<T, boolean | undefined>> {
  const members = new Set(all);
  const running = new Map<T, Promise<boolean | undefined>>();
  const results = new Map<T, boolean | undefined>();
  const start = (each: T): Promise<boolean | undefined> => {
    const known = running.get(each);
    if (known) return known;
    const others = waitsFor(each).filter((other) => members.has(other));
    const promise = Promise.all(others.map(start)).then(async (done) =>
      afterFailure === 'go on' || done.every((success) => success === true) ? run(each) : undefined,
    );
    running.set(each, promise);
    return promise;
  };
  await Promise.all(all.map(async (each) => results.set(each, await start(each))));
  return results;
}

/** The other way round: for each, those that wait for it. */
export function reversed<T>(
  all: readonly T[],
  waitsFor: (each: T) => readonly T[],
): (each: T) => readonly T[] {
  const waiting = new Map<T, T[]>();
  for (const each of all) {
    for (const other of waitsFor(each)) waiting.set(other, [...(waiting.get(other) ?? []), each]);
  }
  return (each) => waiting.get(each) ?? [];
}
