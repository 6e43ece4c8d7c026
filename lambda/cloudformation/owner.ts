import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describeError } from '../aws-error';
import { Requeue } from '../outcome';
import { describeStackResource } from './stack-resource';

/** A resource of a stack, as CloudFormation knows it. */
export interface Owner {
  readonly stackId: string;
  readonly logicalResourceId: string;
}

export function isSameOwner(a: Owner, b: Owner): boolean {
  return a.stackId === b.stackId && a.logicalResourceId === b.logicalResourceId;
}

/** A resource as a message names it: by its logical id and the name of its stack. */
export function nameOfOwner({ stackId, logicalResourceId }: Owner): string {
  return `${logicalResourceId} of the stack ${stackNameOf(stackId)}`;
}

/** `arn:aws:cloudformation:us-east-1:111122223333:stack/Partner/5f2b…` is the id of the stack `Partner`. */
export function stackNameOf(stackId: string): string {
  return stackId.split('/')[1] ?? stackId;
}

/** Whether two stacks are of one account and region. */
export function isSameEnvironment(stackId: string, otherStackId: string): boolean {
  return environmentOf(stackId) === environmentOf(otherStackId);
}

/** The region and the account of a stack. */
export function environmentOf(stackId: string): string {
  const [, , , region = '', account = ''] = stackId.split(':');
  return `${account} in ${region}`;
}

/**
 * Whether CloudFormation has forgotten a resource, or has deleted it. One whose delete has failed exists.
 *
 * @throws Requeue while CloudFormation does not answer.
 */
export async function isGoneFromCloudFormation(
  client: Pick<CloudFormationClient, 'send'>,
  owner: Owner,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const resource = await describeStackResource(client, owner, signal);
    const status = resource?.ResourceStatus;
    return status === undefined || status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED';
  } catch (error) {
    throw new Requeue(
      `could not ask cloudformation whether ${nameOfOwner(owner)} still exists (${describeError(error)}); if that is denied, allow cloudformation:DescribeStackResource, or set takeOver`,
    );
  }
}
