import type { CdkCustomResourceEvent } from 'aws-lambda';
import { TerminalError } from '../outcome';
import { parseDesired, propertiesOf } from './properties';

/**
 * The physical id of an association is the connection's id, but only after its create has succeeded. So a delete can
 * tell a create that failed, perhaps before it left any trace, from a resource whose claim is lost.
 *
 * @throws TerminalError for properties that can never work, and for an update to another connection.
 */
export function associationPhysicalId(event: CdkCustomResourceEvent): string {
  switch (event.RequestType) {
    case 'Create':
      return `${parseDesired(propertiesOf(event)).connectionId}/not-created`;
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
  if (connectionId === physicalResourceId) return physicalResourceId;
  throw new TerminalError(
    `connectionId is ${connectionId}: expected ${physicalResourceId}, which this association was created for; another connection is another construct, so give it an id of its own`,
  );
}
