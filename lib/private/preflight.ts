import { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CONTRACT, ConnectionsOfParent, PREFLIGHT_TYPE, PreflightProperties } from '../contract';
import { HostedConnectionParent } from '../hosted-connection-parent';
import { IHostedConnectionProvider } from '../hosted-connection-provider';
import { ResolvedMove } from './moves';
import { createProvidedResource } from './provided-resource';
import { connectTo } from './provider-connection';
import { renderTimeout } from './timeouts';

/** Properties of the preflight of a migration. */
export interface PreflightProps {
  readonly moves: ResolvedMove[];
  readonly provider: IHostedConnectionProvider;
  readonly timeoutSeconds: number;
}

/** The custom resource that checks all moves of a migration before the first of them. */
export function createPreflight(migration: Construct, id: string, props: PreflightProps): CfnResource {
  const { moves, provider, timeoutSeconds } = props;
  const originals = new Set(moves.flatMap(({ originalParent }) => originalParent?.parentConnectionId ?? []));
  const properties: PreflightProperties = {
    contract: String(CONTRACT),
    targets: groupBy(moves, ({ parent }) => parent),
    expectedParents: unlessEmpty(groupBy(moves, ({ expectedParent }) => expectedParent)),
    originalParentConnectionIds: unlessEmpty([...originals]),
    timeoutSeconds: renderTimeout(timeoutSeconds),
  };
  const preflight = createProvidedResource(migration, id, {
    ...connectTo(provider, migration),
    resourceType: PREFLIGHT_TYPE,
    timeoutSeconds,
    properties,
  });
  return preflight.node.defaultChild as CfnResource;
}

/** The connections of each parent, in the order of the moves: short, and one line in a diff for one connection. */
function groupBy(
  moves: ResolvedMove[],
  parentOf: (move: ResolvedMove) => HostedConnectionParent | undefined,
): ConnectionsOfParent[] {
  const groups = new Map<string, string[]>();
  for (const move of moves) {
    const { parentConnectionId } = parentOf(move) ?? {};
    if (parentConnectionId === undefined) continue;
    groups.set(parentConnectionId, [...(groups.get(parentConnectionId) ?? []), move.connectionId]);
  }
  return [...groups].map(([parentConnectionId, connectionIds]) => ({ parentConnectionId, connectionIds }));
}

function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
