import { agreement } from './agreement/command';
import { crashes } from './crashes/command';
import { fleet } from './fleet/command';
import { histories } from './histories/command';
import { mutants } from './mutants/command';
import { roundTrips } from './round-trips/command';
import { window } from './fleet/window';

/** What the model can be asked. Each takes the options that follow its name, and returns the exit code. */
const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
  histories,
  crashes,
  mutants,
  fleet,
  window,
  agreement,
  'round-trips': roundTrips,
};

/** `npm run model -- <command> [options]`; 2 where the command or an option is not known. */
async function main([name = '', ...args]: string[]): Promise<number> {
  const command = COMMANDS[name];
  if (command === undefined) {
    console.error(`model: '${name}' is no command, expected ${Object.keys(COMMANDS).join(', ')}`);
    return 2;
  }
  // A quarter of the time goes into the traces of errors that the handler expects. One history again has them.
  if (!args.includes('--path')) Error.stackTraceLimit = 0;
  try {
    return await command(args);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    console.error(`model: ${name}: ${error.message}`);
    return 2;
  }
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
