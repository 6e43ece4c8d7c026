import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { SEARCH_KEPT_SECONDS } from '../../lib/timing';

/** How the keys of the items begin. */
export const SEARCH_KEY = 'search/';

/** How far the search of an operation has come. */
export interface SearchNotes {
  readonly requestId: string;
  /** The parents whose lists do not have the connection. */
  readonly without: readonly string[];
  /** The pages to look at first: how far other lists were read, by parent. */
  readonly positions: Readonly<Record<string, string>>;
  /** When the search began, in milliseconds. */
  readonly since: number;
}

/**
 * The searches that did not fit into one poll, in the table of the claims. The next poll goes on from there. Nothing else is
 * decided by it: only a search that has read every list in one poll says that a connection is nowhere.
 */
export class Searches {
  public constructor(
    private readonly client: Pick<DynamoDBClient, 'send'>,
    private readonly tableName: string,
    /** Outlives the calls of the poll: what it has read is written when they have been aborted. */
    private readonly signal: AbortSignal,
    private readonly now: () => number,
  ) {}

  /** What an earlier poll of this operation has noted, if that can be read and is not too old to be of use. */
  public async notesOf(connectionId: string, requestId: string): Promise<SearchNotes | undefined> {
    const read = new GetItemCommand({ TableName: this.tableName, Key: marshall(keyOf(connectionId)) });
    const { Item } = await this.client.send(read, this.options).catch(() => ({ Item: undefined }));
    const notes = Item && (unmarshall(Item) as SearchNotes);
    const isOld = notes === undefined || this.now() - notes.since >= SEARCH_KEPT_SECONDS * 1000;
    return isOld || notes.requestId !== requestId ? undefined : notes;
  }

  /** Whatever becomes of it: a search that begins anew is slower, and no more. */
  public async note(connectionId: string, notes: SearchNotes): Promise<void> {
    const expiresAt = Math.ceil(this.now() / 1000) + SEARCH_KEPT_SECONDS;
    const Item = marshall({ ...keyOf(connectionId), ...notes, expiresAt });
    await this.client
      .send(new PutItemCommand({ TableName: this.tableName, Item }), this.options)
      .catch(() => undefined);
  }

  private get options(): { abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

function keyOf(connectionId: string): { connectionId: string } {
  return { connectionId: `${SEARCH_KEY}${connectionId}` };
}
