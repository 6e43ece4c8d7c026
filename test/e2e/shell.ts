import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** The AWS CLI that `npm run setup -- --ministack` installs; with an emulator of the user's own, theirs. */
const VENV = join(__dirname, '../../.venv/bin');

/** A shell as a reader of the docs has it: what one snippet sets, the next one sees. */
export class Shell {
  private script = '';

  public constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Runs a snippet after those before it, whose output is not shown again; returns what it printed. */
  public async run(snippet: string): Promise<string> {
    const { stdout, stderr, code } = await this.bash(snippet);
    if (code !== 0) throw new Error(`bash exited with ${code}:\n${snippet}\n${stdout}${stderr}`);
    return stdout;
  }

  /** Keeps what a snippet sets for the snippets that follow. It is run again before each of them: it may only read. */
  public async source(snippet: string): Promise<string> {
    const printed = await this.run(snippet);
    this.script += `{\n${snippet}\n} > /dev/null\n`;
    return printed;
  }

  private async bash(snippet: string): Promise<{ stdout: string; stderr: string; code: number }> {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', `${this.script}${snippet}`], {
      cwd: this.folder,
      env: withCli({ ...this.environment, HOME: this.folder }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exit = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
    return { stdout, stderr, code };
  }
}

function withCli(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (!existsSync(join(VENV, 'aws'))) return environment;
  return { ...environment, PATH: [VENV, environment.PATH].join(delimiter) };
}
