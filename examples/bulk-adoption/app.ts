/**
 * Adopts a whole fleet that is where it shall be already, with a line for each connection: 300 of them here.
 *
 *     npx cdk deploy --app "npx tsx examples/bulk-adoption/app.ts"
 *
 * `expectedParent` is the same as `parent`, so the deployment can interrupt nobody, however old the list is. If a
 * connection is somewhere else by now, the preflight says where, and nothing is adopted. Nothing moves, so there is no need
 * for an order: `maxConcurrent` is only how many CloudFormation creates at the same time.
 *
 * With `RETAIN` the connections stay when you delete the stack. When all is well, remove that line: a delete then puts each
 * on the parent that the list says it came from.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { parse } from 'csv-parse/sync';
import { HostedConnectionMigration, HostedConnectionParent } from 'cdk-hosted-connection-association';

interface Line {
  readonly connection: string;
  readonly lag: string;
  readonly cameFrom: string;
}

const lines: Line[] = parse(readFileSync(join(__dirname, 'fleet.csv')), {
  bom: true,
  columns: true,
  skip_empty_lines: true,
  trim: true,
});

const app = new App();
const stack = new Stack(app, 'Fleet');
new HostedConnectionMigration(stack, 'Adopted', {
  moves: lines.map(({ connection, lag, cameFrom }) => ({
    connectionId: connection,
    parent: HostedConnectionParent.fromLagId(lag),
    expectedParent: HostedConnectionParent.fromLagId(lag),
    originalParent: HostedConnectionParent.fromInterconnectId(cameFrom),
  })),
  maxConcurrent: 20,
  removalPolicy: RemovalPolicy.RETAIN,
});
