import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { describeError } from '../aws-error';
import { Requeue } from '../outcome';

/**
 * What CloudFormation says of a whole stack. The event does not say so.
 *
 * @throws Requeue while CloudFormation does not answer.
 */
export async function stackStatus(
  client: Pick<CloudFormationClient, 'send'>,
  stackId: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackId }), {
      abortSignal: signal,
    });
    return Stacks[0]?.StackStatus ?? '';
  } catch (error) {
    throw new Requeue(
      `could not ask cloudformation what is being done to the stack (${describeError(error)}); if that is denied, allow cloudformation:DescribeStacks`,
    );
  }
}

/** Whether the stack is being brought back to what it was, or what that has left behind is cleaned up. */
export function isRollback(status: string): boolean {
  return /ROLLBACK_.*IN_PROGRESS$/.test(status);
}

/** Whether resources of the stack may be created now. */
export function isDeployment(status: string): boolean {
  return status === 'CREATE_IN_PROGRESS' || status === 'UPDATE_IN_PROGRESS';
}
