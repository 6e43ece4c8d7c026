import type { ConnectionsOfParent, PreflightProperties } from '../../lib/contract';
import { TerminalError } from '../outcome';
import { connectionIdOf, parentIdOf, show, timeoutMsOf } from '../properties';

/** The desired state of a migration: the properties of its preflight, checked. */
export interface DesiredMigration {
  /** Where each connection is to be, by its id. */
  readonly targets: ReadonlyMap<string, string>;
  /** Where some have to be found, unless they are on their target: of those that the migration has not had before. */
  readonly expectedParents: ReadonlyMap<string, string>;
  /** Where a delete puts some of them. */
  readonly originalParentIds: readonly string[];
  readonly timeoutMs: number;
}

interface MigrationEvent {
  readonly ResourceProperties: unknown;
  /** Of an update. */
  readonly OldResourceProperties?: unknown;
}

/** @throws TerminalError naming the property, its value, what was expected, and the prop of the construct to correct. */
export function parseMigration(event: MigrationEvent): DesiredMigration {
  const properties = (event.ResourceProperties ?? {}) as Partial<PreflightProperties>;
  const { targets, expectedParents = [], originalParentConnectionIds = [], timeoutSeconds } = properties;
  const parents = parentsIn('targets', targets, 'parent');
  if (parents.size === 0) {
    throw new TerminalError(
      `targets is ${show(targets)}: expected the connections to move; correct the construct's moves`,
    );
  }
  return {
    targets: parents,
    expectedParents: ofNew(parentsIn('expectedParents', expectedParents, 'expectedParent'), event),
    originalParentIds: listIn('originalParentConnectionIds', originalParentConnectionIds).map((id) =>
      parentIdOf('originalParentConnectionIds', id, 'originalParent'),
    ),
    timeoutMs: timeoutMsOf(timeoutSeconds),
  };
}

/** The parent of each connection in the groups of a property. */
function parentsIn(property: string, value: unknown, prop: string): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const group of listIn(property, value)) {
    const { parentConnectionId, connectionIds } = (group ?? {}) as Partial<ConnectionsOfParent>;
    const parentId = parentIdOf(`a parentConnectionId in ${property}`, parentConnectionId, prop);
    for (const connectionId of listIn(`connectionIds in ${property}`, connectionIds).map(connectionIdOf)) {
      if (parents.has(connectionId)) {
        throw new TerminalError(
          `${property} has ${connectionId} twice: expected each connection once in the construct's moves; remove one, which may be a token`,
        );
      }
      parents.set(connectionId, parentId);
    }
  }
  return parents;
}

function listIn(property: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TerminalError(`${property} is ${show(value)}: expected a list; correct the construct's moves`);
}

/** An update of an association asks for no place where to find its connection: only a create does. */
function ofNew(
  parents: ReadonlyMap<string, string>,
  { OldResourceProperties: old }: MigrationEvent,
): ReadonlyMap<string, string> {
  const { targets = [] } = (old ?? {}) as Partial<PreflightProperties>;
  const known = new Set(targets.flatMap(({ connectionIds }) => connectionIds));
  return new Map([...parents].filter(([connectionId]) => !known.has(connectionId)));
}
