import { GetItemCommand, ResourceNotFoundException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** As far as this test reads a claim. */
export interface Claim {
  readonly table: string;
  readonly phase: string;
  readonly owner: { readonly stackId: string; readonly logicalResourceId: string };
}

/** The claims that providers keep, each in a table that is called after its stack. */
export class Claims {
  public constructor(private readonly client: DynamoDBClient) {}

  /** What the provider of a stack remembers of a connection; nothing where it has no table, or no claim. */
  public async find(providerStack: string, connectionId: string): Promise<Claim | undefined> {
    const table = `${providerStack}-claims`;
    const command = new GetItemCommand({
      TableName: table,
      Key: marshall({ connectionId }),
      ConsistentRead: true,
    });
    try {
      const { Item } = await this.client.send(command);
      return Item && ({ ...unmarshall(Item), table } as Claim);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }
}

export function isLive({ phase }: Claim): boolean {
  return phase !== 'released';
}
