import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { AssociationProperties } from '../../lib/contract';
import { Operation } from './operation';
import { Wanted, parseWanted, propertiesOf } from '../association/properties';

/** What the Provider framework hands to `isComplete`: CloudFormation's event and what `onEvent` added to it. */
export type IsCompleteEvent = CloudFormationCustomResourceEvent & {
  readonly PhysicalResourceId?: string;
  readonly ReceivedAt?: number;
};

/** One operation of CloudFormation on the resource. */
export interface Request {
  readonly operation: Operation;
  readonly stackId: string;
  readonly logicalResourceId: string;
  readonly physicalResourceId: string;
  readonly wanted: Wanted;
  /** In an update: the parent that was wanted before. */
  readonly previousParentId?: string;
  /** When this delivery of the event reached us, in milliseconds. Every limit of time counts from here. */
  readonly receivedAt: number;
  /** When the time that the operation may take is over, in milliseconds. */
  readonly deadline: number;
  /** Whether the event came with a presigned ResponseURL, as CloudFormation's do and an emulator's may not. */
  readonly signed: boolean;
}

export function parseRequest(event: IsCompleteEvent, now: number): Request {
  const receivedAt = event.ReceivedAt ?? now;
  const signedAt = signingTime(event.ResponseURL);
  const wanted = parseWanted(propertiesOf(event));
  return {
    operation: {
      requestId: event.RequestId,
      type: event.RequestType,
      issuedAt: signedAt ?? receivedAt,
      receivedAt,
    },
    stackId: event.StackId,
    logicalResourceId: event.LogicalResourceId,
    physicalResourceId: event.PhysicalResourceId ?? '',
    wanted,
    previousParentId: previousParentOf(event),
    receivedAt,
    deadline: receivedAt + wanted.timeoutMs,
    signed: signedAt !== undefined,
  };
}

function previousParentOf(event: IsCompleteEvent): string | undefined {
  if (event.RequestType !== 'Update') return undefined;
  return (event.OldResourceProperties as Partial<AssociationProperties> | undefined)?.parentConnectionId;
}

/** How long CloudFormation's URLs are valid. Only comparing one signed this way with one signed the other needs it. */
const URL_VALIDITY_SECONDS = 7200;

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
  return expires === undefined ? undefined : (Number(expires) - URL_VALIDITY_SECONDS) * 1000;
}
