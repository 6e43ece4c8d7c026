/**
 * A night as the partner plans it: a list of which customer goes to which LAG, in the order in which they move. A
 * spreadsheet exports it as a CSV, also one of Windows, with a byte order mark:
 *
 *     npx cdk deploy --app "npx tsx examples/night/app.ts" -c list=night.csv
 *
 * Before the first move, a preflight compares the list with what Direct Connect says: whoever is not on the parent that
 * the list names under `from` stops the night before it begins. Destroy the stack to bring all of them home.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { parse } from 'csv-parse/sync';
import { HostedConnectionMigration, HostedConnectionParent } from 'cdk-hosted-connection-association';

interface Line {
  readonly customer: string;
  readonly connection: string;
  readonly from: string;
  readonly to: string;
}

const app = new App();
const list = String(app.node.tryGetContext('list') ?? join(__dirname, 'night.csv'));
const lines: Line[] = parse(readFileSync(list), {
  bom: true,
  columns: true,
  skip_empty_lines: true,
  trim: true,
});

const stack = new Stack(app, 'Night');
new HostedConnectionMigration(stack, 'Moves', {
  moves: lines.map(({ customer, connection, from, to }) => ({
    name: customer,
    connectionId: connection,
    parent: parentOf(to),
    expectedParent: parentOf(from),
  })),
  canary: 1,
  maxConcurrent: 2,
});

function parentOf(id: string): HostedConnectionParent {
  return id.startsWith('dxlag-')
    ? HostedConnectionParent.fromLagId(id)
    : HostedConnectionParent.fromInterconnectId(id);
}
