import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import { HostedConnectionProvider } from '../../lib';
import { FORMAT } from '../../lambda/association/claim';
import { KNOWN_ATTRIBUTES, parseClaim } from '../../lambda/association/claim-item';
import { blocksOf, quotedIn, read, section } from './pages';

const PAGE = 'docs/claims.md';
const STACK_ID = 'arn:aws:cloudformation:us-east-1:111122223333:stack/HostedConnections/5f2b';

/** The item that the page says how to write, as the shell hands it to the AWS CLI. */
function itemToWrite(): Record<string, unknown> {
  const snippet = blocksOf(PAGE, 'sh').find((code) => code.includes('put-item')) ?? '';
  const [, json = ''] = /--item '(.*)'\n$/s.exec(snippet) ?? [];
  return unmarshall(JSON.parse(json.replace(`'"$stack"'`, STACK_ID)) as Record<string, AttributeValue>);
}

test('the claim that you write is one that the handler can read', () => {
  const item = itemToWrite();
  expect(parseClaim(item, 'claims')).toMatchObject({ format: FORMAT, owner: { stackId: STACK_ID } });
});

test.each(['format', 'owner', 'formerOperations', 'foundOn', 'deadline'])(
  'it could not read that claim without %s',
  (field) => {
    expect(() => parseClaim({ ...itemToWrite(), [field]: undefined }, 'claims')).toThrow(
      `has the ${field} missing`,
    );
  },
);

test('the page says what every field means', () => {
  const rows = section(PAGE, 'Read the claims')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const named = rows.map((row) => quotedIn(row)[0]);
  expect(named.sort()).toEqual([...KNOWN_ATTRIBUTES].sort());
});

test('the table, the stack and the export have the names that the pages say', () => {
  const stack = Stack.of(HostedConnectionProvider.of(new Stack(new App(), 'Partner')));
  expect(stack.node.id).toBe('HostedConnectionProvider');
  const [names] = blocksOf(PAGE, 'sh');
  expect(names).toContain(`table=${stack.stackName}-claims\n`);
  expect(read('docs/provider.md')).toContain(`ServiceToken: !ImportValue ${stack.stackName}:ServiceToken\n`);
});
