import { Command, CommanderError, Option } from 'commander';
import { DEFAULT_PROVIDER_STACK } from '../lib/contract';
import { version } from './version';
import { explain } from './aws/explain';
import type { AwsOptions } from './aws/session';
import type { InventoryOptions } from './inventory/command';
import { EXIT, ExitCode } from './outcome';
import type { PlanOptions } from './plan/command';
import type { StatusOptions } from './status/command';
import type { WatchOptions } from './watch/command';
import { wrap } from './output/table';
import { Terminal, Streams, terminalOf } from './output/terminal';

/** Where the help is folded whose lines have no room. */
const HELP_INDENT = ' '.repeat(6);

/** Runs a command line, and returns the exit code. Nothing is thrown, whatever goes wrong. */
export async function run(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const terminal = terminalOf(streams);
  let code: ExitCode = EXIT.fine;
  const program = programOf(terminal, (ended) => (code = ended));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.failed;
    terminal.complain(explain(error));
    return EXIT.failed;
  }
}

type Ended = (code: ExitCode) => void;

function programOf(terminal: Terminal, ended: Ended): Command {
  const program = new Command('hosted-connections')
    .description('What a deployment does to hosted connections, and where they are.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(folded(text, terminal)),
      writeErr: (text) => terminal.complain(folded(text, terminal)),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    })
    .showHelpAfterError('(--help shows how it is used)')
    .addHelpText('after', `\n${EXIT_CODES}`);
  addPlan(program, terminal, ended);
  addStatus(program, terminal, ended);
  addWatch(program, terminal, ended);
  addInventory(program, terminal, ended);
  return program;
}

function folded(text: string, { columns }: Terminal): string {
  const fold = (line: string) =>
    line.length > columns ? wrap(line.replace(/(?<=\S) {2,}/, ' '), columns, HELP_INDENT) : line;
  return text.trimEnd().split('\n').map(fold).join('\n');
}

const EXIT_CODES = `Exit codes:
  0  nothing stands out
  1  something does
  2  it could not look`;

function addPlan(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program
    .command('plan')
    .description('Says what a deployment would do to which connection, and what stands in its way.')
    .argument('[stack...]', 'the stacks of the app (default: all)')
    .option(
      '--app <app>',
      'a folder that cdk synth has written, or a command for it to run (default: cdk.out)',
    )
    .option('--inventory <file>', 'instead of an account, what `inventory` has written')
    .option('--json', 'prints JSON: docs/plan.schema.json describes it')
    .option('--html <file>', 'also writes a page, for a change request')
    .option('--settle-seconds <n>', 'how long a move takes, for the estimate', '5')
    .option('--calls-per-second <n>', 'how many calls of Direct Connect go through, for the estimate');
  withProvider(withAws(command)).action(async (stacks: string[], options: PlanOptions) => {
    const { runPlan } = await import('./plan/command');
    ended(await runPlan(stacks, options, terminal));
  });
}

function addInventory(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program
    .command('inventory')
    .description('Writes what the account has in Direct Connect, as the simulator and `plan` read it.')
    .option('-o, --output <file>', 'the file to write (default: standard output)');
  withAws(command).action(async (options: InventoryOptions) => {
    const { runInventory } = await import('./inventory/command');
    ended(await runInventory(options, terminal));
  });
}

function addStatus(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program
    .command('status')
    .description('Compares every claim with what Direct Connect says now.')
    .argument('[stack...]', 'the stacks to look at (default: all)')
    .option('--json', 'prints JSON: docs/status.schema.json describes it');
  withProvider(withAws(command)).action(async (stacks: string[], options: StatusOptions) => {
    const { runStatus } = await import('./status/command');
    ended(await runStatus(stacks, options, terminal));
  });
}

function addWatch(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program
    .command('watch')
    .description('Follows a deployment until it has ended, and says where every connection is then.')
    .argument('[stack...]', 'the stacks to follow (default: all with a deployment in progress)')
    .option('--json', 'prints a line of JSON for each change: docs/watch.schema.json describes it')
    .option('--wait <seconds>', 'how long a deployment may take to begin (default: until it does)')
    .option('--every <seconds>', 'how often to look, at most', '2');
  withProvider(withAws(command)).action(async (stacks: string[], options: WatchOptions) => {
    const { runWatch } = await import('./watch/command');
    ended(await runWatch(stacks, options, terminal));
  });
}

/** Where to look. */
function withAws(command: Command): Command {
  return command
    .option('--profile <name>', 'the profile of the AWS configuration (default: AWS_PROFILE)')
    .option('--region <region>', 'the AWS Region (default: that of the environment or the profile)');
}

/** Whose claims. */
function withProvider(command: Command): Command {
  return command.addOption(
    new Option('--provider-stack <name>', 'the stack of the provider').default(DEFAULT_PROVIDER_STACK),
  );
}

export interface ProviderOptions extends AwsOptions {
  readonly providerStack: string;
}
