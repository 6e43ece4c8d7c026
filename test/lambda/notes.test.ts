import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Note, Notes } from '../../lambda/notes';
import { accessDenied } from '../../simulator';
import { FakeDynamoDb } from '../fakes/dynamo-db';
import { TABLE } from './world';

interface Read extends Note {
  readonly lists: readonly string[];
}

const KEPT_SECONDS = 100;
const SINCE = 1_000_500;
const NOTE: Read = { requestId: 'one', since: SINCE, lists: ['dxlag-aaaaaaaa'] };

let dynamoDb: FakeDynamoDb;
let client: DynamoDBClient;
let notes: Notes<Read>;
let now: number;

beforeEach(async () => {
  now = SINCE;
  dynamoDb = new FakeDynamoDb(TABLE);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = await dynamoDb.start();
  client = new DynamoDBClient({ region: 'us-east-1', credentials, endpoint, maxAttempts: 1 });
  notes = new Notes<Read>(client, TABLE, new AbortController().signal, () => now, KEPT_SECONDS);
});

afterEach(async () => {
  client.destroy();
  await dynamoDb.stop();
});

test('what a poll has noted is read by the next one of the same operation, as long as it is of use', async () => {
  expect(await notes.read('key', 'one')).toBeUndefined();
  await notes.write('key', NOTE);
  now = SINCE + KEPT_SECONDS * 1000 - 1;
  expect(await notes.read('key', 'one')).toEqual(NOTE);
  expect(await notes.read('key', 'two')).toBeUndefined();
  expect(await notes.read('other', 'one')).toBeUndefined();
  now += 1;
  expect(await notes.read('key', 'one')).toBeUndefined();
});

test('it goes by itself, not before it is of no use any more', async () => {
  await notes.write('key', NOTE);
  expect(dynamoDb.keys).toEqual(['search/key']);
  expect(dynamoDb.item('search/key')?.expiresAt).toBe(1_001 + KEPT_SECONDS);
});

test('a note that cannot be written or read is none, and hinders nobody', async () => {
  dynamoDb.faults.arm({ operation: 'PutItem', fault: accessDenied() });
  await notes.write('key', NOTE);
  expect(dynamoDb.keys).toEqual([]);
  await notes.write('key', NOTE);
  dynamoDb.faults.arm({ operation: 'GetItem', fault: accessDenied() });
  expect(await notes.read('key', 'one')).toBeUndefined();
  dynamoDb.setItem({ connectionId: 'search/key', note: 'edited by hand' });
  expect(await notes.read('key', 'one')).toBeUndefined();
});

test('what is noted or read when the time is over is given up', async () => {
  await notes.write('key', NOTE);
  const late = new Notes<Read>(client, TABLE, AbortSignal.abort(), () => now, KEPT_SECONDS);
  expect(await late.read('key', 'one')).toBeUndefined();
  await late.write('other', NOTE);
  expect(dynamoDb.keys).toEqual(['search/key']);
});
