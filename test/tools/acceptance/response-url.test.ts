import { describeUrl } from '../../../tools/acceptance/recorder/response-url';

const SUBJECT = {
  StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Test/5f2b',
  LogicalResourceId: 'Acme',
  RequestId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
};
const PATH = encodeURIComponent(`${SUBJECT.StackId}|${SUBJECT.LogicalResourceId}|${SUBJECT.RequestId}`);
const HOST = 'cloudformation-custom-resource-response-useast1.s3.amazonaws.com';

test('Signature Version 4', () => {
  const query =
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261126T024207Z&X-Amz-SignedHeaders=host&X-Amz-Expires=7200' +
    '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261126&X-Amz-Signature=c0ffee';
  const form = describeUrl(`https://${HOST}/${PATH}?${query}`, SUBJECT);
  expect(form).toEqual({
    signature: 'SigV4',
    host: HOST,
    parameters: [
      'X-Amz-Algorithm',
      'X-Amz-Date',
      'X-Amz-SignedHeaders',
      'X-Amz-Expires',
      'X-Amz-Credential',
      'X-Amz-Signature',
    ],
    expiresSeconds: 7200,
    signedAt: Date.parse('2026-11-26T02:42:07Z'),
    expiresAt: undefined,
    path: ['StackId', 'LogicalResourceId', 'RequestId'],
  });
  expect(JSON.stringify(form)).not.toMatch(/c0ffee|AKIA|7c9e6679|111122223333/);
});

test('Signature Version 2', () => {
  const query = 'AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1795668127&Signature=c0ffee';
  const form = describeUrl(`https://${HOST}/${PATH}?${query}`, SUBJECT);
  expect(form).toMatchObject({
    signature: 'SigV2',
    parameters: ['AWSAccessKeyId', 'Expires', 'Signature'],
    expiresAt: 1795668127000,
  });
  expect(form.signedAt).toBeUndefined();
  expect(JSON.stringify(form)).not.toMatch(/c0ffee|AKIA/);
});

test('an emulator’s, which is not signed', () => {
  expect(describeUrl('http://127.0.0.1:4566/response/1', SUBJECT)).toMatchObject({
    signature: 'none',
    host: 'not of AWS',
    parameters: [],
    path: [],
  });
});
