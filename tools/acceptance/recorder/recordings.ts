import {
  PutItemCommand,
  ResourceNotFoundException,
  paginateScan,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { RECORDER_STACK } from './recorder-stack';
import { RECORDING_PREFIX, toldKey, type Recording } from './recording';

/** What the recorders have written down, and how to tell them to go on. */
export class Recordings {
  public constructor(private readonly client: DynamoDBClient) {}

  /** All of them, in the order of the events' arrival; none where there is no table. */
  public async all(): Promise<Recording[]> {
    const recordings: Recording[] = [];
    const pages = paginateScan({ client: this.client }, { TableName: RECORDER_STACK, ConsistentRead: true });
    try {
      for await (const { Items = [] } of pages) {
        const items = Items.map((item) => unmarshall(item)) as ({ id: string } & Recording)[];
        recordings.push(...items.filter(({ id }) => id.startsWith(RECORDING_PREFIX)));
      }
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
    return recordings.sort((a, b) => a.at - b.at);
  }

  /** Lets the recorders of these labels go on, now and whenever they wait again. */
  public async tell(...labels: string[]): Promise<void> {
    for (const label of labels) {
      const Item = marshall({ id: toldKey(label) });
      await this.client.send(new PutItemCommand({ TableName: RECORDER_STACK, Item })).catch(nothingIfMissing);
    }
  }
}

function nothingIfMissing(error: unknown): void {
  if (!(error instanceof ResourceNotFoundException)) throw error;
}
