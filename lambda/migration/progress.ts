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
  /** Where the connections are to be, by connection id. */
  readonly targets: Readonly<Record<string, string>>;
  /** The parents on which the preflight has seen the connections, by connection id. */
  readonly placements: Readonly<Record<string, string>>;
  /** The connections that are on their targets now. */
  readonly moved: ReadonlySet<string>;
}

/** What a preflight has found of a connection: nothing stands in the way of its move. */
export interface Preflighted {
  /** Where it was. */
  readonly seenOn: string;
  /** Where the migration moves it to. */
  readonly movesTo: string;
}

/** How many connections of a migration are on their targets. */
export interface Count {
  readonly moved: number;
  readonly total: number;
}

/** The counts are fields of their own, for people who look at the item. */
type Item = Omit<Progress, 'moved'> & { readonly movedCount: number; readonly total: number };

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
    const counts = { movedCount: moved.size, total: Object.keys(found.targets).length };
    const expiresAt = Math.ceil(this.now() / 1000) + PROGRESS_KEPT_SECONDS;
    // A set in DynamoDB is never empty.
    const item = { ...keyOf(migration), ...found, ...counts, ...(moved.size > 0 && { moved }), expiresAt };
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
      ProjectionExpression: 'targets.#connection, placements.#connection',
      ExpressionAttributeNames: { '#connection': connectionId },
    });
    try {
      const { Item } = await this.client.send(read, this.options);
      const { targets, placements } = Item ? (unmarshall(Item) as Partial<Progress>) : {};
      const [seenOn, movesTo] = [placements?.[connectionId], targets?.[connectionId]];
      return seenOn && movesTo ? { seenOn, movesTo } : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Notes where a connection is now, or that it is not where the migration wants it.
   *
   * @returns how far the migration has come, if it has this connection and that can be read.
   */
  public async note(
    migration: Owner,
    connectionId: string,
    parentId: string | undefined,
  ): Promise<Count | undefined> {
    try {
      const isHere = parentId !== undefined;
      const item =
        (await this.count(isHere ? 'ADD' : 'DELETE', migration, connectionId, parentId)) ??
        (await this.noteOther(migration, connectionId, parentId));
      return item && { moved: item.movedCount, total: item.total };
    } catch {
      return undefined;
    }
  }

  /** It was counted so before, or has been put elsewhere by an update, or there is no such migration. */
  private async noteOther(
    migration: Owner,
    connectionId: string,
    parentId: string | undefined,
  ): Promise<Item | undefined> {
    const item = await this.read(migration);
    const target = item?.targets[connectionId];
    if (target === undefined) return undefined;
    const isElsewhere = parentId !== undefined && parentId !== target;
    return (isElsewhere ? await this.count('DELETE', migration, connectionId) : undefined) ?? item;
  }

  /** Undefined where that changes nothing: no such migration, another parent, or counted so before. */
  private async count(
    action: 'ADD' | 'DELETE',
    migration: Owner,
    connectionId: string,
    parentId?: string,
  ): Promise<Item | undefined> {
    const isAdded = action === 'ADD';
    const update = new UpdateItemCommand({
      TableName: this.tableName,
      Key: marshall(keyOf(migration)),
      UpdateExpression: `${action} moved :set${isAdded ? ',' : ' ADD'} movedCount :change`,
      ConditionExpression: isAdded
        ? 'targets.#connection = :parent AND NOT contains(moved, :connection)'
        : 'contains(moved, :connection)',
      ...(isAdded && { ExpressionAttributeNames: { '#connection': connectionId } }),
      ExpressionAttributeValues: marshall({
        ':set': new Set([connectionId]),
        ':connection': connectionId,
        ':change': isAdded ? 1 : -1,
        ...(isAdded && { ':parent': parentId }),
      }),
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

  private async read(migration: Owner): Promise<Item | undefined> {
    const read = new GetItemCommand({ TableName: this.tableName, Key: marshall(keyOf(migration)) });
    const { Item } = await this.client.send(read, this.options);
    return Item && (unmarshall(Item) as Item);
  }

  private get options(): { abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

function keyOf({ stackId, logicalResourceId }: Owner): { connectionId: string } {
  return { connectionId: `${MIGRATION_KEY}${stackId}/${logicalResourceId}` };
}
