import { writeFileSync } from 'node:fs';
import { messageOf } from '../../lambda/outcome';
import { version } from '../version';
import { openSession } from '../aws/session';
import { CommandError, EXIT, ExitCode } from '../outcome';
import type { Terminal } from '../output/terminal';
import type { ProviderOptions } from '../program';
import { DEFAULT_FOLDER, readAssembly } from './assembly';
import { chosen, makePlan } from './make-plan';
import { renderPlan } from './render';
import type { Plan } from './schema';
import { Source, sourceInAccount, sourceInFile } from './source';

export interface PlanOptions extends ProviderOptions {
  readonly app?: string;
  readonly inventory?: string;
  readonly json?: boolean;
  readonly html?: string;
  readonly settleSeconds: string;
  readonly callsPerSecond?: string;
}

/** `hosted-connections plan`: what a deployment would do to whom, and what stands in its way. */
export async function runPlan(
  names: readonly string[],
  options: PlanOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const settings = {
    providerStack: options.providerStack,
    settleSeconds: numberOf('--settle-seconds', options.settleSeconds),
    callsPerSecond:
      options.callsPerSecond === undefined
        ? undefined
        : numberOf('--calls-per-second', options.callsPerSecond),
  };
  const stacks = readAssembly(options.app);
  const source = await sourceOf(options);
  const plan = await makePlan(chosen(stacks, names, source), source, settings, stacks);
  terminal.print(options.json ? JSON.stringify(plan, undefined, 2) : renderPlan(plan, terminal));
  if (options.html !== undefined) await writePage(options.html, plan, options);
  return plan.isClear ? EXIT.fine : EXIT.found;
}

async function writePage(file: string, plan: Plan, { app, inventory }: PlanOptions): Promise<void> {
  const { renderPage } = await import('./html/page');
  try {
    writeFileSync(file, renderPage(plan, { app: app ?? DEFAULT_FOLDER, inventory, version }));
  } catch (error) {
    throw new CommandError(`could not write ${file}: ${messageOf(error)}`);
  }
}

async function sourceOf(options: PlanOptions): Promise<Source> {
  if (options.inventory !== undefined) return sourceInFile(options.inventory);
  return sourceInAccount(await openSession(options));
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new CommandError(`${option} is ${text}: expected a number above 0`);
}
