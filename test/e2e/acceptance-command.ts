import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** What `npm run test:aws` came to. */
export interface AcceptanceResult {
  readonly exitCode: number | null;
  /** What it printed, both streams together. */
  readonly printed: string;
}

/** `npm run test:aws`, in a process group of its own as a terminal gives it one, and without a terminal to ask at. */
export class AcceptanceCommand {
  public readonly ended: Promise<AcceptanceResult>;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<string, () => void>();
  private printed = '';

  /** The setup and the build that npm would run before it are done. */
  public constructor(args: readonly string[], environment: NodeJS.ProcessEnv) {
    this.child = spawn('npm', ['run', '--silent', '--ignore-scripts', 'test:aws', '--', ...args], {
      cwd: ROOT,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => this.read(chunk));
    }
    this.ended = new Promise((resolve) => {
      this.child.on('close', (exitCode) => resolve({ exitCode, printed: this.printed }));
    });
  }

  /** Waits until it prints a text, or ends. */
  public async hasPrinted(text: string): Promise<void> {
    const found = new Promise<void>((resolve) => this.waiting.set(text, resolve));
    await Promise.race([found, this.ended]);
  }

  /** What Ctrl-C does. */
  public interrupt(): void {
    this.signal('SIGINT');
  }

  /** Leaves nothing behind, if a test has given up. */
  public kill(): void {
    this.signal('SIGKILL');
  }

  private read(chunk: string): void {
    this.printed += chunk;
    for (const [text, resolve] of this.waiting) if (this.printed.includes(text)) resolve();
  }

  private signal(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal);
  }
}
