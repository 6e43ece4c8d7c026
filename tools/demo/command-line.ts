import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { LocalAws } from '../local-aws/local-aws';

const COMMAND = join(__dirname, '../../cli/dist/hosted-connections.mjs');

/** The command of the package, looking at a local AWS and a simulated Direct Connect. */
export class CommandLine {
  public constructor(
    private readonly aws: LocalAws,
    private readonly directConnect: string,
  ) {}

  /** Runs the command, and returns what it printed and its exit code. */
  public run(...args: string[]): Promise<CommandResult> {
    return this.start(...args).ended;
  }

  /** Runs the command beside something else; `speaks` is when it has begun to say something on standard error. */
  public start(...args: string[]): {
    readonly speaks: Promise<unknown>;
    readonly ended: Promise<CommandResult>;
  } {
    const env = { ...this.aws.environment(), AWS_ENDPOINT_URL_DIRECT_CONNECT: this.directConnect };
    const child = spawn(process.execPath, [COMMAND, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const exit = once(child, 'exit') as Promise<[number | null]>;
    const all = Promise.all([text(child.stdout), text(child.stderr), exit]);
    const ended = all.then(([out, err, [code]]) => ({ printed: err + out, exitCode: code ?? 1 }));
    return { speaks: Promise.race([once(child.stderr, 'data'), exit]), ended };
  }
}

export interface CommandResult {
  readonly printed: string;
  readonly exitCode: number;
}
