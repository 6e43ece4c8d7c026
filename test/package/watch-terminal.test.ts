import { spawn as spawnInTerminal } from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CREDENTIALS } from '../cli/cli';
import { CONNECTION, LAG_A, LOGICAL_ID, STACK_ID, World } from '../lambda/world';

const COMMAND = join(__dirname, '../../cli/dist/hosted-connections.mjs');
const ARGUMENTS = [COMMAND, 'watch', 'Partner', '--provider-stack', 'Provider', '--every', '0.05'];
const COLUMNS = 40;
const ROWS = 20;

let world: World;

beforeEach(async () => {
  world = await World.start({ settleMs: 4000 });
  world.time = Date.now();
  const resource = {
    Type: 'Custom::HostedConnectionAssociation',
    Properties: { connectionId: CONNECTION, parentConnectionId: LAG_A },
  };
  world.cloudFormation.setTemplate(STACK_ID, { Resources: { [LOGICAL_ID]: resource } });
});

afterEach(async () => {
  await world.stop();
});

const environment = (): Record<string, string> => ({
  ...CREDENTIALS,
  ...world.endpoints,
  PATH: process.env['PATH'] ?? '',
  TERM: 'xterm-256color',
});

function event(status: string, logicalId?: string): void {
  world.cloudFormation.addEvent(STACK_ID, { status, at: world.time, logicalId });
}

/** The command in a terminal of 40 columns, and what a person sees there. */
class Screen {
  private readonly screen = new Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  private readonly process = spawnInTerminal(process.execPath, ARGUMENTS, {
    cols: COLUMNS,
    rows: ROWS,
    env: environment(),
  });
  private readonly exited: Promise<number>;

  public constructor() {
    this.process.onData((data) => this.screen.write(data));
    this.exited = new Promise((resolve) => this.process.onExit(({ exitCode }) => resolve(exitCode)));
  }

  /** Everything that it shows, and what has scrolled away. */
  public get lines(): string[] {
    const { active } = this.screen.buffer;
    const all = Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    );
    return all.join('\n').trimEnd().split('\n');
  }

  /** The text with its lines joined again, wherever they were folded. */
  public get text(): string {
    return this.lines.map((line) => line.trim()).join(' ');
  }

  public async shows(expected: string | RegExp): Promise<void> {
    const isShown = () =>
      typeof expected === 'string' ? this.text.includes(expected) : expected.test(this.text);
    for (let tries = 0; !isShown(); tries += 1) {
      if (tries === 1500)
        throw new Error(`expected to see '${String(expected)}', saw:\n${this.lines.join('\n')}`);
      await sleep(10);
    }
  }

  public press(keys: string): void {
    this.process.write(keys);
  }

  public resize(columns: number): void {
    this.process.resize(columns, ROWS);
    this.screen.resize(columns, ROWS);
  }

  public async ended(): Promise<number> {
    const code = await this.exited;
    await new Promise<void>((resolve) => this.screen.write('', resolve));
    return code;
  }
}

test('in a terminal of 40 columns: the display is drawn over, and what stays is the lines and the table', async () => {
  const screen = new Screen();
  await screen.shows('Partner: waiting for its deployment to begin');
  event('CREATE_IN_PROGRESS');
  const create = world.begin('Create');
  await screen.shows('░░░░░░░░░░ 0 of 1 done');
  await world.poll(create);
  await screen.shows(new RegExp(`interrupted for [2-9] s: ${CONNECTION} \\(Acme\\) to ${LAG_A}`));
  world.time = Date.now();
  await world.finish(create);
  event('CREATE_COMPLETE');
  expect(await screen.ended()).toBe(0);
  const once = (part: string) => expect(screen.text.split(part)).toHaveLength(2);
  once('interrupted, moving');
  once('1 connection: 1 as declared');
  // Of what was drawn over nothing is left.
  expect(screen.text).not.toMatch(/interrupted for \d+ s:/);
  for (const part of ['░', 'waiting for its deployment']) expect(screen.text).not.toContain(part);
  expect(screen.text).toContain(`moved to ${LAG_A}`);
});

test('one that becomes narrower, and is left with ctrl-c', async () => {
  event('CREATE_IN_PROGRESS');
  await world.poll(world.begin('Create'));
  const screen = new Screen();
  await screen.shows(/interrupted for \d+ s/);
  const [before] = /interrupted for \d+ s/.exec(screen.text) ?? [];
  screen.resize(30);
  await screen.shows(new RegExp(`(?!${before})interrupted for \\d+ s`));
  expect(screen.text.split('interrupted for ')).toHaveLength(2);
  screen.press('\u0003');
  expect(await screen.ended()).toBe(1);
  expect(screen.text).toContain('1 connection: 1 moving');
});

test('who has read enough of it hears no complaint', async () => {
  event('CREATE_IN_PROGRESS');
  const command = spawn(process.execPath, ARGUMENTS, { env: environment() });
  const complaints = text(command.stderr);
  await once(command.stdout, 'data');
  command.stdout.destroy();
  event('UPDATE_ROLLBACK_IN_PROGRESS');
  const [code, signal] = (await once(command, 'exit')) as [number | null, string | null];
  expect({ code, signal, complaints: await complaints }).toEqual({ code: 0, signal: null, complaints: '' });
});
