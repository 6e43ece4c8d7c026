/** How many lists are read at the same time, as the handler does. */
const AT_ONCE = 5;

/** Maps all items, some at the same time, and in their order. */
export async function inTurn<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(map))));
  }
  return results;
}
