import { ASSOCIATION_TYPE, ConnectionsOfParent, PREFLIGHT_TYPE } from '../../../lib/contract';
import type { Properties, ResourceSpec, Value } from './stack';

/** Seconds that an operation may take in the model: enough to wait out what passes, few enough to be quick. */
const TIMEOUT_SECONDS = '900';

const SERVICE_TOKEN = 'arn:aws:lambda:us-east-1:111122223333:function:framework-onEvent';

/** What the constructs render for every custom resource. */
const COMMON = {
  contract: '1',
  ServiceToken: SERVICE_TOKEN,
  ServiceTimeout: '960',
  timeoutSeconds: TIMEOUT_SECONDS,
};

/** An association, in short. */
export interface AssociationSpec {
  readonly connectionId: string;
  readonly parentId: string;
  readonly originalParentId?: string;
  /** Where a create has to find the connection, unless it is on its parent. */
  readonly expectedParentId?: string;
  readonly retain?: boolean;
  /** Whether it is taken from another stack that has it. */
  readonly takeOver?: boolean;
  /** By which of the functions that serve it. CloudFormation refuses another one. */
  readonly servedBy?: string;
  /** The logical id of the preflight of its migration. */
  readonly migration?: string;
}

/** A connection of a migration, and where it goes. */
export type MoveSpec = Pick<AssociationSpec, 'connectionId' | 'parentId' | 'expectedParentId'>;

/** An association as a template declares it. */
export function association(spec: AssociationSpec, dependsOn: readonly string[] = []): ResourceSpec {
  const {
    connectionId,
    parentId,
    originalParentId,
    expectedParentId,
    migration,
    servedBy,
    retain = false,
    takeOver = false,
  } = spec;
  return {
    type: ASSOCIATION_TYPE,
    properties: {
      ...COMMON,
      ...(servedBy === undefined ? {} : { ServiceToken: `${SERVICE_TOKEN}-${servedBy}` }),
      connectionId,
      parentConnectionId: parentId,
      ...(originalParentId === undefined ? {} : { originalParentConnectionId: originalParentId }),
      ...(expectedParentId === undefined ? {} : { expectedParentConnectionId: expectedParentId }),
      ...(migration === undefined ? {} : { migration }),
      ...(takeOver ? { takeOver: 'true' } : {}),
      waitForAvailable: 'false',
    },
    dependsOn,
    retain,
  };
}

/** A migration's preflight as a template declares it. */
export function preflight(moves: readonly MoveSpec[], originalParentId?: string): ResourceSpec {
  const expectedParents = groupBy(moves, ({ expectedParentId }) => expectedParentId);
  return {
    type: PREFLIGHT_TYPE,
    properties: {
      ...COMMON,
      targets: groupBy(moves, ({ parentId }) => parentId),
      ...(expectedParents.length === 0 ? {} : { expectedParents }),
      ...(originalParentId === undefined ? {} : { originalParentConnectionIds: [originalParentId] }),
    },
    dependsOn: [],
    retain: false,
  };
}

function groupBy(moves: readonly MoveSpec[], parentOf: (move: MoveSpec) => string | undefined) {
  const parentIds = new Set(moves.flatMap((move) => parentOf(move) ?? []));
  return [...parentIds].map((parentConnectionId) => ({
    parentConnectionId,
    connectionIds: moves
      .filter((move) => parentOf(move) === parentConnectionId)
      .map(({ connectionId }) => connectionId),
  }));
}

/** The association that a resource declares, if it is one. */
export function associationOf({ type, properties, retain }: ResourceSpec): AssociationSpec | undefined {
  if (type !== ASSOCIATION_TYPE) return undefined;
  return {
    connectionId: textOf(properties, 'connectionId') ?? '',
    parentId: textOf(properties, 'parentConnectionId') ?? '',
    originalParentId: textOf(properties, 'originalParentConnectionId'),
    expectedParentId: textOf(properties, 'expectedParentConnectionId'),
    migration: textOf(properties, 'migration'),
    takeOver: textOf(properties, 'takeOver') === 'true',
    retain,
  };
}

/** What the preflight that a resource declares looks at, if it is one. */
export function movesOf({ type, properties }: ResourceSpec): MoveSpec[] | undefined {
  if (type !== PREFLIGHT_TYPE) return undefined;
  const expected = new Map(pairsIn(properties['expectedParents']));
  return pairsIn(properties['targets']).map(([connectionId, parentId]) => ({
    connectionId,
    parentId,
    expectedParentId: expected.get(connectionId),
  }));
}

function pairsIn(value: Value = []): [connectionId: string, parentId: string][] {
  return (value as unknown as ConnectionsOfParent[]).flatMap(({ parentConnectionId, connectionIds }) =>
    connectionIds.map((id): [string, string] => [id, parentConnectionId]),
  );
}

function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return typeof value === 'string' ? value : undefined;
}
