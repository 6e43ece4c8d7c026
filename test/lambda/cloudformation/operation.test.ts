import { Operation, isNewer, isSameOperation } from '../../../lambda/cloudformation/operation';

/* Which of two operations is the newer one. */

const UPDATE: Operation = {
  requestId: 'one',
  type: 'Update',
  issuedAt: 5_000,
  receivedAt: 5_700,
  desired: 'A',
};

test.each<[string, Partial<Operation>, Partial<Operation>]>([
  ['that was signed later, though it arrived earlier', { issuedAt: 6_000, receivedAt: 5_000 }, {}],
  ['that is deleted in the second of its update', { type: 'Delete', receivedAt: 5_000 }, {}],
  ['that is deleted in the second of its create', { type: 'Delete' }, { type: 'Create' }],
  ['that is updated in the second of its create', { receivedAt: 5_000 }, { type: 'Create' }],
  ['that arrived later in the same second, such as a rollback', { receivedAt: 5_701 }, {}],
])('newer is what %s', (_, a, b) => {
  expect(isNewer({ ...UPDATE, ...a }, { ...UPDATE, ...b })).toBe(true);
  expect(isNewer({ ...UPDATE, ...b }, { ...UPDATE, ...a })).toBe(false);
});

test('of two that cannot be told apart neither is newer', () => {
  expect(isNewer(UPDATE, { ...UPDATE, requestId: 'two' })).toBe(false);
});

test('what is delivered again is the same operation, whenever it arrives, if it asks for the same', () => {
  expect(isSameOperation(UPDATE, { ...UPDATE, issuedAt: 6_000, receivedAt: 9_000 })).toBe(true);
  for (const other of [{ requestId: 'two' }, { type: 'Delete' }, { desired: 'B' }] as const)
    expect(isSameOperation(UPDATE, { ...UPDATE, ...other })).toBe(false);
});
