import type { CdkCustomResourceEvent } from 'aws-lambda';
import { isConnectionId, isParentId } from '../properties';
import { TerminalError } from '../outcome';
import { parseDesired, propertiesOf } from './properties';

/** What CloudFormation remembers of an association whose create has succeeded, whatever becomes of its claim. */
export interface Created {
  readonly connectionId: string;
  /** The parent on which the connection was when it was associated. */
  readonly foundOn: string;
}

/** The physical id of an association whose create has succeeded. */
export function createdPhysicalId({ connectionId, foundOn }: Created): string {
  return `${connectionId}/${foundOn}`;
}

/** What a physical id says; undefined for that of a create that has not succeeded, whoever made it up. */
export function parsePhysicalId(physicalResourceId = ''): Created | undefined {
  const [connectionId, foundOn, ...rest] = physicalResourceId.split('/');
  if (!isConnectionId(connectionId) || !isParentId(foundOn) || rest.length > 0) return undefined;
  return { connectionId, foundOn };
}

/** Whether a physical id is of a create that has succeeded. */
export function isCreatedId(physicalResourceId?: string): boolean {
  return parsePhysicalId(physicalResourceId) !== undefined;
}

/** The create that a physical id is of, if that create has not succeeded, and if we have named it. */
export function parseNotCreated(physicalResourceId: string): string | undefined {
  return /^[^/]+\/not-created\/(.+)$/.exec(physicalResourceId)?.[1];
}

/** The connection that a physical id names, if we have named it. */
export function connectionNamedBy(physicalResourceId: string): string | undefined {
  return isMadeUpId(physicalResourceId) ? undefined : physicalResourceId.split('/')[0];
}

/** Whether CloudFormation has made up a physical id, for a create that it had no answer of. */
export function isMadeUpId(physicalResourceId: string): boolean {
  return !isCreatedId(physicalResourceId) && parseNotCreated(physicalResourceId) === undefined;
}

/**
 * An association has its physical id only after its create has succeeded. So a delete can tell a create that failed,
 * perhaps before it left any trace, from a resource whose claim is lost.
 *
 * @throws TerminalError for properties that can never work, and for an update to another connection.
 */
export function associationPhysicalId(event: CdkCustomResourceEvent): string {
  switch (event.RequestType) {
    case 'Create':
      return `${parseDesired(propertiesOf(event)).connectionId}/not-created/${event.RequestId}`;
    case 'Update':
      return unchanged(event.PhysicalResourceId, parseDesired(propertiesOf(event)).connectionId);
    case 'Delete':
      return event.PhysicalResourceId;
    default:
      throw unknownType(event);
  }
}

function unknownType(event: never): TerminalError {
  const { RequestType } = event as { RequestType?: unknown };
  return new TerminalError(
    `RequestType is ${JSON.stringify(RequestType)}: expected Create, Update or Delete`,
  );
}

function unchanged(physicalResourceId: string, connectionId: string): string {
  const created = parsePhysicalId(physicalResourceId);
  if (created?.connectionId === connectionId) return physicalResourceId;
  throw new TerminalError(
    `connectionId is ${connectionId}: expected ${created?.connectionId ?? physicalResourceId}, which this association was created for; another connection is another construct, so give it an id of its own`,
  );
}
