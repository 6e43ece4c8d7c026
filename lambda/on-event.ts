import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { PREFLIGHT_TYPE } from '../lib/contract';
import { presentable } from './cloudformation/error-response';
import { namePreflight } from './migration/preflight';
import { Failure } from './outcome';
import { parseWanted, propertiesOf } from './association/properties';

/** What the Provider framework adds to the event before the first poll. */
export interface OnEventAnswer {
  readonly PhysicalResourceId: string;
  readonly ReceivedAt: number;
}

/**
 * Checks the properties and names the resource. Calls nothing, so that nothing can fail between a change and
 * CloudFormation's knowing of it.
 *
 * The physical id of a resource is the connection's id, but only once its create has succeeded: a delete can so tell a
 * create that failed, perhaps before it left any trace, from a resource whose claim is lost.
 *
 * @throws Failure for properties that can never work, and for an update to another connection.
 */
export function onEvent(event: CloudFormationCustomResourceEvent, now: number): OnEventAnswer {
  try {
    const isPreflight = event.ResourceType === PREFLIGHT_TYPE;
    return { PhysicalResourceId: isPreflight ? namePreflight(event) : physicalId(event), ReceivedAt: now };
  } catch (error) {
    throw presentable(error);
  }
}

function physicalId(event: CloudFormationCustomResourceEvent): string {
  switch (event.RequestType) {
    case 'Create':
      return `${parseWanted(propertiesOf(event)).connectionId}/not-created`;
    case 'Update':
      return unchanged(event.PhysicalResourceId, parseWanted(propertiesOf(event)).connectionId);
    case 'Delete':
      return event.PhysicalResourceId;
    default:
      throw unknownType(event);
  }
}

function unknownType(event: never): Failure {
  const { RequestType } = event as { RequestType?: unknown };
  return new Failure(`RequestType is ${JSON.stringify(RequestType)}: expected Create, Update or Delete`);
}

function unchanged(physicalResourceId: string, connectionId: string): string {
  if (connectionId === physicalResourceId) return physicalResourceId;
  throw new Failure(
    `connectionId is ${connectionId}: expected ${physicalResourceId}, which this association was created for; another connection is another construct, so give it an id of its own`,
  );
}
