/**
 * `npm run test:aws -- --connection dxcon-… --to dxlag-…`: takes a hosted connection through the life of an association
 * with the real `cdk` CLI, in the account that the AWS credentials name, and writes down what AWS does. Ends with 0 if
 * everything was as the package expects it, with 1 if not, and with 2 if it did not begin.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccount, textOf } from './account';
import { USAGE, readArguments, type Arguments } from './arguments';
import { agree, announce } from './consent';
import type { Parents } from './plan';
import { problemsOf } from './problems';
import { AcceptanceRun } from './run';
import { takeSurvey } from './survey';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

async function main(): Promise<void> {
  const given = readOrExplain(process.argv.slice(2));
  const account = await openAccount();
  const survey = await takeSurvey(account, given);
  const problems = problemsOf(survey, given);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const parents = parentsOf(given, survey.placements[0]?.parentId ?? '');
  console.log(announce(survey, given, parents));
  await agree(given.yes);

  const folder = mkdtempSync(join(tmpdir(), 'test-aws-'));
  try {
    const isAsExpected = await new AcceptanceRun(account, given, parents, folder).run();
    process.exitCode = isAsExpected ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readOrExplain(args: string[]): Arguments {
  try {
    return readArguments(args);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function parentsOf({ to, also }: Arguments, origin: string): Parents {
  return { origin, target: to, other: also ?? origin };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error && error.name === 'Error' ? error.message : textOf(error));
  process.exitCode = 2;
});
