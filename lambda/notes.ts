import { gunzipSync, gzipSync } from 'node:zlib';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** How the keys of the items begin. */
export const SEARCH_KEY = 'search/';

/** What an operation has read. */
export interface Note {
  readonly requestId: string;
  /** When the reading began, in milliseconds. */
  readonly since: number;
}

/**
 * What was read when a poll was over, in the table of the claims: where Direct Connect allows few calls, not all of them fit
 * into one poll. The next one goes on from there. What cannot be noted, or is too old, is read again: that takes longer, and
 * no more.
 */
export class Notes<T extends Note> {
  public constructor(
    private readonly client: Pick<DynamoDBClient, 'send'>,
    private readonly tableName: string,
    /** Outlives the calls of the poll: what it has read is written when they have been aborted. */
    private readonly signal: AbortSignal,
    private readonly now: () => number,
    private readonly keptSeconds: number,
  ) {}

  /** What an earlier poll of this operation has noted, if that can be read and is not too old to be of use. */
  public async read(key: string, requestId: string): Promise<T | undefined> {
    const command = new GetItemCommand({ TableName: this.tableName, Key: keyOf(key) });
    try {
      const { Item } = await this.client.send(command, { abortSignal: this.signal });
      const note = Item && (JSON.parse(unzipped(unmarshall(Item).note as string)) as T);
      const isUseful = note?.requestId === requestId && this.now() < this.expiryOf(note);
      return isUseful ? note : undefined;
    } catch {
      return undefined;
    }
  }

  public async write(key: string, note: T): Promise<void> {
    const item = { note: zipped(JSON.stringify(note)), expiresAt: Math.ceil(this.expiryOf(note) / 1000) };
    const Item = { ...keyOf(key), ...marshall(item) };
    const command = new PutItemCommand({ TableName: this.tableName, Item });
    await this.client.send(command, { abortSignal: this.signal }).catch(() => undefined);
  }

  private expiryOf({ since }: Note): number {
    return since + this.keptSeconds * 1000;
  }
}

const keyOf = (key: string) => marshall({ connectionId: `${SEARCH_KEY}${key}` });

const zipped = (text: string): string => gzipSync(text).toString('base64');

const unzipped = (text: string): string => gunzipSync(Buffer.from(text, 'base64')).toString();
