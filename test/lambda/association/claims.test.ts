import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Claims } from '../../../lambda/association/claims';
import { Requeue } from '../../../lambda/outcome';
import { CONNECTION, TABLE } from '../world';

/** The calls by which a claim is read and written. */
const { signal } = new AbortController();

type Command = GetItemCommand | PutItemCommand;

/** Claims whose client notes what it is asked for, and knows of nothing. */
function claimsThat(note: (input: Command['input'], options: unknown) => void): Claims {
  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is a rejection
  const send = async (command: Command, options: unknown) => {
    note(command.input, options);
    return {};
  };
  return new Claims({ send: send as never }, TABLE, signal);
}

test('a claim is read as it is now, and not as it was a moment ago', async () => {
  const sent: unknown[] = [];
  expect(await claimsThat((input) => sent.push(input)).get(CONNECTION)).toBeUndefined();
  expect(sent).toEqual([
    { TableName: TABLE, Key: { connectionId: { S: CONNECTION } }, ConsistentRead: true },
  ]);
});

test('a claim that another operation has written at the same time is looked at again', async () => {
  const claims = claimsThat(() => {
    throw new ConditionalCheckFailedException({ $metadata: {}, message: 'The conditional request failed' });
  });
  const writing = claims.put({ connectionId: CONNECTION } as never, undefined);
  await expect(writing).rejects.toThrow(
    new Requeue(`another operation wrote the claim of ${CONNECTION} at the same time`),
  );
});

test('every call ends with the poll', async () => {
  const options: unknown[] = [];
  const claims = claimsThat((_, given) => options.push(given));
  await claims.get(CONNECTION);
  await claims.put({ connectionId: CONNECTION } as never, undefined);
  expect(options).toEqual([{ abortSignal: signal }, { abortSignal: signal }]);
});
