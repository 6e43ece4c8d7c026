import { AssociationProperties } from '../../lib/contract';
import { IsCompleteEvent } from '../cloudformation/event';
import { TerminalError } from '../outcome';
import { connectionIdOf, isParentId, optionalParentIdOf, parentIdOf, show, timeoutMsOf } from '../properties';

/** The desired state: the properties of the resource, checked. */
export interface Desired {
  readonly connectionId: string;
  /** Empty in a delete whose properties do not say it. */
  readonly parentId: string;
  readonly originalParentId?: string;
  /** Where a create has to find the connection, unless it is on its parent. */
  readonly expectedParentId?: string;
  readonly waitForAvailable: boolean;
  readonly timeoutMs: number;
  /** Whether the connection is taken from another association that still exists. */
  readonly takeOver: boolean;
  /** The preflight of the migration that the association is part of. */
  readonly migration?: string;
}

/**
 * Reads the properties of the custom resource.
 *
 * @throws TerminalError naming the property, its value, what was expected, and the prop of the construct to correct.
 */
export function parseDesired(properties: Partial<AssociationProperties>): Desired {
  const connectionId = connectionIdOf(properties.connectionId);
  const parentId = parentIdOf('parentConnectionId', properties.parentConnectionId, 'parent');
  const originalParentId = optionalParentIdOf(
    'originalParentConnectionId',
    properties.originalParentConnectionId,
    'originalParent',
  );
  const expectedParentId = optionalParentIdOf(
    'expectedParentConnectionId',
    properties.expectedParentConnectionId,
    'expectedParent',
  );
  if ([parentId, originalParentId, expectedParentId].includes(connectionId)) {
    throw new TerminalError(
      `connectionId is ${connectionId}, the same as its parent: expected a hosted connection and the interconnect or LAG to associate it with; correct connectionId or the parent`,
    );
  }
  return {
    connectionId,
    parentId,
    originalParentId,
    expectedParentId,
    waitForAvailable: booleanOf('waitForAvailable', properties.waitForAvailable),
    timeoutMs: timeoutMsOf(properties.timeoutSeconds),
    takeOver: booleanOf('takeOver', properties.takeOver),
    migration: properties.migration,
  };
}

/**
 * The same for a delete. Its physical id, which nothing can change, and its claim say what it needs, and which properties
 * CloudFormation sends after something that has failed is not for sure: what cannot be read counts as left out.
 *
 * @throws TerminalError if the physical id names no connection.
 */
export function parseForDelete(
  properties: Partial<AssociationProperties>,
  connectionId: string | undefined,
): Desired {
  try {
    return parseDesired({ ...properties, ...(connectionId && { connectionId }) });
  } catch (error) {
    if (connectionId === undefined) throw error;
    const { parentConnectionId, originalParentConnectionId } = properties;
    return {
      connectionId,
      parentId: isParentId(parentConnectionId) ? parentConnectionId : '',
      originalParentId: isParentId(originalParentConnectionId) ? originalParentConnectionId : undefined,
      waitForAvailable: false,
      timeoutMs: timeoutMsOf(undefined),
      takeOver: false,
    };
  }
}

/** The properties as they came: whatever a template carries. */
export function propertiesOf(
  event: Pick<IsCompleteEvent, 'ResourceProperties'>,
): Partial<AssociationProperties> {
  return (event.ResourceProperties as Partial<AssociationProperties> | undefined) ?? {};
}

function booleanOf(property: string, value: unknown = 'false'): boolean {
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw new TerminalError(
    `${property} is ${show(value)}: expected "true" or "false"; correct the construct's prop`,
  );
}
