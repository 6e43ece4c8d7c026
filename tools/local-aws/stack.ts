import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  waitUntilStackDeleteComplete,
  type Stack,
  type StackEvent,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import type { LocalAws } from './local-aws';

const WAIT_SECONDS = 60;

/** What a local AWS holds of a stack. */
export class DeployedStack {
  private readonly cloudFormation: CloudFormationClient;

  /** A deleted stack is found by its id alone. */
  constructor(
    aws: LocalAws,
    private readonly nameOrId: string,
  ) {
    this.cloudFormation = new CloudFormationClient(aws.client);
  }

  /** The stack, or nothing where there is none. */
  public async describe(): Promise<Stack | undefined> {
    const command = new DescribeStacksCommand({ StackName: this.nameOrId });
    const { Stacks } = await this.cloudFormation.send(command).catch(nothingIfMissing);
    return Stacks?.[0];
  }

  public async resources(): Promise<StackResourceSummary[]> {
    const pages = paginateListStackResources({ client: this.cloudFormation }, { StackName: this.nameOrId });
    const resources: StackResourceSummary[] = [];
    for await (const { StackResourceSummaries } of pages) resources.push(...(StackResourceSummaries ?? []));
    return resources;
  }

  /** The stack's events, the oldest first. */
  public async events(): Promise<StackEvent[]> {
    const pages = paginateDescribeStackEvents({ client: this.cloudFormation }, { StackName: this.nameOrId });
    const events: StackEvent[] = [];
    for await (const { StackEvents } of pages) events.push(...(StackEvents ?? []));
    return events.reverse();
  }

  /** Deletes a stack whose deletion has failed, and leaves alone what could not be deleted. */
  public async deleteRetaining(...logicalIds: string[]): Promise<void> {
    const StackName = this.nameOrId;
    await this.cloudFormation.send(new DeleteStackCommand({ StackName, RetainResources: logicalIds }));
    const waiting = { client: this.cloudFormation, maxWaitTime: WAIT_SECONDS, minDelay: 1, maxDelay: 1 };
    await waitUntilStackDeleteComplete(waiting, { StackName });
  }
}

function nothingIfMissing(error: unknown): { Stacks?: Stack[] } {
  if (error instanceof Error && error.message.includes('does not exist')) return {};
  throw error;
}
