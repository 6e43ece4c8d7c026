import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudAssembly } from '@aws-cdk/cloud-assembly-api';
import { messageOf } from '../../lambda/outcome';
import type { Template } from '../aws/deployed-stacks';
import { CommandError } from '../outcome';

/** A stack as it was synthesized. */
export interface AssemblyStack {
  /** What the CLI calls it: its path in the app. */
  readonly id: string;
  /** What CloudFormation calls it. */
  readonly name: string;
  /** Undefined where that is left to whoever deploys. */
  readonly account?: string;
  readonly region?: string;
  readonly template: Template;
  /** What the app gives to parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Where the CDK writes an assembly, unless told otherwise. */
export const DEFAULT_FOLDER = 'cdk.out';

/**
 * The stacks of an app, in the order in which they are deployed.
 *
 * @param app a folder with an assembly, or a command that synthesizes one; default: `cdk.out`.
 * @throws CommandError where there is none.
 */
export function readAssembly(app = DEFAULT_FOLDER): AssemblyStack[] {
  if (isFolder(app)) return stacksIn(app);
  if (app === DEFAULT_FOLDER) {
    throw new CommandError(
      `there is no assembly in ${app}: expected one; run cdk synth first, or pass --app`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'hosted-connections-'));
  try {
    synthesize(app, folder);
    return stacksIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** With the user's own CLI, which gives the app its context. */
function synthesize(app: string, folder: string): void {
  const args = ['--no-install', 'cdk', 'synth', '--quiet', '--app', app, '--output', folder];
  const { status, stderr, error } = spawnSync('npx', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === 0) return;
  const lines = (error?.message ?? stderr).trim().split('\n');
  throw new CommandError(
    `could not synthesize ${app} with cdk synth: ${lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? ''}`,
  );
}

function stacksIn(folder: string): AssemblyStack[] {
  try {
    const { stacksRecursively } = new CloudAssembly(folder, { skipVersionCheck: true });
    return stacksRecursively.map((stack) => ({
      id: stack.hierarchicalId,
      name: stack.stackName,
      account: literal(stack.environment.account),
      region: literal(stack.environment.region),
      template: stack.template as Template,
      parameters: stack.parameters,
    }));
  } catch (error) {
    throw new CommandError(
      `could not read the assembly in ${folder}: ${messageOf(error).split('\n')[0] ?? ''}`,
    );
  }
}

function literal(text: string): string | undefined {
  return text.startsWith('unknown-') ? undefined : text;
}
