import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { GuardedProcess } from './guarded-process';
import type { LocalAws } from './local-aws';

const REPOSITORY = join(__dirname, '../..');
const CLI = join(REPOSITORY, 'node_modules/aws-cdk/bin/cdk');
const TIME_LIMIT_SECONDS = 180;
/** What the CLI sets when it starts an app by itself. The paths of the constructs then stand in the template. */
const CONTEXT = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const QUIET = ['--no-color', '--no-notices', '--no-version-reporting'];

/** What a run of the CLI came to. A deployment that failed is a result too. */
export interface CdkResult {
  readonly exitCode: number;
  /** What the CLI printed, both streams together. */
  readonly printed: string;
  /** The outputs of the stacks that were deployed, by the stack's name. */
  readonly outputs: Record<string, Record<string, string>>;
  readonly seconds: number;
}

/** Where the CLI deploys to: a local AWS, or an account. */
export interface CdkTarget extends Pick<LocalAws, 'folder' | 'account' | 'region'> {
  /** The environment of the CLI. Without a HOME and a TMPDIR in it, the CLI has temporary ones. */
  environment(): NodeJS.ProcessEnv;
}

export interface CdkOptions {
  /** The stacks' names; default: all stacks of the app. */
  readonly stacks?: readonly string[];
  /** Further arguments of the CLI. */
  readonly args?: readonly string[];
  /** When to give up and end the CLI; default: 180 seconds. */
  readonly timeLimitSeconds?: number;
  /** Ends the CLI when it is aborted. What CloudFormation does already, it goes on with. */
  readonly signal?: AbortSignal;
}

/** The `cdk` CLI as users run it. Its `app` is a command or a cloud assembly's folder. */
export class Cdk {
  constructor(private readonly aws: CdkTarget) {}

  /** Synthesizes an app in this program, which is quicker than to let the CLI start another; returns its folder. */
  public synthesize(define: (app: App) => void): string {
    const app = new App({ outdir: mkdtempSync(join(this.aws.folder, 'app-')), context: CONTEXT });
    define(app);
    return app.synth().directory;
  }

  /** Synthesizes an app by its command into a folder. */
  public synth(app: string, output: string, options: Omit<CdkOptions, 'stacks'> = {}): Promise<CdkResult> {
    return this.run(['synth', '--quiet', '--app', app, '--output', output, ...(options.args ?? [])], options);
  }

  public bootstrap(): Promise<CdkResult> {
    return this.run(['bootstrap', `aws://${this.aws.account}/${this.aws.region}`]);
  }

  public deploy(app: string, options: CdkOptions = {}): Promise<CdkResult> {
    return this.runOnApp(['deploy', '--require-approval', 'never'], app, options);
  }

  public destroy(app: string, options: CdkOptions = {}): Promise<CdkResult> {
    return this.runOnApp(['destroy', '--force'], app, options);
  }

  public diff(app: string, options: Omit<CdkOptions, 'stacks'> = {}): Promise<CdkResult> {
    return this.run(['diff', '--app', app, ...(options.args ?? [])], options);
  }

  private runOnApp(command: readonly string[], app: string, options: CdkOptions): Promise<CdkResult> {
    const stacks = options.stacks ?? ['--all'];
    return this.run([...command, '--app', app, ...stacks, ...(options.args ?? [])], options);
  }

  private async run(args: readonly string[], options: CdkOptions = {}): Promise<CdkResult> {
    const started = performance.now();
    const folder = mkdtempSync(join(this.aws.folder, 'cdk-'));
    const outputsFile = join(folder, 'outputs.json');
    const outputsArgs = args[0] === 'deploy' ? ['--outputs-file', outputsFile] : [];
    const cli = new GuardedProcess(process.execPath, [CLI, ...args, ...outputsArgs, ...QUIET], {
      folder,
      // Bootstrapping would run the app of a cdk.json that it finds, for nothing.
      workingDirectory: args[0] === 'bootstrap' ? folder : REPOSITORY,
      environment: { ...ownEnvironment(folder), ...this.aws.environment() },
    });
    const verdict = await within(cli, options);
    const outputs = readOutputs(outputsFile);
    await cli.stop();
    const seconds = (performance.now() - started) / 1000;
    return { exitCode: await cli.exitCode, printed: cli.printed + verdict, outputs, seconds };
  }
}

/** The result, if the CLI succeeded; an error with all that it printed, if not. */
export function succeeded(result: CdkResult): CdkResult {
  if (result.exitCode === 0) return result;
  throw new Error(`cdk exited with ${result.exitCode}:\n${result.printed}`);
}

/** Waits for the CLI's end, or ends it; says so where it did. */
async function within(
  cli: GuardedProcess,
  { timeLimitSeconds = TIME_LIMIT_SECONDS, signal }: CdkOptions,
): Promise<string> {
  let verdict = '';
  const end = (why: string) => {
    verdict = `\nended: ${why}\n`;
    void cli.stop();
  };
  const stop = () => end('it was stopped');
  const late = `it took longer than its time limit of ${timeLimitSeconds} seconds`;
  const timer = setTimeout(() => end(late), timeLimitSeconds * 1000);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  await cli.exitCode;
  clearTimeout(timer);
  signal?.removeEventListener('abort', stop);
  return verdict;
}

function readOutputs(file: string): CdkResult['outputs'] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CdkResult['outputs']) : {};
}

/** Keeps the CLI's caches, temporary files and synthesis out of the user's home and out of the repository. */
function ownEnvironment(folder: string): NodeJS.ProcessEnv {
  return {
    HOME: folder,
    TMPDIR: folder,
    CDK_HOME: folder,
    CDK_OUTPUT: join(folder, 'cdk.out'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    // For an app that is started with npx.
    npm_config_update_notifier: 'false',
  };
}
