import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { Seen, agree } from './agrees';
import { history } from './history';

/** `npm run model -- agreement`: what `plan` rehearses is what then happens, after random histories in which nothing goes wrong. */
export async function agreement(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      histories: { type: 'string', default: '1000' },
      seed: { type: 'string' },
      path: { type: 'string' },
    },
  });
  const started = performance.now();
  const seen: Seen = { succeeded: 0, failed: 0, moved: 0, raced: 0, notDeployable: 0 };
  const result = await fc.check(
    fc.asyncProperty(history, (given) => agree(given, seen)),
    {
      numRuns: Number(values.histories),
      ...(values.seed !== undefined && { seed: Number(values.seed) }),
      path: values.path,
    },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${result.numRuns} histories in ${seconds} s: the last deployment succeeded in ${seen.succeeded}, with ${seen.moved} ` +
      `moves, and failed in ${seen.failed}; in ${seen.raced} it depended on who was first, and in ${seen.notDeployable} ` +
      'the stack could not be deployed',
  );
  if (!result.failed) {
    console.log('what was planned was what happened');
    return 0;
  }
  console.log(JSON.stringify(result.counterexample, null, 2));
  console.log(String(result.errorInstance));
  console.log(
    `again: npm run model -- agreement --seed ${result.seed} --path "${result.counterexamplePath}"`,
  );
  return 1;
}
