import { Schema, Validator } from '@cfworker/json-schema';
import stringWidth from 'fast-string-width';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'valibot';
import { statusSchema } from '../../cli/status/schema';
import type { ConnectionStatus, Status } from '../../cli/status/schema';
import {
  CONNECTION,
  HOME,
  LAG_A,
  LAG_B,
  LOGICAL_ID,
  OTHER_INTERCONNECT,
  OTHER_STACK_ID,
  PHYSICAL_ID,
  STACK_ID,
  World,
  onto,
} from '../lambda/world';
import { CliOptions, Ran, cli } from './cli';

const documented = new Validator(
  JSON.parse(readFileSync(join(__dirname, '../../docs/status.schema.json'), 'utf8')) as Schema,
);

let world: World;

beforeEach(async () => {
  world = await World.start();
  jest.spyOn(Date, 'now').mockImplementation(() => world.time);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await world.stop();
});

function status(args: readonly string[] = [], options: CliOptions = {}): Promise<Ran> {
  const environment = world.endpoints;
  return cli(['status', '--provider-stack', 'Provider', ...args], { environment, ...options });
}

async function json(...args: string[]): Promise<{ code: number; connections: ConnectionStatus[] }> {
  const { code, out } = await status(['--json', ...args]);
  const printed: unknown = JSON.parse(out);
  const { connections, hasDrifted } = parse(statusSchema, printed);
  expect(hasDrifted).toBe(code === 1);
  expect(documented.validate(printed)).toEqual({ valid: true, errors: [] });
  // No member that is not documented.
  expect({ connections }).toEqual({ connections: (printed as Status).connections });
  return { code, connections };
}

/** The association is there, and its policy is this one. */
function deployed(policy?: string): void {
  const template = { Resources: { [LOGICAL_ID]: { Type: 'Custom::X', DeletionPolicy: policy } } };
  world.cloudFormation.setTemplate(STACK_ID, template);
}

test('no claim is nothing to say', async () => {
  expect(await status()).toEqual({ code: 0, out: 'No connection is claimed in Provider-claims.\n', err: '' });
});

test('as declared: who it is, where it is, and where it goes on delete', async () => {
  await world.run('Create');
  deployed('Delete');
  const { code, connections } = await json();
  expect(code).toBe(0);
  expect(connections).toEqual([
    {
      connectionId: CONNECTION,
      state: 'as declared',
      connectionName: 'Acme',
      ownerAccount: '444455556666',
      vlan: 101,
      connectionState: 'available',
      stack: 'Partner',
      stackId: STACK_ID,
      logicalId: LOGICAL_ID,
      resourceStatus: 'CREATE_COMPLETE',
      phase: 'settled',
      declaredOn: LAG_A,
      isOn: LAG_A,
      home: HOME,
      isRetained: false,
    },
  ]);
  const { out } = await status();
  expect(out).toBe(
    [
      'CONNECTION      NAME  CUSTOMER      VLAN  STACK    IS ON           STATE        ON DELETE',
      `${CONNECTION}  Acme  444455556666  101   Partner  ${LAG_A}  as declared  goes to ${HOME}`,
      '',
      '1 connection: 1 as declared',
      '',
    ].join('\n'),
  );
});

test('in 40 columns no line is wider, and nothing is lost', async () => {
  await world.run('Create');
  world.simulator.moveByHand(CONNECTION, LAG_B);
  const { out } = await status([], { columns: 40 });
  expect(out.split('\n').filter((line) => stringWidth(line) > 40)).toEqual([]);
  const text = out.replace(/\s+/g, ' ');
  for (const part of [CONNECTION, 'Acme', '444455556666', 'moved by hand', `is on ${LAG_B}`]) {
    expect(text).toContain(part);
  }
});

test('retained: a delete leaves it there', async () => {
  await world.run('Create');
  deployed('RetainExceptOnCreate');
  const { out } = await status();
  expect(out).toContain('stays (RETAIN)');
});

test('moved by hand: the delete would leave it, and the way back is told', async () => {
  await world.run('Create');
  world.simulator.moveByHand(CONNECTION, LAG_B);
  const { code, connections } = await json();
  expect(code).toBe(1);
  expect(connections).toMatchObject([{ state: 'moved by hand', isOn: LAG_B, declaredOn: LAG_A, home: HOME }]);
  const { out } = await status();
  expect(out).toContain(
    `aws directconnect associate-hosted-connection --connection-id ${CONNECTION} --parent-connection-id ${LAG_A}`,
  );
  expect(out).toMatch(/moved by hand +stays$/m);
  // As it says: the handler leaves it there too.
  await world.run('Delete');
  expect(world.parent()).toBe(LAG_B);
});

test('an interconnect that has joined a LAG stands for it', async () => {
  await world.run('Create', onto(OTHER_INTERCONNECT));
  world.simulator.joinLag(OTHER_INTERCONNECT, LAG_A);
  world.simulator.joinLag(HOME, LAG_B);
  const { code, connections } = await json();
  expect(code).toBe(0);
  expect(connections).toMatchObject([{ state: 'as declared', isOn: LAG_A, declaredOn: LAG_A, home: LAG_B }]);
});

test.each([
  ['on no parent', () => world.simulator.remove(CONNECTION)],
  ['deleted', () => world.simulator.setState(CONNECTION, 'deleted')],
])('gone: %s', async (_what, act) => {
  await world.run('Create');
  world.time += 3_600_000;
  act();
  const { code, connections } = await json();
  expect({ code, connections }).toMatchObject({ code: 1, connections: [{ state: 'gone' }] });
});

test('just after a move it may be listed nowhere: moving', async () => {
  await world.run('Create');
  world.simulator.remove(CONNECTION);
  expect(await json()).toMatchObject({ code: 0, connections: [{ state: 'moving' }] });
});

test('in the middle of a move: moving', async () => {
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: { kind: 'lostRequest' } });
  await world.poll(world.begin('Create'));
  expect(await json()).toMatchObject({ code: 0, connections: [{ state: 'moving', phase: 'moving' }] });
});

test('a delete that has failed: its reason, and that it can be repeated', async () => {
  await world.run('Create');
  const reason = 'Received response status [FAILED] from custom resource';
  world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, { status: 'DELETE_FAILED', reason });
  const { code, connections } = await json();
  expect(code).toBe(1);
  expect(connections).toMatchObject([{ state: 'failed', reason, isOn: LAG_A }]);
  expect(connections[0]?.advice).toContain('delete the stack again');
});

test('no stack any more: as CloudFormation says, and as the handler would find', async () => {
  await world.run('Create');
  world.forget();
  const { code, connections } = await json();
  expect(code).toBe(1);
  expect(connections).toMatchObject([{ state: 'no stack', stack: 'Partner', isOn: LAG_A, home: HOME }]);
  // What the advice says: who declares it again takes it over, and its delete puts it back.
  world.time += 3_600_000;
  await world.run('Create', { stackId: OTHER_STACK_ID });
  expect(await json()).toMatchObject({
    code: 0,
    connections: [{ state: 'as declared', stack: 'Customer', home: HOME }],
  });
  await world.run('Delete', { stackId: OTHER_STACK_ID });
  expect(world.parent()).toBe(HOME);
});

test('no claim any more, but an association', async () => {
  await world.run('Create');
  world.dynamoDb.removeItem(CONNECTION);
  world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, {
    status: 'CREATE_COMPLETE',
    physicalId: PHYSICAL_ID,
  });
  const { code, connections } = await json('Partner');
  expect(code).toBe(1);
  expect(connections).toMatchObject([{ state: 'no claim', logicalId: LOGICAL_ID, isOn: LAG_A, home: HOME }]);
});

test('a claim that cannot be read: the field is named', async () => {
  await world.run('Create');
  world.editClaim({ phase: 'lost' });
  const { code, connections } = await json();
  expect(code).toBe(1);
  expect(connections).toMatchObject([{ state: 'unreadable', isOn: LAG_A }]);
  expect(connections[0]?.reason).toContain('has the phase "lost"');
});

test('what is released, and what is no claim, is left out', async () => {
  await world.run('Create');
  await world.run('Delete');
  world.dynamoDb.setItem({ connectionId: 'migration/stack/Preflight', placements: {} });
  world.dynamoDb.setItem({ connectionId: 'search/dxcon-fg9607vm', without: [] });
  expect(await json()).toEqual({ code: 0, connections: [] });
});

test('of the stacks that are named, and of no other', async () => {
  await world.run('Create');
  const connectionId = 'dxcon-bb000001';
  const options = { stackId: OTHER_STACK_ID, logicalId: 'Bolt', ...onto(LAG_A) };
  await world.run('Create', { ...options, properties: { connectionId, parentConnectionId: LAG_A } });
  const ids = async (...args: string[]) => (await json(...args)).connections.map((each) => each.connectionId);
  expect(await ids()).toEqual([connectionId, CONNECTION]);
  expect(await ids('Customer')).toEqual([connectionId]);
  expect(await ids(STACK_ID)).toEqual([CONNECTION]);
  const { code, err } = await status(['Partner', 'Other']);
  expect(code).toBe(2);
  expect(err).toBe('no claim is of the stack Other: expected one of Customer, Partner\n');
});

test.each([
  ['cloudformation:ListStackResources', 'ListStackResources'],
  ['cloudformation:GetTemplate', 'GetTemplate'],
])('without the permission for %s it says so', async (action, operation) => {
  await world.run('Create');
  world.cloudFormation.faults.arm({
    operation,
    // The SDK tries again with a clock that it believes in.
    times: 10,
    fault: {
      kind: 'error',
      status: 403,
      type: 'AccessDenied',
      message: `not authorized to perform ${action}`,
    },
  });
  const { code, err } = await status();
  expect(code).toBe(2);
  expect(err).toContain(`could not call ${action}: AccessDenied: not authorized`);
});
