import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { describeError } from '../aws-error';
import { Requeue } from '../outcome';

/**
 * Whether the stack is being brought back to what it was, or what that has left behind is cleaned up. The event does not
 * say so.
 *
 * @throws Requeue while CloudFormation does not answer.
 */
export async function isRollingBack(
  client: Pick<CloudFormationClient, 'send'>,
  stackId: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackId }), {
      abortSignal: signal,
    });
    return /ROLLBACK_.*IN_PROGRESS$/.test(Stacks[0]?.StackStatus ?? '');
  } catch (error) {
    throw new Requeue(
      `could not ask cloudformation whether the stack is rolling back (${describeError(error)}); if that is denied, allow cloudformation:DescribeStacks`,
    );
  }
}
