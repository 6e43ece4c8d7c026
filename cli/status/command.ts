import { openSession } from '../aws/session';
import { EXIT, ExitCode } from '../outcome';
import type { Terminal } from '../output/terminal';
import type { ProviderOptions } from '../program';
import { readStatus } from './read-status';
import { renderStatus } from './render';

export interface StatusOptions extends ProviderOptions {
  readonly json?: boolean;
}

/** `hosted-connections status`: whether every connection is where it is declared to be. */
export async function runStatus(
  stacks: readonly string[],
  options: StatusOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const status = await readStatus(await openSession(options), options.providerStack, stacks);
  terminal.print(options.json ? JSON.stringify(status, undefined, 2) : renderStatus(status, terminal));
  return status.hasDrifted ? EXIT.found : EXIT.fine;
}
