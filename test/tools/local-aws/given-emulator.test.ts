import { startLocalAws } from '../../../tools/local-aws/local-aws';

const before = process.env.AWS_ENDPOINT_URL;
afterEach(() => {
  if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
  else process.env.AWS_ENDPOINT_URL = before;
});

test.each([
  [
    'localhost:4566x/',
    /AWS_ENDPOINT_URL is 'localhost:4566x\/', expected .* such as http:\/\/127\.0\.0\.1:4566/,
  ],
  ['nowhere', /AWS_ENDPOINT_URL is 'nowhere', expected the address of an emulator/],
  [
    'http://0.0.0.0:4566',
    /every address of this machine, expected .*http:\/\/127\.0\.0\.1:4566\..*BIND_HOST=127\.0\.0\.1/,
  ],
  ['http://[::]:4566', /every address of this machine, expected .*http:\/\/127\.0\.0\.1:4566\./],
  [
    'http://127.0.0.1:1',
    /no emulator answers on AWS_ENDPOINT_URL, http:\/\/127\.0\.0\.1:1: start it, or unset/,
  ],
])('an emulator at %s is refused before anything is sent to it', async (endpoint, message) => {
  process.env.AWS_ENDPOINT_URL = endpoint;
  await expect(startLocalAws()).rejects.toThrow(message);
});
