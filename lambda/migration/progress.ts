import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { PROGRESS_KEPT_SECONDS } from '../../lib/timing';
import type { Owner } from '../cloudformation/owner';

/** How the keys of the items begin. */
export const MIGRATION_KEY = 'migration/';

/** What the preflight of a migration has found, and how far the migration has come. */
export interface Progress {
  /** The interconnect or LAG that the connections are moved to. */
  readonly parentConnectionId: string;
  /** The parents on which the preflight has seen the connections, by connection id. */
  readonly placements: Readonly<Record<string, string>>;
  /** The connections that are on that parent now. */
  readonly moved: ReadonlySet<string>;
}

/** What a preflight has found of a connection: nothing stands in the way of its move. */
export interface Preflighted {
  /** Where it was. */
  readonly seenOn: string;
  /** Where the migration moves it to. */
  readonly movesTo: string;
}

type Item = Omit<Progress, 'moved'> & Partial<Pick<Progress, 'moved'>>;

/**
 * An item for each migration, in the table of the claims. It goes with the migration, or in the end by itself. It is for speed and for people who watch: nothing is decided by
 * it. A placement says where to look first, and is worth nothing until the connection is found there.
 */
export class MigrationProgress {
  public constructor(
    private readonly client: Pick<DynamoDBClient, 'send'>,
    private readonly tableName: string,
    private readonly signal: AbortSignal,
    private readonly now: () => number,
  ) {}

  public async write(migration: Owner, { moved, ...found }: Progress): Promise<void> {
    // A set in DynamoDB is never empty.
    const expiresAt = Math.ceil(this.now() / 1000) + PROGRESS_KEPT_SECONDS;
    const item = { ...keyOf(migration), ...found, ...(moved.size > 0 && { moved }), expiresAt };
    await this.client.send(
      new PutItemCommand({ TableName: this.tableName, Item: marshall(item) }),
      this.options,
    );
  }

  public async remove(migration: Owner): Promise<void> {
    const Key = marshall(keyOf(migration));
    await this.client.send(new DeleteItemCommand({ TableName: this.tableName, Key }), this.options);
  }

  /** What the preflight has found of the connection, if that can be read. */
  public async preflighted(migration: Owner, connectionId: string): Promise<Preflighted | undefined> {
    const read = new GetItemCommand({
      TableName: this.tableName,
      Key: marshall(keyOf(migration)),
      ProjectionExpression: 'parentConnectionId, placements.#connection',
      ExpressionAttributeNames: { '#connection': connectionId },
    });
    try {
      const { Item } = await this.client.send(read, this.options);
      const { parentConnectionId, placements } = Item ? (unmarshall(Item) as Partial<Progress>) : {};
      const seenOn = placements?.[connectionId];
      return seenOn && parentConnectionId ? { seenOn, movesTo: parentConnectionId } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Notes where a connection is now, and returns how far the migration has come, if that can be read. */
  public async note(
    migration: Owner,
    connectionId: string,
    parentId: string | undefined,
  ): Promise<string | undefined> {
    try {
      const arrived = parentId !== undefined && (await this.change('ADD', migration, connectionId, parentId));
      const now = arrived || (await this.change('DELETE', migration, connectionId));
      return now && `${now.moved?.size ?? 0} of ${Object.keys(now.placements).length} moved`;
    } catch {
      return undefined;
    }
  }

  /** Undefined where there is no such migration, or it is one to another parent. */
  private async change(
    action: 'ADD' | 'DELETE',
    migration: Owner,
    connectionId: string,
    parentId?: string,
  ): Promise<Item | undefined> {
    const toParent = parentId === undefined ? '' : ' AND parentConnectionId = :parent';
    const update = new UpdateItemCommand({
      TableName: this.tableName,
      Key: marshall(keyOf(migration)),
      UpdateExpression: `${action} moved :connection`,
      ConditionExpression: `attribute_exists(placements.#connection)${toParent}`,
      ExpressionAttributeNames: { '#connection': connectionId },
      ExpressionAttributeValues: marshall(
        { ':connection': new Set([connectionId]), ':parent': parentId },
        { removeUndefinedValues: true },
      ),
      ReturnValues: 'ALL_NEW',
    });
    try {
      const { Attributes = {} } = await this.client.send(update, this.options);
      return unmarshall(Attributes) as Item;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  private get options(): { abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

function keyOf({ stackId, logicalResourceId }: Owner): { connectionId: string } {
  return { connectionId: `${MIGRATION_KEY}${stackId}/${logicalResourceId}` };
}
