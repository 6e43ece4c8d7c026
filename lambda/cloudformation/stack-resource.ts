import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  StackResourceDetail,
} from '@aws-sdk/client-cloudformation';
import type { Owner } from './owner';

/** What CloudFormation says of a resource; undefined where it says that there is no such resource, or no such stack. */
export async function describeStackResource(
  client: Pick<CloudFormationClient, 'send'>,
  { stackId: StackName, logicalResourceId: LogicalResourceId }: Owner,
  abortSignal: AbortSignal,
): Promise<StackResourceDetail | undefined> {
  try {
    const command = new DescribeStackResourceCommand({ StackName, LogicalResourceId });
    const { StackResourceDetail: detail } = await client.send(command, { abortSignal });
    return detail;
  } catch (error) {
    if (error instanceof Error && /does not exist/i.test(error.message)) return undefined;
    throw error;
  }
}
