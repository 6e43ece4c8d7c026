import { IsCompleteEvent, parseRequest, signingTime } from '../../../lambda/cloudformation/event';

const at = Date.parse('2026-11-22T19:02:41Z');

test('a URL of Signature Version 4 tells when it was signed', () => {
  expect(signingTime('https://b.s3.amazonaws.com/k?X-Amz-Date=20261122T190241Z&X-Amz-Expires=7200')).toBe(at);
});

test('a URL of Signature Version 2 tells when it expires, two hours later', () => {
  const expires = at / 1000 + 7200;
  expect(signingTime(`https://b.s3.amazonaws.com/k?AWSAccessKeyId=x&Expires=${expires}&Signature=y`)).toBe(
    at,
  );
});

test.each([
  'http://localhost:4566/_emulator/cfn-response/1',
  'https://b.s3.amazonaws.com/k?X-Amz-Date=yesterday',
  'https://b.s3.amazonaws.com/k?X-Amz-Date=120261122T190241Z',
  'https://b.s3.amazonaws.com/k?X-Amz-Date=20261122T190241ZZ',
  'https://b.s3.amazonaws.com/k?X-Amz-Date=20261122T19024Z',
  'https://b.s3.amazonaws.com/k?Expires=soon',
  'https://b.s3.amazonaws.com/k?Expires=12345678',
  'https://b.s3.amazonaws.com/k?Expires=123456789012',
  'https://b.s3.amazonaws.com/k?Expires=1234567890s',
  'https://b.s3.amazonaws.com/k?Expires=s1234567890',
  'not a url',
  '',
])('%j tells nothing', (url) => {
  expect(signingTime(url)).toBeUndefined();
});

test('a property that is no text is read all the same: what is wrong with it is said elsewhere', () => {
  const event = { RequestType: 'Create', ResourceProperties: { parentConnectionId: { toString: 0 } } };
  expect(parseRequest(event as unknown as IsCompleteEvent, at).operation.desired).toBe(
    '[{"toString":0},null]',
  );
});

/** An event as `isComplete` gets it, and what is read of it a minute later. */
function read(given: Partial<IsCompleteEvent>): ReturnType<typeof parseRequest> {
  const event = {
    RequestType: 'Create',
    RequestId: 'one',
    StackId: 'stack',
    LogicalResourceId: 'logical',
    ...given,
  };
  return parseRequest(event as IsCompleteEvent, at + 60_000);
}

test('an operation was issued when its URL was signed, and received when it arrived', () => {
  const ResponseURL = 'https://b.s3.amazonaws.com/k?X-Amz-Date=20261122T190241Z';
  const request = read({ ResponseURL, ReceivedAt: at + 700, PhysicalResourceId: 'physical' });
  expect(request).toEqual({
    operation: {
      requestId: 'one',
      type: 'Create',
      issuedAt: at,
      receivedAt: at + 700,
      desired: '[null,null]',
    },
    owner: { stackId: 'stack', logicalResourceId: 'logical' },
    physicalResourceId: 'physical',
    receivedAt: at + 700,
    isSigned: true,
  });
});

test('of an event that says neither, it was now', () => {
  const { operation, receivedAt, physicalResourceId, isSigned } = read({ ResponseURL: 'nothing' });
  expect([operation.issuedAt, operation.receivedAt, receivedAt]).toEqual(Array(3).fill(at + 60_000));
  expect(isSigned).toBe(false);
  expect(physicalResourceId).toBe('');
});
