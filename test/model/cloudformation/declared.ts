import { ASSOCIATION_TYPE, PREFLIGHT_TYPE } from '../../../lib/contract';
import type { Properties, ResourceSpec } from './stack';

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
  readonly retain?: boolean;
  /** Whether it is taken from another stack that has it. */
  readonly takeOver?: boolean;
  /** By which of the functions that serve it: with another one it is another resource. */
  readonly servedBy?: string;
  /** The logical id of the preflight of its migration. */
  readonly migration?: string;
}

/** A migration's preflight, in short. */
export interface PreflightSpec {
  readonly connectionIds: readonly string[];
  readonly parentId: string;
}

/** An association as a template declares it. */
export function association(spec: AssociationSpec, dependsOn: readonly string[] = []): ResourceSpec {
  const {
    connectionId,
    parentId,
    originalParentId,
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
      ...(migration === undefined ? {} : { migration }),
      ...(takeOver ? { takeOver: 'true' } : {}),
      waitForAvailable: 'false',
    },
    dependsOn,
    retain,
  };
}

/** A migration's preflight as a template declares it. */
export function preflight(
  connectionIds: readonly string[],
  parentId: string,
  originalParentId?: string,
): ResourceSpec {
  return {
    type: PREFLIGHT_TYPE,
    properties: {
      ...COMMON,
      connectionIds,
      parentConnectionId: parentId,
      ...(originalParentId === undefined ? {} : { originalParentConnectionId: originalParentId }),
    },
    dependsOn: [],
    retain: false,
  };
}

/** The association that a resource declares, if it is one. */
export function associationOf({ type, properties, retain }: ResourceSpec): AssociationSpec | undefined {
  if (type !== ASSOCIATION_TYPE) return undefined;
  return {
    connectionId: textOf(properties, 'connectionId') ?? '',
    parentId: textOf(properties, 'parentConnectionId') ?? '',
    originalParentId: textOf(properties, 'originalParentConnectionId'),
    migration: textOf(properties, 'migration'),
    takeOver: textOf(properties, 'takeOver') === 'true',
    retain,
  };
}

/** The preflight that a resource declares, if it is one. */
export function preflightOf({ type, properties }: ResourceSpec): PreflightSpec | undefined {
  if (type !== PREFLIGHT_TYPE) return undefined;
  const { connectionIds = [] } = properties;
  return {
    connectionIds: typeof connectionIds === 'string' ? [connectionIds] : connectionIds,
    parentId: textOf(properties, 'parentConnectionId') ?? '',
  };
}

function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return typeof value === 'string' ? value : undefined;
}
