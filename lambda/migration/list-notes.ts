import { gunzipSync, gzipSync } from 'node:zlib';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { SEARCH_KEPT_SECONDS } from '../../lib/timing';
import { SEARCH_KEY } from '../association/search-notes';
import type { Owner } from '../cloudformation/owner';
import type { HostedLists } from '../direct-connect/inventory';

interface Item {
  readonly requestId: string;
  readonly lists: string;
  readonly expiresAt: number;
}

/**
 * The lists that a preflight has read when its poll was over, in the table of the claims: where Direct Connect allows few
 * calls, not all of them fit into one poll. The next one goes on from there. What cannot be noted is read again.
 */
export class ListNotes {
  public constructor(
    private readonly client: Pick<DynamoDBClient, 'send'>,
    private readonly tableName: string,
    /** Outlives the calls of the poll. */
    private readonly signal: AbortSignal,
    private readonly now: () => number,
  ) {}

  public async read(migration: Owner, requestId: string): Promise<HostedLists> {
    const command = new GetItemCommand({ TableName: this.tableName, Key: marshall(keyOf(migration)) });
    try {
      const { Item } = await this.client.send(command, { abortSignal: this.signal });
      const item = Item && (unmarshall(Item) as Item);
      if (item?.requestId !== requestId || this.now() >= item.expiresAt * 1000) return {};
      return JSON.parse(gunzipSync(Buffer.from(item.lists, 'base64')).toString()) as HostedLists;
    } catch {
      return {};
    }
  }

  public async write(migration: Owner, requestId: string, lists: HostedLists): Promise<void> {
    const text = gzipSync(JSON.stringify(lists)).toString('base64');
    const expiresAt = Math.ceil(this.now() / 1000) + SEARCH_KEPT_SECONDS;
    const Item = marshall({ ...keyOf(migration), requestId, lists: text, expiresAt });
    const command = new PutItemCommand({ TableName: this.tableName, Item });
    await this.client.send(command, { abortSignal: this.signal }).catch(() => undefined);
  }
}

function keyOf({ stackId, logicalResourceId }: Owner): { connectionId: string } {
  return { connectionId: `${SEARCH_KEY}${stackId}/${logicalResourceId}` };
}
