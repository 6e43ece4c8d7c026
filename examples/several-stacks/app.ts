/**
 * Moves more connections than a stack has room for: several stacks, one after the other.
 *
 *     npx cdk deploy --all --app "npx tsx examples/several-stacks/app.ts"
 *
 * Each stack depends on the one before, so no two of them move connections at the same time: `maxConcurrent` is one limit
 * for all. If a connection fails, its stack goes home, and the stacks after it are not begun; those before it stay. Destroy
 * all stacks to bring everybody home: CloudFormation then begins with the last one.
 *
 * A stack can have 499 connections. Fewer are quicker to roll back, and that is what decides here.
 */
import { App, Stack } from 'aws-cdk-lib';
import { HostedConnectionMigration, HostedConnectionParent } from 'cdk-hosted-connection-association';

const IN_A_STACK = 2;
const CONNECTION_IDS = [
  'dxcon-fg9607vm',
  'dxcon-fgh2k3m4',
  'dxcon-fgj5n6p7',
  'dxcon-fgq8r9s0',
  'dxcon-fgt1v2w3',
];

const app = new App();
let before: Stack | undefined;
for (let first = 0; first < CONNECTION_IDS.length; first += IN_A_STACK) {
  const stack = new Stack(app, `Part${1 + first / IN_A_STACK}`);
  new HostedConnectionMigration(stack, 'ToNewLag', {
    moves: CONNECTION_IDS.slice(first, first + IN_A_STACK).map((connectionId) => ({ connectionId })),
    parent: HostedConnectionParent.fromLagId('dxlag-fhccu14t'),
    canary: before === undefined ? 1 : 0,
    maxConcurrent: 2,
  });
  if (before) stack.node.addDependency(before);
  before = stack;
}
