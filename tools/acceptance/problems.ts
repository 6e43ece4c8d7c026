import type { Connection } from '@aws-sdk/client-direct-connect';
import type { Arguments } from './arguments';
import type { Claim } from './claims';
import type { Survey } from './survey';

/** States in which a connection can be moved, and is the same after it. */
const AT_REST = ['available', 'down', 'ordering'];

/** Everything that stands in the way, each with what to do. */
export function problemsOf(survey: Survey, { connection, to, also }: Arguments): string[] {
  const [placement] = survey.placements;
  return [
    ...problemsOfConnection(survey, connection),
    ...problemsOfParent(survey, '--to', to, placement),
    ...(also === undefined ? [] : problemsOfParent(survey, '--also', also, placement)),
    ...survey.claims.map((claim) => problemOfClaim(connection, claim)),
    ...survey.remains.map(
      (stack) =>
        `the stack ${stack} is there, from a run that has not ended or was not cleaned up: wait for it, or delete ` +
        `HostedConnectionTest, HostedConnectionTestProvider and HostedConnectionTestRecorder in this order`,
    ),
  ];
}

function problemsOfConnection(survey: Survey, id: string): string[] {
  const [first, second] = survey.placements;
  if (first === undefined) {
    return [
      `--connection is ${id}: expected a hosted connection on one of the ${survey.parents.length} interconnects and ` +
        `LAGs of account ${survey.account} in ${survey.region}; correct it, or use the credentials and the region of its partner`,
    ];
  }
  if (second !== undefined) {
    return [
      `${id} is listed on ${first.parentId} and on ${second.parentId}: a move is in progress; wait until it is over`,
    ];
  }
  const state = first.connection.connectionState ?? 'unknown';
  if (AT_REST.includes(state)) return [];
  return [
    `${id} is ${state} (connectionState), expected one of ${AT_REST.join(', ')}: wait, or name another connection`,
  ];
}

type Placement = Survey['placements'][number] | undefined;

function problemsOfParent(survey: Survey, option: string, id: string, placement: Placement): string[] {
  const parent = survey.parents.find((each) => each.id === id);
  if (parent === undefined) {
    return [
      `${option} is ${id}: account ${survey.account} has no such interconnect or LAG in ${survey.region}; correct it, or the region`,
    ];
  }
  const problems: string[] = [];
  if (parent.memberOf !== undefined) {
    problems.push(`${option} is ${id}, which is a member of ${parent.memberOf}: name the LAG instead`);
  }
  if (id === placement?.parentId) {
    problems.push(
      `${option} is ${id}, which ${placement.connection.connectionId} is on already: name another parent`,
    );
  }
  if (parent.state === 'deleting' || parent.state === 'deleted') {
    problems.push(`${option} is ${id}, which is ${parent.state}: name another parent`);
  }
  if (!parent.allowsHostedConnections) {
    problems.push(`${option} is ${id}, which allows no hosted connections: name another parent`);
  }
  if (placement) problems.push(...misfits(survey, option, parent, placement.connection));
  return problems;
}

function misfits(
  survey: Survey,
  option: string,
  { id, location }: Survey['parents'][number],
  connection: Connection,
): string[] {
  const problems: string[] = [];
  if (location !== undefined && connection.location !== undefined && location !== connection.location) {
    problems.push(
      `${option} is ${id} in ${location}, and the connection is in ${connection.location}: name a parent in the same location`,
    );
  }
  const holder = survey.neighbours[id]?.find((other) => isInTheWay(other, connection));
  if (holder) {
    problems.push(
      `${option} is ${id}, where ${holder.connectionId} has vlan ${holder.vlan}, as the connection has: name another parent, or another connection`,
    );
  }
  return problems;
}

function isInTheWay(other: Connection, { vlan }: Connection): boolean {
  const isOver = other.connectionState === 'deleted' || other.connectionState === 'rejected';
  return vlan !== undefined && other.vlan === vlan && !isOver;
}

function problemOfClaim(connection: string, { owner, table }: Claim): string {
  const stack = owner.stackId.split('/')[1] ?? owner.stackId;
  return (
    `${connection} is associated already, by ${owner.logicalResourceId} of the stack ${stack} (a live claim in ${table}): ` +
    'remove that association first, or name another connection'
  );
}
