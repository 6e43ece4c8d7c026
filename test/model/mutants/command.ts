import { parseArgs } from 'node:util';
import { check } from '../histories/check';
import { harshOf } from '../histories/harshness';
import { MUTANTS, mutatedHandler } from './mutants';

/** `npm run test:mutants`: shows that the histories bite, by faults that are put into the handler on purpose. */
export async function mutants(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      histories: { type: 'string', default: '6000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      // Leaves out those that take hundreds of histories to find.
      prompt: { type: 'boolean', default: false },
      without: { type: 'string' },
    },
  });
  let caught = 0;
  const mutants = MUTANTS.filter(
    ({ what, isRare }) => what.includes(values.only ?? '') && !(values.prompt && isRare),
  );
  for (const mutant of mutants) {
    const handler = await mutatedHandler(mutant);
    const options = {
      histories: Number(values.histories),
      seed: Number(values.seed),
      handler,
      harsh: harshOf(values.without),
      shrink: false,
    };
    const { tally, found } = await check(options);
    if (found) caught += 1;
    const verdict = found
      ? `caught after ${tally.histories} histories: ${found.violations[0]?.split('\n')[0]}`
      : 'SURVIVED';
    console.log(`${mutant.what}\n  ${verdict}`);
  }
  console.log(`${caught} of ${mutants.length} mutants caught`);
  return caught === mutants.length ? 0 : 1;
}
