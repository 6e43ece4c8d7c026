import { describeError, isThrottled, isUnnamed, kindOf } from '../../lambda/aws-error';

function error(name: string, httpStatusCode?: number, more: object = {}): Error {
  return Object.assign(new Error('no'), { name, $metadata: { httpStatusCode }, ...more });
}

test.each([
  ['a refusal of Direct Connect', error('DirectConnectClientException', 400), 'refused'],
  ['a throttled call', error('ThrottlingException', 400), 'busy'],
  ['status 429', error('Anything', 429), 'busy'],
  ['status 429 of what is a refusal otherwise', error('DirectConnectClientException', 429), 'busy'],
  ['a denied call', error('AccessDeniedException', 400), 'denied'],
  ['another fault of the caller', error('ValidationException', 400), 'busy'],
  ['a fault of the service', error('DirectConnectServerException', 500), 'unclear'],
  [
    'a fault of the service with the status that its documentation gives',
    error('DirectConnectServerException', 400),
    'unclear',
  ],
  [
    'what the SDK calls a fault of the service, whatever its name and status',
    error('DirectConnectClientException', 400, { $fault: 'server' }),
    'unclear',
  ],
  ['a request that timed out at the service', error('RequestTimeoutException', 408), 'unclear'],
  ['an answer that cannot be parsed', error('SyntaxError', 200), 'unclear'],
  ['a redirection', error('Found', 302), 'unclear'],
  ['no answer', error('TimeoutError'), 'unclear'],
  ['something that is no error', 'gone', 'unclear'],
  ['no error, though it looks like one', { name: 'SlowDown', $metadata: { httpStatusCode: 400 } }, 'unclear'],
])('%s', (_, thrown, kind) => {
  expect(kindOf(thrown)).toBe(kind);
});

test.each(['ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded', 'SlowDown'])(
  '%s says for sure that nothing was carried out',
  (name) => {
    expect(kindOf(error(name, 400))).toBe('busy');
    expect(isThrottled(error(name, 400))).toBe(true);
    // A service that is at fault itself may have done anything before.
    expect(isThrottled(error(name, 503))).toBe(false);
  },
);

test.each(['AccessDenied', 'UnauthorizedOperation', 'NotAuthorized'])('%s is denied', (name) => {
  expect(kindOf(error(name, 403))).toBe('denied');
  expect(isThrottled(error(name, 403))).toBe(false);
});

test.each([
  [399, 'unclear'],
  [400, 'busy'],
  [499, 'busy'],
  [500, 'unclear'],
])('a fault of the caller has a status from 400 to 499: %d', (status, kind) => {
  expect(kindOf(error('Anything', status))).toBe(kind);
});

test('a connection in transition is busy, and no other refusal of Direct Connect', () => {
  const refusal = (message: string) => Object.assign(error('DirectConnectClientException', 400), { message });
  expect(kindOf(refusal('it is in TRANSITION'))).toBe('busy');
  expect(isThrottled(refusal('it is in transition'))).toBe(false);
  expect(isUnnamed(refusal('it is in transition'))).toBe(false);
});

test.each([
  ['a refusal with a name that nothing is known of', error('ValidationException', 400), true],
  ['a throttled call', error('ThrottlingException', 400), false],
  ['a refusal of Direct Connect', error('DirectConnectClientException', 400), false],
  ['a fault of the service', error('ValidationException', 500), false],
  ['something that is no error', 'gone', false],
])('%s counts as busy for want of a better word: %#', (_, thrown, expected) => {
  expect(isUnnamed(thrown)).toBe(expected);
});

test('an error is described by its name and its message', () => {
  expect(describeError(error('TimeoutError'))).toBe('TimeoutError: no');
  expect(describeError('gone')).toBe('gone');
  expect(kindOf(undefined)).toBe('unclear');
});
