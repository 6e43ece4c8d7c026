import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { AssociationProperties, CONNECTION_ID_PATTERN, LAG_ID_PATTERN } from '../../lib/contract';
import { Failure } from '../outcome';

/** The properties of the resource, checked. */
export interface Wanted {
  readonly connectionId: string;
  readonly parentId: string;
  readonly originalParentId?: string;
  readonly waitForAvailable: boolean;
  readonly timeoutMs: number;
  /** The preflight of the migration that the association is part of. */
  readonly migration?: string;
}

/**
 * Reads the properties of the custom resource.
 *
 * @throws Failure naming the property, its value, what was expected, and the prop of the construct to correct.
 */
export function parseWanted(properties: Partial<AssociationProperties>): Wanted {
  const connectionId = connectionIdOf(properties.connectionId);
  const parentId = parentIdOf('parentConnectionId', properties.parentConnectionId, 'parent');
  const originalParentId =
    properties.originalParentConnectionId === undefined
      ? undefined
      : parentIdOf('originalParentConnectionId', properties.originalParentConnectionId, 'originalParent');
  if (connectionId === parentId || connectionId === originalParentId) {
    throw new Failure(
      `connectionId is ${connectionId}, the same as its parent: expected a hosted connection and the interconnect or LAG to associate it with; correct connectionId or the parent`,
    );
  }
  return {
    connectionId,
    parentId,
    originalParentId,
    waitForAvailable: booleanOf('waitForAvailable', properties.waitForAvailable),
    timeoutMs: timeoutMsOf(properties.timeoutSeconds),
    migration: properties.migration,
  };
}

/** The properties as they came: whatever a template carries. */
export function propertiesOf(event: CloudFormationCustomResourceEvent): Partial<AssociationProperties> {
  return (event.ResourceProperties as Partial<AssociationProperties> | undefined) ?? {};
}

export function connectionIdOf(value: unknown): string {
  if (typeof value === 'string' && CONNECTION_ID_PATTERN.test(value)) return value;
  throw new Failure(
    `connectionId is ${show(value)}: expected the id of a hosted connection, such as dxcon-fg9607vm; correct the construct's connectionId`,
  );
}

export function parentIdOf(property: string, value: unknown, prop: string): string {
  if (typeof value === 'string' && (CONNECTION_ID_PATTERN.test(value) || LAG_ID_PATTERN.test(value))) {
    return value;
  }
  throw new Failure(
    `${property} is ${show(value)}: expected the id of a LAG, such as dxlag-fhccu14t, or of an interconnect, such as dxcon-ffabc123; correct the construct's ${prop}`,
  );
}

function booleanOf(property: string, value: unknown): boolean {
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw new Failure(
    `${property} is ${show(value)}: expected "true" or "false"; correct the construct's prop`,
  );
}

export function timeoutMsOf(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (seconds >= 1 && seconds <= 3540) return seconds * 1000;
  throw new Failure(
    `timeoutSeconds is ${show(value)}: expected a whole number of seconds from 1 to 3540; correct the construct's timeout`,
  );
}

/** A value as it may stand in an error message: whatever it is, short. */
export function show(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}
