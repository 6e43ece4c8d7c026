import {
  CancelUpdateStackCommand,
  DeleteStackCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateListExports,
  type CloudFormationClient,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 2000;
const TOKEN_EXPORT = ':ServiceToken';

/** What CloudFormation says of a resource, in the middle of whatever it does. */
export interface ResourceState {
  readonly status: string;
  readonly physicalId: string;
}

/** CloudFormation, as far as this test asks it. */
export class Stacks {
  public constructor(private readonly client: CloudFormationClient) {}

  /** The id and the status of a stack; nothing where there is none of that name. */
  public async find(name: string): Promise<{ id: string; status: string } | undefined> {
    const { Stacks: found = [] } = await this.client
      .send(new DescribeStacksCommand({ StackName: name }))
      .catch(ifMissing(() => ({ Stacks: [] })));
    const [stack] = found;
    return stack && { id: stack.StackId ?? '', status: stack.StackStatus ?? '' };
  }

  /** The id of any stack of the account, which says what account it is. */
  public async anyStackId(): Promise<string | undefined> {
    const { Stacks: found = [] } = await this.client.send(new DescribeStacksCommand({}));
    return found[0]?.StackId;
  }

  /** The stacks of all providers of the account in the region: each exports its service token. */
  public async providerStacks(): Promise<string[]> {
    const names: string[] = [];
    for await (const { Exports = [] } of paginateListExports({ client: this.client }, {})) {
      names.push(...Exports.map(({ Name = '' }) => Name));
    }
    return names
      .filter((name) => name.endsWith(TOKEN_EXPORT))
      .map((name) => name.slice(0, -TOKEN_EXPORT.length));
  }

  public async resource(stackId: string, logicalId: string): Promise<ResourceState> {
    const command = new DescribeStackResourceCommand({ StackName: stackId, LogicalResourceId: logicalId });
    const { StackResourceDetail: detail } = await this.client
      .send(command)
      .catch(ifMissing(() => ({ StackResourceDetail: undefined })));
    if (detail === undefined) return { status: 'does not exist', physicalId: '' };
    return { status: detail.ResourceStatus ?? '', physicalId: detail.PhysicalResourceId ?? '' };
  }

  /** The events of a stack that are not yet known, the oldest first. */
  public async newEvents(stackId: string, known: ReadonlySet<string>): Promise<StackEvent[]> {
    const events: StackEvent[] = [];
    const pages = paginateDescribeStackEvents({ client: this.client }, { StackName: stackId });
    for await (const { StackEvents = [] } of pages) {
      const unknown = StackEvents.filter(({ EventId = '' }) => !known.has(EventId));
      events.push(...unknown);
      if (unknown.length < StackEvents.length) break;
    }
    return events.reverse();
  }

  /** Deletes a stack, whatever it is doing; returns the status that it has then, nothing once it is gone. */
  public async delete(name: string): Promise<string | undefined> {
    const { id } = (await this.find(name)) ?? {};
    if (id === undefined) return undefined;
    // Only an update can be cancelled.
    await this.client.send(new CancelUpdateStackCommand({ StackName: name })).catch(() => undefined);
    const status = (await this.find(name))?.status ?? '';
    // A create can be deleted while it is in progress.
    if (status !== 'CREATE_IN_PROGRESS') await this.whenAtRest(name);
    await this.client.send(new DeleteStackCommand({ StackName: name }));
    const end = await this.whenAtRest(id);
    return end === 'DELETE_COMPLETE' ? undefined : end;
  }

  private async whenAtRest(nameOrId: string): Promise<string> {
    for (;;) {
      const status = (await this.find(nameOrId))?.status;
      if (status === undefined) return 'DELETE_COMPLETE';
      // A review is a change set that nobody has executed: it would wait for ever.
      if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') return status;
      await sleep(LOOK_MS);
    }
  }
}

function ifMissing<T>(answer: () => T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && error.message.includes('does not exist')) return answer();
    throw error;
  };
}
