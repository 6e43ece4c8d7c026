import { isConnectionId } from '../../lambda/properties';
import { parsePhysicalId } from '../../lambda/association/physical-id';
import { ASSOCIATION_TYPE } from '../../lib/contract';
import type { HostedConnection, Inventory } from '../../simulator';
import { Unknown } from '../template/evaluate';
import type { Declared } from '../template/declared';
import type { Action } from './actions';
import type { StackChange } from './change';
import { PlannedStack, isChanged } from './changes';
import type { Ended } from './rehearsal/rehearsal';
import type { Rehearsed } from './rehearsal/rehearse';
import type { PlannedConnection } from './schema';

/** What becomes of each connection, in the order in which it begins; those that nothing is asked for last. */
export function describeConnections(
  planned: readonly PlannedStack[],
  rehearsed: Rehearsed,
  inventory: Inventory,
): PlannedConnection[] {
  const known = new Map(
    Object.values(inventory.hostedConnections)
      .flatMap(({ connections }) => connections)
      .map((connection) => [connection.connectionId, connection]),
  );
  const ended = [...rehearsed.deployment]
    .filter(({ operation }) => operation.resource.type === ASSOCIATION_TYPE)
    .sort((a, b) => a.number - b.number);
  const rows = planned.flatMap((stack) =>
    [...stack.declared]
      .filter(([, { before, after }]) => (after ?? before)?.type === ASSOCIATION_TYPE)
      .map(([logicalId, one]) => {
        const order = ended.findIndex(
          ({ operation: each }) => each.stack === stack.change && each.logicalId === logicalId,
        );
        return describe({
          ...one,
          stack: stack.change,
          logicalId,
          order,
          ended: ended[order],
          rehearsed,
          known,
        });
      }),
  );
  const last = rows.length + 1;
  return rows.sort((a, b) => (a.order ?? last) - (b.order ?? last));
}

interface One {
  readonly stack: StackChange;
  readonly logicalId: string;
  readonly before?: Declared;
  readonly after?: Declared;
  readonly physicalId?: string;
  readonly order: number;
  readonly ended: Ended | undefined;
  readonly rehearsed: Rehearsed;
  readonly known: ReadonlyMap<string, HostedConnection>;
}

function describe(one: One): PlannedConnection {
  const { stack, logicalId, order, ended, rehearsed, known, after, before } = one;
  const connectionId = connectionIn(one);
  const action = actionOf(one, connectionId);
  const { connectionName, ownerAccount, vlan } = known.get(connectionId ?? '') ?? {};
  const where = (whereabouts: Rehearsed['before'] | undefined) =>
    connectionId === undefined ? undefined : whereabouts?.(connectionId);
  const isUnknown = action === 'unknown' || after?.unknown !== undefined;
  return {
    stack: stack.name,
    logicalId,
    connectionId,
    connectionName,
    ownerAccount,
    vlan,
    isOn: where(rehearsed.before),
    willBeOn: action === 'unknown' ? undefined : where(rehearsed.after),
    action,
    interruptions: connectionId === undefined ? 0 : rehearsed.movesOf(connectionId).length,
    order: order === -1 ? undefined : order + 1,
    startsAfterSeconds: ended?.begunAt,
    knownAtDeployment: action === 'unknown' ? (after ?? before)?.unknown : undefined,
    onRollback: isUnknown || action === 'untouched' ? undefined : where(rehearsed.afterRollbackOf(stack)),
    onDelete:
      after === undefined || isUnknown
        ? undefined
        : after.retain
          ? where(rehearsed.after)
          : where(rehearsed.afterDeletion),
  };
}

function connectionIn({ before, after, physicalId }: One): string | undefined {
  const created = parsePhysicalId(physicalId)?.connectionId;
  const declared = (after ?? before)?.properties['connectionId'];
  if (created !== undefined) return created;
  return !(declared instanceof Unknown) && isConnectionId(declared) ? declared : undefined;
}

function actionOf({ before, after, ended, rehearsed }: One, connectionId: string | undefined): Action {
  if (after === undefined && before?.retain === true) return 'forget';
  if (before !== undefined && after !== undefined && !isChanged(before, after)) return 'untouched';
  if (ended === undefined) return 'unknown';
  if (ended.failure !== undefined) return 'fail';
  const hasMoved = connectionId !== undefined && rehearsed.movesOf(connectionId).length > 0;
  switch (ended.operation.type) {
    case 'Create':
      return hasMoved ? 'move' : 'adopt';
    case 'Update':
      return hasMoved ? 'move' : 'update';
    case 'Delete':
      return hasMoved ? 'put back' : 'leave';
  }
}
