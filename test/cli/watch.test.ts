import { Schema, Validator } from '@cfworker/json-schema';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'valibot';
import { watchSchema } from '../../cli/watch/schema';
import type { WatchLine } from '../../cli/watch/schema';
import { refused } from '../../simulator';
import type { Fault } from '../../simulator';
import { CONNECTION, HOME, LAG_A, LOGICAL_ID, OTHER_STACK_ID, STACK_ID, World, onto } from '../lambda/world';
import { CliOptions, Ran, cli } from './cli';

const ASSOCIATION = 'Custom::HostedConnectionAssociation';

const documented = new Validator(
  JSON.parse(readFileSync(join(__dirname, '../../docs/watch.schema.json'), 'utf8')) as Schema,
);

let world: World;

beforeEach(async () => {
  world = await World.start({ settleMs: 4000 });
  jest.spyOn(Date, 'now').mockImplementation(() => world.time);
  const template = {
    Resources: {
      [LOGICAL_ID]: {
        Type: ASSOCIATION,
        Properties: { connectionId: CONNECTION, parentConnectionId: LAG_A },
      },
    },
  };
  world.cloudFormation.setTemplate(STACK_ID, template);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await world.stop();
});

/** The command, as it runs. */
class Watching {
  public readonly ended: Promise<Ran>;
  private text = '';

  public constructor(args: readonly string[], options: CliOptions = {}) {
    const all = ['watch', '--provider-stack', 'Provider', '--every', '0.02', ...args];
    const onWrite = (text: string) => (this.text += text);
    this.ended = cli(all, { environment: world.endpoints, onWrite, ...options });
  }

  /** Waits until it has written something. */
  public async wrote(text: string): Promise<void> {
    for (let tries = 0; !this.text.includes(text); tries += 1) {
      if (tries === 500) throw new Error(`expected to read '${text}', got:\n${this.text}`);
      await sleep(10);
    }
  }
}

/** An event of the stack, or of a resource of it. */
function event(status: string, more: { logicalId?: string; reason?: string; stackId?: string } = {}): void {
  const { stackId = STACK_ID, ...rest } = more;
  world.time += 1000;
  world.cloudFormation.addEvent(stackId, { status, at: world.time, ...rest });
}

/** A deployment that is on its way with the connection interrupted; what `finish` is called with ends it. */
async function interrupted(): Promise<() => Promise<void>> {
  event('CREATE_IN_PROGRESS');
  event('CREATE_IN_PROGRESS', { logicalId: LOGICAL_ID });
  const create = world.begin('Create');
  await world.poll(create);
  return async () => {
    await world.finish(create);
    event('CREATE_COMPLETE', { logicalId: LOGICAL_ID });
    event('CREATE_COMPLETE');
  };
}

/** Looks that CloudFormation answers this way. The SDK tries twice. */
function trouble(fault: Fault, operation = 'DescribeStackEvents'): void {
  world.cloudFormation.faults.arm({ operation, times: 2, fault });
}

const throttled: Fault = { kind: 'error', status: 400, type: 'Throttling', message: 'Rate exceeded' };
const lost: Fault = { kind: 'lostRequest' };

test('from before it begins until it has ended, and where everything is then', async () => {
  const watching = new Watching(['Partner']);
  await watching.wrote('waiting for a deployment of Partner to begin');
  const finish = await interrupted();
  await watching.wrote('interrupted');
  await finish();
  const { code, out, err } = await watching.ended;
  expect(err).toBe(
    'waiting for a deployment of Partner to begin; ctrl-c ends this\n' +
      'not in us-east-1 yet: the stack Partner; if that is a mistake, end this, and correct it\n',
  );
  expect(out.replace(/^\S+Z /gm, '').split('\n')).toEqual([
    'Partner: CREATE_IN_PROGRESS',
    `${CONNECTION} (Acme): interrupted, moving from ${HOME} to ${LAG_A}`,
    `${CONNECTION} (Acme): moved to ${LAG_A}, interrupted for 5 s`,
    '1 of 1 done',
    'Partner: CREATE_COMPLETE',
    '',
    expect.stringMatching(/^CONNECTION +NAME/),
    expect.stringMatching(`^${CONNECTION} +Acme .* ${LAG_A} +as declared`),
    '',
    '1 connection: 1 as declared',
    '',
    expect.stringMatching(/^Partner: CREATE_COMPLETE after \d+ s: 1 moved; interrupted for 5 s$/),
    '',
  ]);
  // Never an escape into a pipe.
  expect(out).not.toContain('\u001B');
  expect(code).toBe(0);
});

test('what the last operation has written just before the deployment has ended is in the last line', async () => {
  event('CREATE_IN_PROGRESS');
  event('CREATE_IN_PROGRESS', { logicalId: LOGICAL_ID });
  const create = world.begin('Create');
  await world.poll(create);
  const moving = world.claim();
  await world.finish(create);
  const settled = world.claim();
  world.dynamoDb.setItem({ connectionId: CONNECTION, ...moving });
  const watching = new Watching(['Partner']);
  await watching.wrote('interrupted');
  const strike = world.cloudFormation.faults.strike.bind(world.cloudFormation.faults);
  const ends = jest.spyOn(world.cloudFormation.faults, 'strike').mockImplementation((operation) => {
    ends.mockImplementation(strike);
    world.dynamoDb.setItem({ connectionId: CONNECTION, ...settled });
    event('CREATE_COMPLETE', { logicalId: LOGICAL_ID });
    event('CREATE_COMPLETE');
    return strike(operation);
  });
  const { out } = await watching.ended;
  expect(out).toMatch(/^Partner: CREATE_COMPLETE after \d+ s: 1 moved; interrupted for 5 s$/m);
});

test('after a rollback: exit code 1, and the table has those that no association has any more', async () => {
  event('CREATE_IN_PROGRESS');
  const watching = new Watching(['Partner']);
  await watching.wrote('CREATE_IN_PROGRESS');
  await world.run('Create');
  event('CREATE_FAILED', { logicalId: 'Queue', reason: 'no' });
  event('ROLLBACK_IN_PROGRESS');
  await watching.wrote('ROLLBACK_IN_PROGRESS');
  event('DELETE_IN_PROGRESS', { logicalId: LOGICAL_ID });
  await world.run('Delete', { physicalId: `${CONNECTION}/${HOME}` });
  event('DELETE_COMPLETE', { logicalId: LOGICAL_ID });
  event('ROLLBACK_COMPLETE');
  const { code, out } = await watching.ended;
  expect(out).toContain('Partner/Queue: failed: no');
  expect(out).toMatch(new RegExp(`^${CONNECTION} +Acme .* ${HOME} +no association$`, 'm'));
  expect(out).toContain('Partner: ROLLBACK_COMPLETE after');
  expect(code).toBe(1);
});

test('a create that was refused before anything was claimed: its connection is in the table all the same', async () => {
  event('CREATE_IN_PROGRESS');
  const watching = new Watching(['Partner']);
  await watching.wrote('CREATE_IN_PROGRESS');
  event('CREATE_FAILED', { logicalId: LOGICAL_ID, reason: 'vlan 101 is in use' });
  event('ROLLBACK_COMPLETE');
  const { code, out } = await watching.ended;
  expect(out).toContain(`${CONNECTION}: failed: vlan 101 is in use`);
  expect(out).toMatch(new RegExp(`^${CONNECTION} .* ${HOME} +no association$`, 'm'));
  expect(code).toBe(1);
});

test('a stack that is deleted is followed to its end', async () => {
  event('CREATE_IN_PROGRESS');
  await world.run('Create');
  event('CREATE_COMPLETE');
  const watching = new Watching(['Partner']);
  await watching.wrote('waiting for');
  event('DELETE_IN_PROGRESS');
  await world.run('Delete');
  world.forget();
  event('DELETE_COMPLETE');
  const { code, out } = await watching.ended;
  expect(out).toContain(`${CONNECTION} (Acme): home on ${HOME}, interrupted for`);
  expect(out).toMatch(/no association$/m);
  expect(code).toBe(0);
});

test('a rollback of a create that was left as it had failed is followed, too', async () => {
  event('CREATE_IN_PROGRESS');
  await world.run('Create');
  event('CREATE_FAILED');
  const watching = new Watching(['Partner']);
  await watching.wrote('waiting for');
  event('ROLLBACK_IN_PROGRESS');
  await watching.wrote('ROLLBACK_IN_PROGRESS');
  event('DELETE_IN_PROGRESS', { logicalId: LOGICAL_ID });
  await world.run('Delete');
  event('DELETE_COMPLETE', { logicalId: LOGICAL_ID });
  event('ROLLBACK_COMPLETE');
  const { code, out } = await watching.ended;
  expect(out).toContain(`home on ${HOME}`);
  expect(code).toBe(1);
});

test('a connection that another stack has taken over is in the table as that one has it', async () => {
  event('CREATE_IN_PROGRESS');
  await world.run('Create');
  event('CREATE_COMPLETE');
  await world.run('Create', { stackId: OTHER_STACK_ID, properties: { takeOver: 'true' } });
  event('DELETE_IN_PROGRESS');
  event('DELETE_IN_PROGRESS', { logicalId: LOGICAL_ID });
  const watching = new Watching(['Partner']);
  await watching.wrote('DELETE_IN_PROGRESS');
  await world.run('Delete');
  event('DELETE_COMPLETE', { logicalId: LOGICAL_ID });
  event('DELETE_COMPLETE');
  const { code, out } = await watching.ended;
  expect(out).toContain(`${CONNECTION}: left, not interrupted`);
  expect(out).toMatch(new RegExp(`^${CONNECTION} .* Customer +${LAG_A} +as declared`, 'm'));
  expect(out).toMatch(/^Partner: DELETE_COMPLETE after \d+ s: 1 left$/m);
  expect(code).toBe(0);
});

test('of two that are named one has nothing to do', async () => {
  const finish = await interrupted();
  const watching = new Watching(['Partner', 'Customer', '--wait', '0.1']);
  await watching.wrote('interrupted');
  world.cloudFormation.addEvent(OTHER_STACK_ID, { status: 'CREATE_COMPLETE', at: world.time });
  await finish();
  const { code, err } = await watching.ended;
  expect({ code, err }).toEqual({ code: 0, err: 'no deployment of Customer has begun\n' });
});

test('while it goes on, direct connect is not asked for anything', async () => {
  const finish = await interrupted();
  const calls = world.simulator.calls.length;
  const watching = new Watching(['Partner']);
  await watching.wrote('interrupted');
  const looks = world.dynamoDb.calls.length;
  while (world.dynamoDb.calls.length < looks + 5) await sleep(10);
  expect(world.simulator.calls.length).toBe(calls);
  await finish();
  expect(await watching.ended).toMatchObject({ code: 0 });
  expect(world.simulator.calls.length).toBeGreaterThan(calls);
});

test('without names: every stack that has anything of ours, and no other', async () => {
  world.cloudFormation.setTemplate(OTHER_STACK_ID, { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
  event('UPDATE_IN_PROGRESS', { stackId: OTHER_STACK_ID });
  const finish = await interrupted();
  const watching = new Watching(['--wait', '0.1']);
  await watching.wrote('Partner: CREATE_IN_PROGRESS');
  await finish();
  const { code, out } = await watching.ended;
  expect(out).not.toContain('Customer');
  expect(out).toContain('Partner: CREATE_COMPLETE after');
  expect(code).toBe(0);
});

test.each([
  ['throttled', throttled, 'Throttling: Rate exceeded'],
  ['cut off', lost, 'socket hang up'],
])('%s: it says so once, and goes on', async (_what, fault, message) => {
  const finish = await interrupted();
  const watching = new Watching(['Partner']);
  await watching.wrote('interrupted');
  trouble(fault);
  trouble(fault);
  await watching.wrote('it can look again');
  await finish();
  const { code, out, err } = await watching.ended;
  expect(err.split('\n')).toEqual([
    expect.stringMatching(
      `^could not call cloudformation:DescribeStackEvents: .*${message}.*; it goes on looking$`,
    ),
    'it can look again',
    '',
  ]);
  expect(out).toContain('1 as declared');
  expect(code).toBe(0);
});

test('at the end, too', async () => {
  const finish = await interrupted();
  const watching = new Watching(['Partner']);
  await watching.wrote('interrupted');
  world.cloudFormation.faults.arm({ operation: 'ListStackResources', times: 3, fault: lost });
  await finish();
  const { code, out, err } = await watching.ended;
  expect(err).toMatch(/^could not call cloudformation:ListStackResources: .*; it goes on looking\n$/);
  expect(out).toContain('1 as declared');
  expect(code).toBe(0);
});

test.each([
  ['ExpiredToken', 'The security token included in the request is expired', 'so log in again'],
  ['AccessDenied', 'not authorized to perform: cloudformation:DescribeStackEvents', 'allow it to your role'],
])('%s in the middle of it: one line, and exit code 2', async (type, message, advice) => {
  await interrupted();
  const watching = new Watching(['Partner']);
  await watching.wrote('interrupted');
  trouble({ kind: 'error', status: 403, type, message });
  const { code, err } = await watching.ended;
  expect(err).toMatch(
    new RegExp(`^could not call cloudformation:DescribeStackEvents: ${type}: ${message}; .*${advice}\n$`),
  );
  expect(code).toBe(2);
});

test('ctrl-c before anything has begun: the table', async () => {
  event('CREATE_IN_PROGRESS');
  await world.run('Create');
  event('CREATE_COMPLETE');
  const watching = new Watching(['Partner']);
  await watching.wrote('waiting for');
  process.emit('SIGINT');
  const { code, out } = await watching.ended;
  expect(out).toContain('1 connection: 1 as declared');
  expect(code).toBe(0);
});

test('ctrl-c in the middle of it: the table, and exit code 1, as not everything is as it is declared', async () => {
  await interrupted();
  const watching = new Watching(['Partner']);
  await watching.wrote('interrupted');
  process.emit('SIGINT');
  const { code, out } = await watching.ended;
  expect(out).toContain('1 connection: 1 moving');
  expect(out).toMatch(/^Partner: CREATE_IN_PROGRESS: 1 moving$/m);
  expect(code).toBe(1);
});

test('--json: a line for each change, as it is documented, and the status at the end', async () => {
  world.simulator.arm({ operation: 'AssociateHostedConnection', skip: 1, fault: refused('no room') });
  const finish = await interrupted();
  const watching = new Watching(['Partner', '--json']);
  await watching.wrote('"moving"');
  event('CREATE_FAILED', { logicalId: 'Queue', reason: 'no' });
  await finish();
  const { code, out } = await watching.ended;
  const lines = out.trimEnd().split('\n');
  const printed = lines.map((line) => JSON.parse(line) as WatchLine);
  for (const line of printed) {
    expect(documented.validate(line)).toEqual({ valid: true, errors: [] });
    // No member that is not documented.
    expect(parse(watchSchema, line)).toEqual(line);
  }
  expect(new Set(printed.map(({ kind }) => kind))).toEqual(
    new Set(['stack', 'connection', 'failure', 'progress', 'end']),
  );
  expect(printed.at(-1)).toMatchObject({
    kind: 'end',
    outcome: 'complete',
    status: { connections: [{ connectionId: CONNECTION, state: 'as declared' }] },
  });
  expect(code).toBe(0);
});

test('on a terminal the lines below are drawn over, and nothing of them is left', async () => {
  const finish = await interrupted();
  const watching = new Watching(['Partner'], { isTTY: true, columns: 40 });
  await watching.wrote('interrupted for');
  trouble(throttled);
  await watching.wrote('could not look for');
  await finish();
  const { code, out, err } = await watching.ended;
  expect(out).toContain('\u001B[');
  expect(err).toBe('');
  expect(code).toBe(0);
});

describe('what it waits for in vain', () => {
  test('a stack that does not exist', async () => {
    const { code, err, out } = await new Watching(['Nobody', '--wait', '0']).ended;
    expect(err).toBe(
      'there is no stack Nobody in us-east-1: expected the name or the id of one that is deployed; correct it, or pass --region\n',
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  test('a deployment that does not begin: the table', async () => {
    event('CREATE_IN_PROGRESS');
    await world.run('Create', onto(LAG_A));
    event('CREATE_COMPLETE');
    const { code, out } = await new Watching(['Partner', '--wait', '0.1']).ended;
    expect(out).toContain('1 as declared');
    expect(code).toBe(0);
  });

  test('a provider: it may be on its way, but not without waiting', async () => {
    const { code, err } = await new Watching(['--provider-stack', 'Other', '--wait', '0']).ended;
    expect(err).toMatch(/^there is no table Other-claims in us-east-1: .*\n$/);
    expect(code).toBe(2);
    const watching = new Watching(['--provider-stack', 'Other', 'Partner']);
    await watching.wrote('not in us-east-1 yet: the stack Partner, the stack of the provider, Other; ');
    process.emit('SIGINT');
    expect(await watching.ended).toMatchObject({ code: 2 });
  });
});

test.each([
  [['--wait', 'soon'], '--wait is soon: expected a number of seconds\n'],
  [['--every', '0'], '--every is 0: expected a number of seconds above 0\n'],
])('%s is a mistake', async (args, err) => {
  expect(await new Watching(args).ended).toEqual({ code: 2, out: '', err });
});
