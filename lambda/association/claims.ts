import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Claim, FORMAT, LiveClaim, ReleasedClaim } from './claim';
import { KNOWN_ATTRIBUTES, parseClaim } from './claim-item';
import { Requeue } from '../outcome';

/** A claim yet to be written: the table knows the format, and counts the versions. */
export type ClaimToWrite = Omit<LiveClaim, 'version' | 'format'> | Omit<ReleasedClaim, 'version' | 'format'>;

/** The claims of all stacks that use the provider: one item for each connection. */
export class Claims {
  public constructor(
    private readonly client: Pick<DynamoDBClient, 'send'>,
    private readonly tableName: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws TerminalError for a claim that cannot be read. */
  public async get(connectionId: string): Promise<Claim | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({
        TableName: this.tableName,
        Key: marshall({ connectionId }),
        ConsistentRead: true,
      }),
      { abortSignal: this.signal },
    );
    return Item && parseClaim(unmarshall(Item), this.tableName);
  }

  /**
   * Writes `next` in the place of `previous`, and carries along what a newer version has written and this one does not
   * know.
   *
   * @throws Requeue when the item is no longer as it was read: an operation that loses a race changes nothing, and looks again.
   */
  public async put<C extends ClaimToWrite>(
    next: C,
    previous: Claim | undefined,
  ): Promise<C & { version: number; format: number }> {
    const claim = { ...next, format: FORMAT, version: (previous?.version ?? 0) + 1 };
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: marshall({ ...unknownOf(previous), ...claim }, { removeUndefinedValues: true }),
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
    return { ...unknownOf(previous), ...claim };
  }
}

function unknownOf(claim: Claim | undefined): Record<string, unknown> {
  const unknown = Object.entries(claim ?? {}).filter(([name]) => !KNOWN_ATTRIBUTES.includes(name));
  return Object.fromEntries(unknown);
}

function unchangedSince(previous: Claim | undefined) {
  return previous === undefined
    ? { ConditionExpression: 'attribute_not_exists(connectionId)' }
    : {
        ConditionExpression: 'version = :version',
        ExpressionAttributeValues: marshall({ ':version': previous.version }),
      };
}
