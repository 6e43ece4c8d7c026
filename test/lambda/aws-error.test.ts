import { kindOf } from '../../lambda/aws-error';

function error(name: string, httpStatusCode?: number, more: object = {}): Error {
  return Object.assign(new Error('no'), { name, $metadata: { httpStatusCode }, ...more });
}

test.each([
  ['a refusal of Direct Connect', error('DirectConnectClientException', 400), 'refused'],
  ['a throttled call', error('ThrottlingException', 400), 'busy'],
  ['status 429', error('Anything', 429), 'busy'],
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
])('%s', (_, thrown, kind) => {
  expect(kindOf(thrown)).toBe(kind);
});
