import type { CdkCustomResourceIsCompleteEvent } from 'aws-lambda';
import type { AssociationProperties } from '../../lib/contract';
import { SIGNED_URL_SECONDS } from '../../lib/timing';
import { isParentId } from '../properties';
import { Operation, isSameOperation } from './operation';
import { Owner } from './owner';

/** What `onEvent` notes in the event, for every poll to read. */
export interface ReceivedEvent {
  /** When the event arrived, in milliseconds. */
  readonly ReceivedAt: number;
}

/** What the Provider framework hands to `isComplete`: CloudFormation's event and what `onEvent` added to it. */
export type IsCompleteEvent = CdkCustomResourceIsCompleteEvent & Partial<ReceivedEvent>;

/** What CloudFormation asks for, without the properties of the resource. */
export interface Request {
  readonly operation: Operation;
  /** The resource that the operation is for. */
  readonly owner: Owner;
  readonly physicalResourceId: string;
  /** When this delivery of the event arrived, in milliseconds. Every limit of time counts from here. */
  readonly receivedAt: number;
  /** Whether the ResponseURL says when CloudFormation has signed it. */
  readonly isSigned: boolean;
}

export function parseRequest(event: IsCompleteEvent, now: number): Request {
  const receivedAt = event.ReceivedAt ?? now;
  const signedAt = signingTime(event.ResponseURL);
  return {
    operation: {
      requestId: event.RequestId,
      type: event.RequestType,
      issuedAt: signedAt ?? receivedAt,
      receivedAt,
      desired: desiredIn(event),
    },
    owner: ownerIn(event),
    physicalResourceId: event.PhysicalResourceId ?? '',
    receivedAt,
    isSigned: signedAt !== undefined,
  };
}

/**
 * Whether an event is one more delivery of what an operation has come with, and not a retry or a rollback of it that has its
 * RequestId and asks for the same: CloudFormation signs that later. The fence may have set the remembered time later, too.
 */
export function isDeliveredAgain({ operation, isSigned }: Request, earlier: Operation): boolean {
  return isSameOperation(operation, earlier) && !(isSigned && operation.issuedAt > earlier.issuedAt);
}

function desiredIn(event: IsCompleteEvent): string {
  const properties = event.ResourceProperties as Partial<AssociationProperties> | undefined;
  return JSON.stringify([properties?.parentConnectionId, properties?.originalParentConnectionId]);
}

/** The parents that an operation asks for: neither if its properties were refused. */
export function desiredBy({ desired = '[]' }: Operation): {
  readonly parentId: string | undefined;
  readonly originalParentId: string | undefined;
} {
  const [parentId, originalParentId] = JSON.parse(desired) as unknown[];
  return {
    parentId: isParentId(parentId) ? parentId : undefined,
    originalParentId: isParentId(originalParentId) ? originalParentId : undefined,
  };
}

/** The resource that an event is for. */
export function ownerIn(event: Pick<IsCompleteEvent, 'StackId' | 'LogicalResourceId'>): Owner {
  return { stackId: event.StackId, logicalResourceId: event.LogicalResourceId };
}

/**
 * When CloudFormation signed the ResponseURL, in milliseconds: the one time that is the same in every delivery of
 * an event. `X-Amz-Date` in Signature Version 4, `Expires` in Version 2.
 */
export function signingTime(responseUrl: string): number | undefined {
  const query = URL.canParse(responseUrl) ? new URL(responseUrl).searchParams : new URLSearchParams();
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  if (second !== undefined) return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const [expires] = /^\d{9,11}$/.exec(query.get('Expires') ?? '') ?? [];
  return expires === undefined ? undefined : (Number(expires) - SIGNED_URL_SECONDS) * 1000;
}
