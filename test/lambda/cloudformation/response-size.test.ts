import { answerBytes, fitToLimit } from '../../../lambda/cloudformation/response-size';
import { ATTRIBUTES, AssociationAttributes } from '../../../lib/contract';

/* What gives way where CloudFormation would not take the answer. */

const LIMIT = 4096;
const ENVELOPE = {
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'logical',
  PhysicalResourceId: 'physical',
};

const NONE = Object.fromEntries(ATTRIBUTES.map((name) => [name, ''])) as AssociationAttributes;

/** These attributes, with a name so long that the answer has so many bytes. */
function answerOf(bytes: number, attributes: Partial<AssociationAttributes> = {}): AssociationAttributes {
  const given = { ...NONE, ...attributes };
  const room = bytes - answerBytes(given, ENVELOPE);
  return { ...given, connectionName: 'n'.repeat(room) };
}

test('the bytes are those of the whole answer, as the framework sends it', () => {
  const body = { Status: 'SUCCESS', Reason: 'SUCCESS', ...ENVELOPE, Data: { ...NONE, connectionName: 'é' } };
  expect(answerBytes({ ...NONE, connectionName: 'é' }, ENVELOPE)).toBe(
    Buffer.byteLength(JSON.stringify(body)),
  );
});

test('an answer that just fits is not shortened, and one byte more is', () => {
  const fits = answerOf(LIMIT);
  expect(fitToLimit(fits, ENVELOPE)).toEqual({ attributes: fits, shortened: [] });
  const tooLarge = answerOf(LIMIT + 1);
  const { attributes, shortened } = fitToLimit(tooLarge, ENVELOPE);
  expect(shortened).toEqual(['connectionName']);
  expect(attributes.connectionName).toBe('n'.repeat(Math.floor(tooLarge.connectionName.length / 2)));
});

test('lists give way before texts, the longer one first, from their ends', () => {
  const elements = ['a', 'b', 'c'].map((key) => ({ key, value: 'v'.repeat(100) }));
  const tags = JSON.stringify(elements);
  const macSecKeys = JSON.stringify([{ ckn: 'k'.repeat(100) }]);
  const { attributes, shortened } = fitToLimit(answerOf(LIMIT + 1, { tags, macSecKeys }), ENVELOPE);
  expect(shortened).toEqual(['tags']);
  expect(JSON.parse(attributes.tags)).toEqual([...elements.slice(0, 2), { omitted: 1 }]);
  expect(attributes.macSecKeys).toBe(macSecKeys);
});

test('lists without elements still say how many they had, while texts give way', () => {
  const tags = JSON.stringify([{ key: 'a' }, { key: 'b' }]);
  const macSecKeys = JSON.stringify([{ ckn: 'k' }]);
  const { attributes, shortened } = fitToLimit(answerOf(LIMIT + 500, { tags, macSecKeys }), ENVELOPE);
  expect(shortened.sort()).toEqual(['connectionName', 'macSecKeys', 'tags']);
  expect(attributes).toMatchObject({ tags: '[{"omitted":2}]', macSecKeys: '[{"omitted":1}]' });
});

test('of the texts the longest gives way, wherever it stands', () => {
  for (const [name, other] of [
    ['partnerName', 'location'],
    ['location', 'partnerName'],
  ] as const) {
    const texts = { [name]: 'a'.repeat(3_500), [other]: 'b'.repeat(500) };
    const { attributes, shortened } = fitToLimit({ ...NONE, vlan: '101', ...texts }, ENVELOPE);
    expect(shortened).toEqual([name]);
    expect(attributes).toMatchObject({ vlan: '101', [other]: texts[other] });
  }
});

test('characters are not cut in two', () => {
  const partnerName = '\u{1F6AB}'.repeat(1_500);
  const { attributes } = fitToLimit({ ...NONE, partnerName }, ENVELOPE);
  expect(attributes.partnerName).toBe('\u{1F6AB}'.repeat(750));
});

test('where there is no room for anything, everything is left out', () => {
  const full = { ...NONE, location: 'EqDC2', vlan: '1' };
  const envelope = { ...ENVELOPE, LogicalResourceId: 'L'.repeat(5_000) };
  const { attributes, shortened } = fitToLimit(full, envelope);
  expect(attributes).toEqual(NONE);
  expect(shortened.sort()).toEqual(['location', 'vlan']);
});

test('also a list of which only the count is left', () => {
  const attributes = { ...NONE, tags: '[{"key":"a"}]', location: 'EqDC2', vlan: '1' };
  const envelope = { ...ENVELOPE, LogicalResourceId: 'l'.repeat(5_000) };
  expect(fitToLimit(attributes, envelope).attributes).toEqual(NONE);
});
