import type { CloudFormationClient, StackResourceDetail } from '@aws-sdk/client-cloudformation';
import type { Notice } from '../assumptions/notice';
import { noticeStatus } from '../assumptions/status';
import { describeError } from '../aws-error';
import { Requeue } from '../outcome';
import { Request } from './event';
import { mayBeFromBefore } from './lag';
import { describeStackResource } from './stack-resource';

/** What CloudFormation itself says of the resource that an operation is for. */
export type Verdict =
  /** It waits for this operation. */
  | 'awaited'
  /** It knows nothing of the resource: in the middle of a create it may say so. */
  | 'not known'
  /** An emulator stands in for it, which says nothing of an operation that is under way. */
  | 'not asked'
  /** It has ended this operation, or given up on it. */
  | 'over'
  /** It has another resource under this logical id, which is complete. */
  | 'another resource'
  /** Another resource was deleted that had this logical id, and nothing else has it. */
  | 'another was deleted'
  /** It says something that cannot be while it waits for this delete, and that is no evidence of anything else. */
  | 'contradiction';

export interface GuardOptions {
  /** Whether an emulator stands in for CloudFormation: its answers to this question are not CloudFormation's. */
  readonly isEmulated: boolean;
  /** Whether a physical id is of a resource whose create has succeeded. */
  readonly isCreated: (physicalResourceId?: string) => boolean;
  /** Whether CloudFormation has made up a physical id, for a create that it had no answer of. */
  readonly isMadeUp: (physicalResourceId: string) => boolean;
  readonly notice: Notice;
}

/** Asks CloudFormation whether it still waits for an operation, before that operation changes anything. */
export class Guard {
  public constructor(
    private readonly client: Pick<CloudFormationClient, 'send'>,
    private readonly signal: AbortSignal,
    private readonly now: () => number,
    private readonly options: GuardOptions,
  ) {}

  /**
   * @throws Requeue while CloudFormation does not answer, or while its answer may be older than the event.
   */
  public async ask(request: Request): Promise<Verdict> {
    if (this.options.isEmulated) return 'not asked';
    const resource = await this.describe(request);
    const verdict = resource ? judge(request, resource, this.options) : 'not known';
    noticeStatus(this.options.notice, { request, resource, verdict, now: this.now() });
    const isOfThis = Boolean(resource?.PhysicalResourceId) || !this.mayBeOfAnother(request);
    const isSure = isOfThis && (verdict === 'awaited' || resource === undefined);
    if (!isSure && mayBeFromBefore(request.receivedAt, this.now())) {
      const said = resource ? `is ${resource.ResourceStatus}` : 'does not exist';
      throw new Requeue(
        `cloudformation says that ${request.owner.logicalResourceId} ${said}, which may be from before this operation`,
      );
    }
    return verdict;
  }

  /** A made-up physical id does not say of which create it is. CloudFormation may know a later one that has succeeded. */
  private mayBeOfAnother({ operation, physicalResourceId }: Request): boolean {
    return operation.type === 'Delete' && this.options.isMadeUp(physicalResourceId);
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

function judge(request: Request, resource: StackResourceDetail, { isCreated }: GuardOptions): Verdict {
  const status = resource.ResourceStatus ?? '';
  const isSame = (resource.PhysicalResourceId || request.physicalResourceId) === request.physicalResourceId;
  switch (request.operation.type) {
    case 'Create':
      // A create that replaces a failed one may be shown as an update.
      return status === 'CREATE_IN_PROGRESS' || status === 'UPDATE_IN_PROGRESS' ? 'awaited' : 'over';
    case 'Update':
      return isSame && /^UPDATE(_ROLLBACK)?_IN_PROGRESS$/.test(status) ? 'awaited' : 'over';
    case 'Delete':
      return judgeDelete(status, { isSame, isCreated: isCreated(resource.PhysicalResourceId) });
  }
}

/** Only a resource that is complete, and is not the one that the event is for, is another one for sure. */
function judgeDelete(
  status: string,
  { isSame, isCreated }: Record<'isSame' | 'isCreated', boolean>,
): Verdict {
  if (status === 'DELETE_IN_PROGRESS' && isSame) return 'awaited';
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(status) && !isSame && isCreated) return 'another resource';
  if (status === 'DELETE_COMPLETE' && !isSame) return 'another was deleted';
  return /^DELETE_(COMPLETE|FAILED|SKIPPED)$/.test(status) && isSame ? 'over' : 'contradiction';
}

/** Whether nothing speaks against the operation. */
export function mayAct(verdict: Verdict): boolean {
  switch (verdict) {
    case 'awaited':
    case 'not known':
    case 'not asked':
    case 'another was deleted':
      return true;
    case 'over':
    case 'another resource':
    case 'contradiction':
      return false;
  }
}
