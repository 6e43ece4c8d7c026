import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { nameInStack } from './ids';
import { ResolvedMove } from './moves';

/** Of more parents than this, the summary counts the rest. */
const PARENTS_NAMED = 10;

/** One output for the whole of a migration: how many connections are on which parent. */
export function addSummary(migration: Construct, id: string, moves: ResolvedMove[]): void {
  const output = new CfnOutput(migration, id, {
    value: summarize(moves),
    description: 'Hosted connections of the migration, and where they are',
  });
  output.overrideLogicalId(`${nameInStack(migration)}${id}`);
}

function summarize(moves: ResolvedMove[]): string {
  const counts = new Map<string, number>();
  for (const { parent } of moves) {
    counts.set(parent.parentConnectionId, (counts.get(parent.parentConnectionId) ?? 0) + 1);
  }
  const all = [...counts];
  const [[first, count] = ['', 0], ...others] = all;
  if (others.length === 0) return `${connections(count)} on ${first}`;
  const named = all.slice(0, PARENTS_NAMED).map(([parentId, own]) => `${own} on ${parentId}`);
  const rest = all.slice(PARENTS_NAMED);
  const restCount = rest.reduce((sum, [, own]) => sum + own, 0);
  const end = rest.length === 0 ? [] : [`${restCount} on ${rest.length} more`];
  return `${connections(moves.length)}: ${[...named, ...end].join(', ')}`;
}

function connections(count: number): string {
  return `${count} hosted ${count === 1 ? 'connection' : 'connections'}`;
}
