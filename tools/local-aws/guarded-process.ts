import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const GUARD = join(__dirname, 'guard.mjs');

export interface GuardedProcessOptions {
  /** A temporary folder of the process, removed when it is stopped or this program ends. */
  readonly folder: string;
  /** The process's whole environment. */
  readonly environment: NodeJS.ProcessEnv;
  /** The process's working directory; default: the folder. */
  readonly workingDirectory?: string;
  /** An open file that takes what the process prints; without it, `printed` does. */
  readonly logFile?: number;
}

/** A process that ends, with all that it started, when this program ends: by a return, a throw or any signal. */
export class GuardedProcess {
  /** The exit code, once the process has ended. */
  public readonly exitCode: Promise<number>;
  private readonly child: ChildProcess;
  private readonly folder: string;
  private text = '';
  private ended = false;

  constructor(command: string, args: readonly string[], options: GuardedProcessOptions) {
    this.folder = options.folder;
    this.child = spawn(process.execPath, [GUARD, options.folder, command, ...args], {
      cwd: options.workingDirectory ?? options.folder,
      env: options.environment,
      detached: true,
      stdio: stdio(options.logFile),
    });
    this.collect(this.child.stdout);
    this.collect(this.child.stderr);
    this.exitCode = new Promise((resolve) => {
      this.child.on('close', (code) => {
        this.ended = true;
        resolve(code ?? 1);
      });
    });
  }

  public get hasEnded(): boolean {
    return this.ended;
  }

  /** What the process has printed so far, both streams together. */
  public get printed(): string {
    return this.text;
  }

  /** Ends the process and all that it started, and removes its folder. */
  public async stop(): Promise<void> {
    this.child.stdin?.end();
    await this.exitCode;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private collect(stream: Readable | null): void {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      this.text += chunk;
    });
  }
}

function stdio(logFile: number | undefined): StdioOptions {
  return logFile === undefined ? ['pipe', 'pipe', 'pipe'] : ['pipe', logFile, logFile];
}
