import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { MigrationProgress } from '../../../lambda/migration/progress';
import { FakeDynamoDb } from '../../fakes/dynamo-db';
import { STACK_ID, TABLE } from '../world';

/** What DynamoDB takes of an item. */
const ITEM_BYTES = 400 * 1024;

const longest = (kind: string, index: number) => `${kind}-${String(index).padStart(17, '0')}`;

test('the progress of as many connections as a stack has room for, with the longest ids, is an item of DynamoDB', async () => {
  const dynamoDb = new FakeDynamoDb(TABLE);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: 'us-east-1', credentials, endpoint: await dynamoDb.start() });
  try {
    const progress = new MigrationProgress(client, TABLE, new AbortController().signal, Date.now);
    const ids = Array.from({ length: 499 }, (_, index) => longest('dxcon', index));
    const parents = Object.fromEntries(ids.map((id, index) => [id, longest('dxlag', index)]));
    const migration = { stackId: STACK_ID, logicalResourceId: 'L'.repeat(255) };
    await progress.write(migration, { targets: parents, placements: parents, moved: new Set(ids) });
    const [key = ''] = dynamoDb.keys;
    // As JSON it is longer than DynamoDB counts.
    const bytes = Buffer.byteLength(JSON.stringify(marshall(dynamoDb.item(key))));
    expect(bytes).toBeGreaterThan(499 * 3 * 23);
    expect(bytes).toBeLessThan(ITEM_BYTES / 2);
  } finally {
    client.destroy();
    await dynamoDb.stop();
  }
});
