import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Claim, LiveClaim, ReleasedClaim } from './claim';
import { Requeue } from '../outcome';

/** A claim yet to be written: the table counts the versions. */
export type ClaimToWrite = Omit<LiveClaim, 'version'> | Omit<ReleasedClaim, 'version'>;

/** The stack's claims: one item for each connection. */
export class Claims {
  public constructor(
    private readonly client: Pick<DynamoDBClient, 'send'>,
    private readonly tableName: string,
    private readonly signal: AbortSignal,
  ) {}

  public async get(connectionId: string): Promise<Claim | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({
        TableName: this.tableName,
        Key: marshall({ connectionId }),
        ConsistentRead: true,
      }),
      { abortSignal: this.signal },
    );
    return Item && (unmarshall(Item) as Claim);
  }

  /**
   * Writes `next` in the place of `previous`.
   *
   * @throws Requeue when the item is no longer as it was read: an operation that loses a race changes nothing, and looks again.
   */
  public async put<C extends ClaimToWrite>(
    next: C,
    previous: Claim | undefined,
  ): Promise<C & { version: number }> {
    const claim = { ...next, version: (previous?.version ?? 0) + 1 };
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: marshall(claim, { removeUndefinedValues: true }),
          ...unchangedSince(previous),
        }),
        { abortSignal: this.signal },
      );
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) {
        throw new Requeue(`another operation wrote the claim of ${next.connectionId} at the same time`);
      }
      throw error;
    }
    return claim;
  }
}

function unchangedSince(previous: Claim | undefined) {
  return previous === undefined
    ? { ConditionExpression: 'attribute_not_exists(connectionId)' }
    : {
        ConditionExpression: 'version = :version',
        ExpressionAttributeValues: marshall({ ':version': previous.version }),
      };
}
