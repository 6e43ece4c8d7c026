import { DynamoDBClient, ResourceNotFoundException, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LocalAws } from './local-aws';
import { DeployedStack } from './stack';

/** What an app calls the stack of its provider, and the CLI with it. */
export const PROVIDER_ID = 'HostedConnectionProvider';

const STACK_NAME = 'cdk-hosted-connection-association-provider';
const TABLE_NAME = `${STACK_NAME}-claims`;

/** The provider that all stacks of an account share: it outlives them, and its table may outlive it. */
export class SharedProvider {
  public readonly stack: DeployedStack;
  private readonly dynamoDb: DynamoDBClient;

  constructor(aws: LocalAws) {
    this.stack = new DeployedStack(aws, STACK_NAME);
    this.dynamoDb = new DynamoDBClient(aws.client);
  }

  /** What the table remembers; nothing where there is no table. */
  public async tableItems(): Promise<Record<string, unknown>[] | undefined> {
    const scan = new ScanCommand({ TableName: TABLE_NAME, ConsistentRead: true });
    try {
      const { Items = [] } = await this.dynamoDb.send(scan);
      return Items.map((item) => unmarshall(item));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }
}
