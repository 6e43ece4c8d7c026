import { writeFileSync } from 'node:fs';
import { messageOf } from '../../lambda/outcome';
import { readInventory } from '../aws/account-inventory';
import { AwsOptions, openSession } from '../aws/session';
import { CommandError, EXIT, ExitCode } from '../outcome';
import type { Terminal } from '../output/terminal';

export interface InventoryOptions extends AwsOptions {
  readonly output?: string;
}

/** `hosted-connections inventory`: what the account has, in the form that the simulator reads. */
export async function runInventory(options: InventoryOptions, terminal: Terminal): Promise<ExitCode> {
  const inventory = await readInventory(await openSession(options));
  const text = JSON.stringify(inventory, undefined, 2);
  if (options.output === undefined) {
    terminal.print(text);
    return EXIT.fine;
  }
  write(options.output, `${text}\n`);
  const { interconnects, lags, hostedConnections } = inventory;
  const connections = Object.values(hostedConnections).flatMap((list) => list.connections);
  terminal.complain(
    `wrote ${interconnects.length} interconnects, ${lags.length} LAGs and ${connections.length} hosted connections to ${options.output}`,
  );
  return EXIT.fine;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandError(`could not write ${file}: ${messageOf(error)}`);
  }
}
