import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  type Stack,
  type StackEvent,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LocalAws } from './local-aws';

/** Reads what a local AWS holds of a stack. */
export class DeployedStack {
  private readonly cloudFormation: CloudFormationClient;
  private readonly dynamoDb: DynamoDBClient;

  /** A deleted stack is found by its id alone. */
  constructor(
    aws: LocalAws,
    private readonly nameOrId: string,
  ) {
    this.cloudFormation = new CloudFormationClient(aws.client);
    this.dynamoDb = new DynamoDBClient(aws.client);
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

  /** The items of the stack's only table. */
  public async tableItems(): Promise<Record<string, unknown>[]> {
    const tables = (await this.resources()).filter(
      ({ ResourceType }) => ResourceType === 'AWS::DynamoDB::Table',
    );
    const [table] = tables;
    if (table === undefined || tables.length > 1) {
      throw new Error(`expected one table in the stack ${this.nameOrId}, got ${tables.length}`);
    }
    const { Items } = await this.dynamoDb.send(
      new ScanCommand({ TableName: table.PhysicalResourceId, ConsistentRead: true }),
    );
    return (Items ?? []).map((item) => unmarshall(item));
  }
}

function nothingIfMissing(error: unknown): { Stacks?: Stack[] } {
  if (error instanceof Error && error.message.includes('does not exist')) return {};
  throw error;
}
