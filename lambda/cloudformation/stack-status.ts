import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { describeError } from '../aws-error';
import { Requeue } from '../outcome';

/**
 * What CloudFormation says of a whole stack, and of those that it is nested in, the outermost one last. The event does not
 * say so.
 *
 * @throws Requeue while CloudFormation does not answer.
 */
export async function stackStatuses(
  client: Pick<CloudFormationClient, 'send'>,
  stackId: string,
  signal: AbortSignal,
): Promise<string[]> {
  const { StackStatus = '', ParentId } = await describeStack(client, stackId, signal);
  return [StackStatus, ...(ParentId ? await stackStatuses(client, ParentId, signal) : [])];
}

async function describeStack(
  client: Pick<CloudFormationClient, 'send'>,
  stackId: string,
  signal: AbortSignal,
): Promise<Partial<Stack>> {
  try {
    const command = new DescribeStacksCommand({ StackName: stackId });
    const { Stacks = [] } = await client.send(command, { abortSignal: signal });
    return Stacks[0] ?? {};
  } catch (error) {
    throw new Requeue(
      `could not ask cloudformation what is being done to the stack (${describeError(error)}); if that is denied, allow cloudformation:DescribeStacks`,
    );
  }
}

/** Whether the stack, or one around it, is being brought back to what it was, or what that has left behind is cleaned up. */
export function isRollback(statuses: readonly string[]): boolean {
  return statuses.some((status) => /ROLLBACK_.*IN_PROGRESS$/.test(status));
}

/** Whether resources of the stack may be created now. */
export function isDeployment([status]: readonly string[]): boolean {
  return status === 'CREATE_IN_PROGRESS' || status === 'UPDATE_IN_PROGRESS';
}

/**
 * Whether resources of the stack that were created may be removed now, and not in a rollback.
 *
 * @param options.mayBeCleanUp whether it may be after an update that they are, and not only with the whole stack.
 */
export function isRemoval(
  statuses: readonly string[],
  { mayBeCleanUp }: { readonly mayBeCleanUp: boolean },
): boolean {
  const meant = ['DELETE_IN_PROGRESS', ...(mayBeCleanUp ? ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'] : [])];
  return statuses.every((status) => meant.includes(status));
}
