import {
  connectionIdOf,
  isParentId,
  optionalParentIdOf,
  parentIdOf,
  show,
  timeoutMsOf,
} from '../../lambda/properties';
import { DEFAULT_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS } from '../../lib/timing';
import { CONNECTION, HOME, LAG_A } from './world';

test('a value in a message is shown as JSON, and up to a hundred characters of it', () => {
  expect(show(undefined)).toBe('missing');
  expect(show({ Ref: 'X' })).toBe('{"Ref":"X"}');
  expect(show('x'.repeat(98))).toBe(`"${'x'.repeat(98)}"`);
  expect(show('x'.repeat(99))).toBe(`"${'x'.repeat(99)}…`);
});

test('without a timeout an operation has the one by default, and otherwise what is given', () => {
  expect(timeoutMsOf(undefined)).toBe(DEFAULT_TIMEOUT_SECONDS * 1000);
  expect(timeoutMsOf('1')).toBe(1_000);
  expect(timeoutMsOf(String(MAX_TIMEOUT_SECONDS))).toBe(MAX_TIMEOUT_SECONDS * 1000);
});

test.each([null, '', '0', '-1', '1.5', ' 1', '1 ', '00001', 1, ['1'], String(MAX_TIMEOUT_SECONDS + 1)])(
  'a timeout of %j is refused',
  (value) => {
    expect(() => timeoutMsOf(value)).toThrow(`timeoutSeconds is ${JSON.stringify(value)}: expected a whole`);
  },
);

test('a connection is on an interconnect or on a LAG, and is neither', () => {
  for (const parentId of [HOME, LAG_A]) {
    expect(isParentId(parentId)).toBe(true);
    expect(parentIdOf('parentConnectionId', parentId, 'parent')).toBe(parentId);
  }
  expect(connectionIdOf(CONNECTION)).toBe(CONNECTION);
  expect(() => connectionIdOf(LAG_A)).toThrow('expected the id of a hosted connection');
});

test.each([undefined, null, 7, '', 'lag', `${LAG_A} `, [LAG_A]])('%j is the id of no parent', (value) => {
  expect(isParentId(value)).toBe(false);
  expect(() => parentIdOf('parentConnectionId', value, 'parent')).toThrow(
    /^parentConnectionId is .*correct the construct's parent$/,
  );
});

test('a parent that may be left out is checked where it is not', () => {
  expect(optionalParentIdOf('originalParentConnectionId', undefined, 'originalParent')).toBeUndefined();
  expect(optionalParentIdOf('originalParentConnectionId', HOME, 'originalParent')).toBe(HOME);
  expect(() => optionalParentIdOf('originalParentConnectionId', 'lag', 'originalParent')).toThrow(
    /^originalParentConnectionId is "lag": .*correct the construct's originalParent$/,
  );
});
