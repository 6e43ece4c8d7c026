import type { StackChange } from '../change';
import { cleanUpOf, deletionOf, deploymentOf, rollbackOf } from './operations';
import { Beginning, Ended, Rehearsal } from './rehearsal';

/** So much later nothing that was read before a deployment is so recent that the handler would doubt it. */
const LATER_SECONDS = 3600;

/** What a deployment would come to, if nothing else moves meanwhile. */
export interface Rehearsed {
  /** What CloudFormation would ask for, in the order in which it is begun, clean-ups included; each was tried, whatever failed before. */
  readonly deployment: readonly Ended[];
  /** What fails when it is rolled back at its end, or where it fails. */
  readonly rollback: readonly Ended[];
  /** What becomes of it when all stacks are destroyed later. */
  readonly deletion: readonly Ended[];
  /** What fails or not, depending on which of those that go at the same time is first. */
  readonly races: readonly Ended[];
  readonly before: Whereabouts;
  readonly after: Whereabouts;
  readonly afterDeletion: Whereabouts;
  /** After the rollback of a stack; undefined where it is not begun, because one before it has failed. */
  readonly afterRollbackOf: (stack: StackChange) => Whereabouts | undefined;
  /** The parents that each connection is moved to by the deployment, one after the other. */
  readonly movesOf: (connectionId: string) => readonly string[];
  readonly seconds: number;
  /** The calls of Direct Connect. */
  readonly calls: number;
}

/** The parent that a connection is on. */
export type Whereabouts = (connectionId: string) => string | undefined;

/** Rehearses the deployment of stacks, one after the other, then its rollback, and then their end. */
export async function rehearse(beginning: Beginning, changes: readonly StackChange[]): Promise<Rehearsed> {
  const rehearsal = new Rehearsal(beginning, changes);
  const before = whereabouts(rehearsal);
  const deployment: Ended[] = [];
  for (const change of changes) deployment.push(...(await deploy(rehearsal, change)));
  const { seconds, model } = rehearsal;
  const after = whereabouts(rehearsal);
  const moves = model.associations.filter(({ from, to }) => from !== to);
  const calls = model.calls.length;
  const deletion = await deleteAll(rehearsal, changes, deployment);
  const rollback = await rehearseRollback(beginning, changes);
  return {
    deployment,
    rollback: rollback.ended,
    deletion,
    races: await findRaces(beginning, changes, deployment),
    before,
    after,
    afterDeletion: whereabouts(rehearsal),
    afterRollbackOf: (stack) => rollback.after.get(stack),
    movesOf: (id) => moves.filter(({ connectionId }) => connectionId === id).map(({ to }) => to),
    seconds,
    calls,
  };
}

async function deploy(rehearsal: Rehearsal, change: StackChange, isReversed = false): Promise<Ended[]> {
  const deployment = deploymentOf(change);
  const ended = await rehearsal.perform(deployment.operations, deployment.dependencies, { isReversed });
  rehearsal.setStatus(change, change.isNew ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const cleanUp = cleanUpOf(change);
  ended.push(...(await rehearsal.perform(cleanUp.operations, cleanUp.dependencies)));
  rehearsal.setStatus(change, change.isNew ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE');
  return ended;
}

async function deleteAll(
  rehearsal: Rehearsal,
  changes: readonly StackChange[],
  deployment: readonly Ended[],
): Promise<Ended[]> {
  const ended: Ended[] = [];
  rehearsal.letTimePass(LATER_SECONDS);
  for (const change of changes.toReversed()) {
    rehearsal.setStatus(change, 'DELETE_IN_PROGRESS');
    const { operations, dependencies } = deletionOf(change, deployment);
    ended.push(...(await rehearsal.perform(operations, dependencies)));
  }
  return ended;
}

interface RolledBack {
  readonly ended: readonly Ended[];
  readonly after: ReadonlyMap<StackChange, Whereabouts>;
}

/** Each stack is deployed, rolled back, and deployed again for those that follow. One that fails is the last. */
async function rehearseRollback(beginning: Beginning, changes: readonly StackChange[]): Promise<RolledBack> {
  const rehearsal = new Rehearsal(beginning, changes);
  const all: Ended[] = [];
  const after = new Map<StackChange, Whereabouts>();
  for (const change of changes) {
    const { operations, dependencies } = deploymentOf(change);
    const begun = await rehearsal.perform(operations, dependencies, { stopsAtFailure: true });
    rehearsal.setStatus(change, change.isNew ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS');
    for (const step of rollbackOf(change, begun)) {
      all.push(...(await rehearsal.perform(step.operations, step.dependencies)));
    }
    after.set(change, whereabouts(rehearsal));
    if (begun.some(({ failure }) => failure !== undefined) || change === changes.at(-1)) break;
    rehearsal.letTimePass(LATER_SECONDS);
    rehearsal.setStatus(change, change.isNew ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS');
    await deploy(rehearsal, change);
  }
  return { ended: all, after };
}

/** Only those of one VLAN can get into each other's way. */
async function findRaces(
  beginning: Beginning,
  changes: readonly StackChange[],
  deployment: readonly Ended[],
): Promise<Ended[]> {
  if (!mayRace(beginning, deployment)) return [];
  const rehearsal = new Rehearsal(beginning, changes);
  const reversed: Ended[] = [];
  for (const change of changes) reversed.push(...(await deploy(rehearsal, change, true)));
  const failedIn = (all: readonly Ended[]) => all.filter(({ failure }) => failure !== undefined);
  const isNot = (all: readonly Ended[]) => (ended: Ended) => !all.some((other) => isSame(ended, other));
  const [failed, otherwise] = [failedIn(deployment), failedIn(reversed)];
  return [...failed.filter(isNot(otherwise)), ...otherwise.filter(isNot(failed))];
}

function isSame({ operation: a }: Ended, { operation: b }: Ended): boolean {
  return a.stack === b.stack && a.logicalId === b.logicalId;
}

function mayRace({ inventory }: Beginning, deployment: readonly Ended[]): boolean {
  const planned = new Set(deployment.map(({ operation }) => operation.resource.properties['connectionId']));
  const vlans = Object.values(inventory.hostedConnections)
    .flatMap(({ connections }) => connections)
    .filter(({ connectionId }) => planned.has(connectionId))
    .map(({ vlan }) => vlan);
  return new Set(vlans).size < vlans.length;
}

/** As it is now, for later. */
function whereabouts({ model }: Rehearsal): Whereabouts {
  const parents = new Map(model.all.map(({ connectionId }) => [connectionId, model.parentOf(connectionId)]));
  return (connectionId) => parents.get(connectionId);
}
