import stringWidth from 'fast-string-width';
import { DirectConnectSimulator } from '../../simulator';
import { FakeCloudFormation } from '../fakes/cloud-formation';
import { FakeDynamoDb } from '../fakes/dynamo-db';
import { cli } from './cli';

const closed = 'http://127.0.0.1:9';

test('--help names the commands and the exit codes', async () => {
  const { code, out, err } = await cli(['--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const text of ['inventory', 'status', 'Exit codes']) expect(out).toContain(text);
});

test('--version is that of the package', async () => {
  const { out } = await cli(['--version']);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([['--help'], ['status', '--help'], ['watch', '--help']])(
  'help fits into 40 columns: %s',
  async (...args) => {
    const { out } = await cli(args.flat(), { columns: 40 });
    const wide = out.split('\n').filter((line) => stringWidth(line) > 40);
    expect(wide).toEqual([]);
  },
);

test.each([
  ['an unknown command', ['stauts'], "unknown command 'stauts'"],
  ['an unknown option', ['status', '--jsno'], "unknown option '--jsno'"],
  ['an option without its value', ['inventory', '--output'], 'argument missing'],
  ['too many arguments', ['inventory', 'now'], 'too many arguments'],
])('a usage error is exit code 2: %s', async (_what, args, message) => {
  const { code, out, err } = await cli(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

describe('what cannot be looked at is one line on standard error, and exit code 2:', () => {
  const table = new FakeDynamoDb('Provider-claims');
  const stacks = new FakeCloudFormation();
  const environment: Record<string, string> = {};

  beforeAll(async () => {
    environment['AWS_ENDPOINT_URL_DYNAMODB'] = await table.start();
    environment['AWS_ENDPOINT_URL_CLOUDFORMATION'] = await stacks.start();
    stacks.setExport('Partner-Provider:ServiceToken', 'arn:aws:lambda:us-east-1:111122223333:function:f');
  });

  afterAll(async () => {
    await Promise.all([table.stop(), stacks.stop()]);
  });

  async function failing(args: string[], more: Record<string, string> = {}): Promise<string> {
    const { code, out, err } = await cli(args, { environment: { ...environment, ...more } });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).not.toMatch(/\n\s+at |undefined|\[object/);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    return err;
  }

  test('nobody answers', async () => {
    const err = await failing(['inventory'], { AWS_ENDPOINT_URL_DIRECT_CONNECT: closed });
    expect(err).toMatch(/could not call directconnect:Describe\w+: .*check --region, AWS_ENDPOINT_URL/);
  });

  test('no region', async () => {
    expect(await failing(['inventory'], { AWS_REGION: '' })).toContain('no AWS Region is set');
  });

  test('no such profile', async () => {
    const before = process.env['AWS_ACCESS_KEY_ID'];
    const err = await failing(['inventory', '--profile', 'nobody'], { AWS_ACCESS_KEY_ID: '' });
    expect(err).toContain('could not get AWS credentials: ');
    expect(process.env['AWS_ACCESS_KEY_ID']).toBe(before);
  });

  test('a provider that is not deployed, and another that is', async () => {
    expect(await failing(['status'])).toBe(
      'there is no table cdk-hosted-connection-association-provider-claims in us-east-1: expected the ' +
        "provider's stack cdk-hosted-connection-association-provider to be deployed there, and found Partner-Provider; " +
        'deploy it, or pass --region or --provider-stack\n',
    );
  });

  test.each([
    ['ExpiredTokenException', 'The security token included in the request is expired', 'so log in again'],
    ['AccessDeniedException', 'User is not authorized to perform: dynamodb:Scan', 'allow it to your role'],
  ])('%s', async (type, message, advice) => {
    table.faults.arm({ operation: 'Scan', fault: { kind: 'error', status: 400, type, message } });
    const err = await failing(['status', '--provider-stack', 'Provider']);
    expect(err).toContain(`could not call dynamodb:Scan: ${type}: ${message}; `);
    expect(err).toContain(advice);
  });

  test('watch ends at once where its first look fails: not only the last', async () => {
    const type = 'ExpiredTokenException';
    table.faults.arm({ operation: 'Scan', fault: { kind: 'error', status: 400, type, message: 'old' } });
    const err = await failing(['watch', 'Partner', '--provider-stack', 'Provider']);
    expect(err).toContain(
      `could not call dynamodb:Scan: ${type}: old; the credentials are not valid any more`,
    );
    const nobody = { AWS_ENDPOINT_URL_DYNAMODB: closed };
    expect(await failing(['watch', '--provider-stack', 'Provider'], nobody)).toContain(
      'check --region, AWS_ENDPOINT_URL',
    );
  });

  test('watch asks for everything that its end needs before it waits', async () => {
    const url = { AWS_ENDPOINT_URL_DIRECT_CONNECT: closed };
    const err = await failing(['watch', 'Partner', '--provider-stack', 'Provider'], url);
    expect(err).toMatch(/^could not call directconnect:Describe/);
  });

  test('an account that is no partner', async () => {
    const simulator = await DirectConnectSimulator.start({
      inventory: (await import('../../simulator')).inventory(),
      partner: false,
    });
    const err = await failing(['inventory'], { AWS_ENDPOINT_URL_DIRECT_CONNECT: simulator.url });
    await simulator.stop();
    expect(err).toContain('is not an authorized Direct Connect partner in us-east-1.; look in the account');
  });

  test('a stack that no claim is of', async () => {
    const err = await failing(['status', 'Nobody', '--provider-stack', 'Provider']);
    expect(err).toContain('no claim is of the stack Nobody: expected one of none');
  });

  test('a file that cannot be written', async () => {
    const { inventory } = await import('../../simulator');
    const simulator = await DirectConnectSimulator.start({ inventory: inventory() });
    const url = { AWS_ENDPOINT_URL_DIRECT_CONNECT: simulator.url };
    const err = await failing(['inventory', '-o', '/nonexistent/inventory.json'], url);
    await simulator.stop();
    expect(err).toContain('could not write /nonexistent/inventory.json: ');
  });
});
