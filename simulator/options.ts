import { parseArgs } from 'node:util';
import { refused } from './faults';
import { loadInventory } from './inventory';
import type { Inventory } from './inventory';
import type { Call, DirectConnectModel } from './model';
import type { SimulatorOptions } from './simulator';

/** What the options of a command line come to. */
export interface CommandOptions {
  readonly simulator: Omit<SimulatorOptions, 'inventory'>;
  /** Undefined where no file is given. */
  readonly inventory?: Inventory;
  /** The connections whose moves are refused. */
  readonly refuse: readonly string[];
  readonly isHelp: boolean;
}

/** What each option does, for `--help`. */
export const OPTIONS_HELP = `  --inventory <file>     what the account has: JSON, as \`hosted-connections inventory\` writes it
  --settle-ms <n>        how long a connection is \`pending\` after a move (default: 0)
  --read-lag-ms <n>      how long lists show what was before a move (default: 0)
  --refuse <dxcon-…>     refuses every move of this connection; can be given several times
  --calls-per-second <n> throttles calls beyond that (default: as many as come)
  --help                 this text`;

/** @throws Error saying which option is wrong, and what was expected. */
export function readOptions(args: readonly string[]): CommandOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      inventory: { type: 'string' },
      port: { type: 'string', default: '0' },
      'settle-ms': { type: 'string', default: '0' },
      'read-lag-ms': { type: 'string', default: '0' },
      'calls-per-second': { type: 'string' },
      refuse: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  const rate = values['calls-per-second'];
  return {
    inventory: values.inventory === undefined ? undefined : loadInventory(values.inventory),
    simulator: {
      port: wholeNumber('--port', values.port),
      settleMs: wholeNumber('--settle-ms', values['settle-ms']),
      readLagMs: wholeNumber('--read-lag-ms', values['read-lag-ms']),
      ...(rate !== undefined && {
        throttle: { callsPerSecond: positive('--calls-per-second', rate) },
      }),
    },
    refuse: values.refuse.map(connectionId),
    isHelp: values.help,
  };
}

/** Every move of these connections is refused from now on. */
export function refuseMoves(model: DirectConnectModel, connectionIds: readonly string[]): void {
  for (const id of connectionIds) {
    model.arm({
      operation: 'AssociateHostedConnection',
      matches: (input) => input['connectionId'] === id,
      times: Infinity,
      fault: refused(`Connection ${id} is refused, as --refuse says`),
    });
  }
}

/** A request and what came of it, in one line. */
export function describeCall({ at, operation, input, outcome }: Call): string {
  const time = new Date(at).toISOString().slice(11, 23);
  const { connectionId, parentConnectionId, nextToken } = (input ?? {}) as Record<string, unknown>;
  const asked = [connectionId, parentConnectionId, nextToken && '(next page)'].filter(Boolean).map(String);
  return [time, operation, ...asked, outcome === 'ok' ? 'ok' : `failed: ${outcome}`].join(' ');
}

function wholeNumber(option: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new Error(`${option} is ${value}: give a whole number`);
  return Number(value);
}

function positive(option: string, value: string): number {
  const number = wholeNumber(option, value);
  if (number === 0) throw new Error(`${option} is 0: give at least 1`);
  return number;
}

function connectionId(value: string): string {
  if (/^dxcon-[a-z0-9]+$/.test(value)) return value;
  throw new Error(`--refuse is ${value}: give the id of a connection, such as dxcon-fg9607vm`);
}
