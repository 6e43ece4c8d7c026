import {
  CloudFormationClient,
  StackStatus,
  paginateDescribeStackEvents,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';
import type { StackEvent as Described } from '@aws-sdk/client-cloudformation';
import { isMissing } from './deployed-stacks';
import { StackEvent, beginningIn } from './stack-event';

/** The events of one stack, each read once. */
export class StackEvents {
  /** Whether there is such a stack, as far as was asked. */
  public isThere = false;
  private readonly known: StackEvent[] = [];

  public constructor(
    private readonly client: CloudFormationClient,
    /** After a stack is deleted only its id finds it. */
    private readonly nameOrId: string,
  ) {}

  /** All from the beginning of its newest operation, and perhaps some before, the oldest first; none: no such stack. */
  public async read(): Promise<readonly StackEvent[]> {
    const fresh: StackEvent[] = [];
    const knownIds = new Set(this.known.map(({ id }) => id));
    try {
      const pages = paginateDescribeStackEvents({ client: this.client }, { StackName: this.nameOrId });
      for await (const { StackEvents: events = [] } of pages) {
        const page = events.map(eventOf);
        fresh.unshift(...page.filter(({ id }) => !knownIds.has(id)).reverse());
        if (page.some(({ id }) => knownIds.has(id)) || beginningIn(fresh) >= 0) break;
      }
      this.isThere = true;
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.isThere = false;
    }
    this.known.push(...fresh);
    return this.known;
  }
}

function eventOf(event: Described): StackEvent {
  const { EventId: id = '', StackId: stackId = '', LogicalResourceId: logicalId = '' } = event;
  const { PhysicalResourceId: physicalId, ResourceType: type = '', ResourceStatus: status = '' } = event;
  const reason = event.ResourceStatusReason === '' ? undefined : event.ResourceStatusReason;
  return { id, stackId, logicalId, physicalId, type, status, reason, at: event.Timestamp?.getTime() ?? 0 };
}

const IN_PROGRESS = Object.values(StackStatus).filter(
  (status) => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS',
);

/** The ids of all stacks that something is done to now. */
export async function stacksInProgress(client: CloudFormationClient): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of paginateListStacks({ client }, { StackStatusFilter: IN_PROGRESS }))
    ids.push(...(page.StackSummaries ?? []).map(({ StackId = '' }) => StackId));
  return ids;
}
