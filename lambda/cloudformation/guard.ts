import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  StackResourceDetail,
} from '@aws-sdk/client-cloudformation';
import { describeError } from '../aws-error';
import { NotYet } from '../outcome';
import { Request } from './request';

/** What CloudFormation itself says of the resource that an operation is for. */
export type Verdict =
  /** It is waiting for this operation, or cannot tell. */
  | 'agrees'
  /** It has ended this operation, or given up on it. */
  | 'over'
  /** It has another resource under this logical id, and is not deleting that one. */
  | 'another resource';

/** A status that contradicts the event may be from before it, for so long. */
const STATUS_LAG_MS = 60_000;

/** Asks CloudFormation whether it still waits for the operations that we are told to carry out. */
export class Guard {
  public constructor(
    private readonly client: Pick<CloudFormationClient, 'send'>,
    private readonly signal: AbortSignal,
    private readonly now: () => number,
  ) {}

  /**
   * @throws NotYet while CloudFormation does not answer, or while its answer may be older than the event.
   */
  public async ask(request: Request): Promise<Verdict> {
    // An emulator, whose answers to this question are not CloudFormation's.
    if (!request.signed) return 'agrees';
    const resource = await this.describe(request);
    const verdict = resource ? judge(request, resource) : 'agrees';
    if (verdict !== 'agrees' && this.now() - request.receivedAt < STATUS_LAG_MS) {
      throw new NotYet(
        `cloudformation says that ${request.logicalResourceId} is ${resource?.ResourceStatus}, which may be from before this operation`,
      );
    }
    return verdict;
  }

  private async describe(request: Request): Promise<StackResourceDetail | undefined> {
    const { stackId: StackName, logicalResourceId: LogicalResourceId } = request;
    try {
      const answer = await this.client.send(
        new DescribeStackResourceCommand({ StackName, LogicalResourceId }),
        { abortSignal: this.signal },
      );
      return answer.StackResourceDetail;
    } catch (error) {
      if (error instanceof Error && /does not exist/i.test(error.message)) return undefined;
      throw new NotYet(
        `cloudformation did not say whether it still waits for this operation (${describeError(error)})`,
      );
    }
  }
}

function judge(request: Request, resource: StackResourceDetail): Verdict {
  const status = resource.ResourceStatus ?? '';
  const same = (resource.PhysicalResourceId || request.physicalResourceId) === request.physicalResourceId;
  switch (request.operation.type) {
    case 'Create':
      // A create that replaces a failed one may be shown as an update.
      return status === 'CREATE_IN_PROGRESS' || status === 'UPDATE_IN_PROGRESS' ? 'agrees' : 'over';
    case 'Update':
      return same && /^UPDATE(_ROLLBACK)?_IN_PROGRESS$/.test(status) ? 'agrees' : 'over';
    case 'Delete':
      if (!same || !status.startsWith('DELETE_')) return 'another resource';
      return status === 'DELETE_IN_PROGRESS' ? 'agrees' : 'over';
  }
}
