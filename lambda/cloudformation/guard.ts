import type { CloudFormationClient, StackResourceDetail } from '@aws-sdk/client-cloudformation';
import { STATUS_LAG_SECONDS } from '../../lib/timing';
import { describeError } from '../aws-error';
import { Requeue } from '../outcome';
import { Request } from './event';
import { describeStackResource } from './stack-resource';

/** What CloudFormation itself says of the resource that an operation is for. */
export type Verdict =
  /** It waits for this operation, or it cannot say. */
  | 'awaited'
  /** It has ended this operation, or given up on it. */
  | 'over'
  /** It has another resource under this logical id, and is not deleting that one. */
  | 'another resource';

/** Asks CloudFormation whether it still waits for an operation, before that operation changes anything. */
export class Guard {
  public constructor(
    private readonly client: Pick<CloudFormationClient, 'send'>,
    private readonly signal: AbortSignal,
    private readonly now: () => number,
    /** Whether an emulator stands in for CloudFormation: its answers to this question are not CloudFormation's. */
    private readonly isEmulated: boolean,
  ) {}

  /**
   * @throws Requeue while CloudFormation does not answer, or while its answer may be older than the event.
   */
  public async ask(request: Request): Promise<Verdict> {
    if (this.isEmulated) return 'awaited';
    const resource = await this.describe(request);
    const verdict = resource ? judge(request, resource) : 'awaited';
    if (verdict !== 'awaited' && this.now() - request.receivedAt < STATUS_LAG_SECONDS * 1000) {
      throw new Requeue(
        `cloudformation says that ${request.owner.logicalResourceId} is ${resource?.ResourceStatus}, which may be from before this operation`,
      );
    }
    return verdict;
  }

  private async describe({ owner }: Request): Promise<StackResourceDetail | undefined> {
    try {
      return await describeStackResource(this.client, owner, this.signal);
    } catch (error) {
      throw new Requeue(
        `could not ask cloudformation whether it still waits for this operation (${describeError(error)}); if that is denied, allow cloudformation:DescribeStackResource`,
      );
    }
  }
}

function judge(request: Request, resource: StackResourceDetail): Verdict {
  const status = resource.ResourceStatus ?? '';
  const isSame = (resource.PhysicalResourceId || request.physicalResourceId) === request.physicalResourceId;
  switch (request.operation.type) {
    case 'Create':
      // A create that replaces a failed one may be shown as an update.
      return status === 'CREATE_IN_PROGRESS' || status === 'UPDATE_IN_PROGRESS' ? 'awaited' : 'over';
    case 'Update':
      return isSame && /^UPDATE(_ROLLBACK)?_IN_PROGRESS$/.test(status) ? 'awaited' : 'over';
    case 'Delete':
      if (!isSame || !status.startsWith('DELETE_')) return 'another resource';
      return status === 'DELETE_IN_PROGRESS' ? 'awaited' : 'over';
  }
}
