import { parseArgs } from 'node:util';
import { CONNECTION_ID_PATTERN, LAG_ID_PATTERN } from '../../lib/contract';

export const USAGE =
  'usage: npm run test:aws -- --connection dxcon-… --to <interconnect or LAG> [--also <interconnect or LAG>] ' +
  '[--ask-present-parent] [--report <file>] [--yes]';

/** What the person who runs the test has to spare, and wants. */
export interface Arguments {
  readonly connection: string;
  /** The parent that the connection is moved to. */
  readonly to: string;
  /** A second one, for updates; without it they go to where the connection came from. */
  readonly also?: string;
  /** Whether to ask Direct Connect what it answers to a move to the parent that the connection is on. */
  readonly askPresentParent: boolean;
  /** Where the report goes. */
  readonly report?: string;
  /** Whether nobody is asked before the first interruption. */
  readonly yes: boolean;
}

/** @throws Error saying which argument is wrong. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      connection: { type: 'string' },
      to: { type: 'string' },
      also: { type: 'string' },
      'ask-present-parent': { type: 'boolean', default: false },
      report: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  });
  const connection = connectionId('--connection', values.connection);
  const to = parentId('--to', values.to);
  const also = values.also === undefined ? undefined : parentId('--also', values.also);
  refuseSame({ connection, to, also });
  const { report, yes, 'ask-present-parent': askPresentParent } = values;
  return { connection, to, also, askPresentParent, report, yes };
}

function connectionId(option: string, value = ''): string {
  if (CONNECTION_ID_PATTERN.test(value)) return value;
  throw new Error(
    `${option} is '${value}', expected the id of a hosted connection, dxcon-…: name the one to spare`,
  );
}

function parentId(option: string, value = ''): string {
  if (CONNECTION_ID_PATTERN.test(value) || LAG_ID_PATTERN.test(value)) return value;
  throw new Error(
    `${option} is '${value}', expected the id of an interconnect (dxcon-…) or a LAG (dxlag-…): name the parent to move to`,
  );
}

function refuseSame({ connection, to, also }: Pick<Arguments, 'connection' | 'to' | 'also'>): void {
  if (to === connection || also === connection) {
    throw new Error(
      `${connection} is named as a connection and as a parent: name an interconnect or a LAG as the parent`,
    );
  }
  if (to === also) throw new Error(`--to and --also are both ${to}: name two parents, or leave --also out`);
}
