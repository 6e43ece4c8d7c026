import { spawn } from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { svgOf } from './svg';

const COMMAND = join(__dirname, '../../cli/dist/hosted-connections.mjs');
const COLUMNS = 112;
const ROWS = 40;
const WAIT_MS = 180_000;

/** The command of the package in a terminal. */
export class Screen {
  public readonly ended: Promise<void>;
  public readonly stop: () => void;
  private readonly screen = new Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });

  public constructor(shown: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
    this.screen.write(`\u001B[2m$\u001B[0m npx hosted-connections ${shown}\r\n`);
    const env = { ...environment, TERM: 'xterm-256color', COLORTERM: 'truecolor' };
    const command = spawn(process.execPath, [COMMAND, ...args], { cols: COLUMNS, rows: ROWS, env });
    command.onData((data) => this.screen.write(data));
    this.stop = () => command.kill();
    this.ended = new Promise((resolve) => command.onExit(() => this.screen.write('', resolve)));
  }

  /** Waits until it shows something. */
  public async shows(expected: RegExp): Promise<void> {
    for (let waited = 0; !expected.test(this.text); waited += 50) {
      if (waited > WAIT_MS) throw new Error(`expected to see ${expected.source}, saw:\n${this.text}`);
      await sleep(50);
    }
  }

  public picture(title: string): string {
    return svgOf(this.screen, title);
  }

  private get text(): string {
    const { active } = this.screen.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    );
    return lines.join('\n');
  }
}
