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
  'https://b.s3.amazonaws.com/k?Expires=soon',
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
