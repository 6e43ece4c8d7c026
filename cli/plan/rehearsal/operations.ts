import type { Resource, StackChange } from '../change';
import type { Ended, Operation } from './rehearsal';

/** Operations, and which of them each waits for. */
export interface Work {
  readonly operations: readonly Operation[];
  readonly dependencies: (operation: Operation) => readonly Operation[];
}

/** The creates and updates of a deployment. */
export function deploymentOf(stack: StackChange): Work {
  const { before, after, changed } = stack;
  const operations = [...after].flatMap(([logicalId, resource]): Operation[] => {
    const old = before.get(logicalId);
    if (old === undefined) return [{ type: 'Create', stack, logicalId, resource }];
    if (!changed.has(logicalId)) return [];
    return [{ type: 'Update', stack, logicalId, resource, old, physicalId: old.physicalId }];
  });
  return { operations, dependencies: inOrderOf(operations, after) };
}

/** The deletes at the end of an update. */
export function cleanUpOf(stack: StackChange): Work {
  const removed = [...stack.before].filter(
    ([logicalId, { retain }]) => !stack.after.has(logicalId) && !retain,
  );
  const operations = removed.map(([logicalId, resource]) =>
    deletion(stack, logicalId, resource, resource.physicalId),
  );
  return { operations, dependencies: inReverseOf(operations, stack.before) };
}

/** The delete of a stack, after it was deployed. */
export function deletionOf(stack: StackChange, deployment: readonly Ended[]): Work {
  const physicalIds = new Map<string, string | undefined>();
  for (const [logicalId, { physicalId }] of stack.before) physicalIds.set(logicalId, physicalId);
  for (const { operation, physicalId } of deployment) {
    if (operation.stack === stack) physicalIds.set(operation.logicalId, physicalId);
  }
  const operations = [...stack.after].flatMap(([logicalId, resource]) => {
    const physicalId = physicalIds.get(logicalId);
    return physicalId === undefined || resource.retain
      ? []
      : [deletion(stack, logicalId, resource, physicalId)];
  });
  return { operations, dependencies: inReverseOf(operations, stack.after) };
}

/** What is undone, in two steps: updates in the order of the template before, then what was created is deleted. */
export function rollbackOf(stack: StackChange, begun: readonly Ended[]): Work[] {
  const updates = begun
    .filter(({ operation }) => operation.type === 'Update')
    .map(({ operation }): Operation => {
      const { old = operation.resource, resource } = operation;
      return { ...operation, resource: old, old: resource };
    });
  const deletes = begun.flatMap(({ operation: { type, logicalId, resource }, physicalId }) =>
    type === 'Create' && physicalId !== undefined ? [deletion(stack, logicalId, resource, physicalId)] : [],
  );
  return [
    { operations: updates, dependencies: inOrderOf(updates, stack.before) },
    { operations: deletes, dependencies: inReverseOf(deletes, stack.after) },
  ];
}

function deletion(stack: StackChange, logicalId: string, resource: Resource, physicalId: string): Operation {
  return { type: 'Delete', stack, logicalId, resource, physicalId };
}

type Declared = ReadonlyMap<string, Resource>;

/** Each after what it depends on, also where that lies behind others that nothing happens to. */
function inOrderOf(operations: readonly Operation[], declared: Declared): Work['dependencies'] {
  const byId = new Map(operations.map((operation) => [operation.logicalId, operation]));
  return ({ logicalId }) => [...operatedOn(logicalId, declared, byId)];
}

function inReverseOf(operations: readonly Operation[], declared: Declared): Work['dependencies'] {
  const forward = inOrderOf(operations, declared);
  const dependents = new Map<Operation, Operation[]>();
  for (const operation of operations) {
    for (const dependency of forward(operation))
      dependents.set(dependency, [...(dependents.get(dependency) ?? []), operation]);
  }
  return (operation) => dependents.get(operation) ?? [];
}

function operatedOn(
  logicalId: string,
  declared: Declared,
  byId: ReadonlyMap<string, Operation>,
  seen = new Set<string>(),
): Set<Operation> {
  const found = new Set<Operation>();
  for (const id of declared.get(logicalId)?.dependsOn ?? []) {
    if (seen.has(id)) continue;
    seen.add(id);
    const operation = byId.get(id);
    if (operation !== undefined) found.add(operation);
    else for (const each of operatedOn(id, declared, byId, seen)) found.add(each);
  }
  return found;
}
