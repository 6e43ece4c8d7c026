import { parseArgs } from 'node:util';
import { bundledHandler } from '../handler/bundled-handler';
import { check } from './check';
import { harshOf } from './harshness';

/** `npm run test:faults`: a number of random histories under random faults, or one of them again. */
export async function histories(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      histories: { type: 'string', default: '10000' },
      seed: { type: 'string' },
      path: { type: 'string' },
      without: { type: 'string' },
    },
  });
  const started = performance.now();
  const { tally, found } = await check({
    histories: Number(values.histories),
    seed: values.seed === undefined ? undefined : Number(values.seed),
    path: values.path,
    harsh: harshOf(values.without),
    handler: await bundledHandler(),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${tally.histories} histories, ${tally.operations} stack operations, ${tally.calls} calls of the handler, ` +
      `${tally.faults} faults, ${tally.interruptions} moves, in ${seconds} s`,
  );
  const excused = [...tally.excused].sort(([a], [b]) => (a < b ? -1 : 1));
  console.log(`excused: ${excused.map(([name, times]) => `${name} ${times}`).join(', ')}`);
  if (found === undefined) {
    console.log('no violation');
    return 0;
  }
  console.log(JSON.stringify(found.history, null, 2));
  for (const violation of found.violations) console.log(violation);
  const less = values.without === undefined ? '' : ` --without "${values.without}"`;
  console.log(`again: npm run test:faults --${less} --seed ${found.seed} --path "${found.path}"`);
  return 1;
}
