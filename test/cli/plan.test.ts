import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Schema, Validator } from '@cfworker/json-schema';
import { App, CfnParameter, RemovalPolicy, Stack, aws_directconnect as directconnect } from 'aws-cdk-lib';
import stringWidth from 'fast-string-width';
import { parse } from 'valibot';
import { Plan, planSchema } from '../../cli/plan/schema';
import {
  HostedConnectionAssociation,
  HostedConnectionAssociationProps,
  HostedConnectionMigration,
  HostedConnectionParent,
  HostedConnectionProvider,
} from '../../lib';
import { inventory } from '../../simulator';
import { HttpServer } from '../fakes/http-server';
import { startSts } from '../fakes/sts';
import { CONNECTION, HOME, LAG_A, LAG_B, LOGICAL_ID, OTHER_STACK_ID, STACK_ID, World } from '../lambda/world';
import { CliOptions, Ran, cli } from './cli';

const BOLT = 'dxcon-bb000001';
const documented = new Validator(
  JSON.parse(readFileSync(join(__dirname, '../../docs/plan.schema.json'), 'utf8')) as Schema,
);

let world: World;
let sts: HttpServer;

beforeEach(async () => {
  process.env['CDK_VALIDATION'] = 'false';
  world = await World.start();
  sts = await startSts('111122223333');
  jest.spyOn(Date, 'now').mockImplementation(() => world.time);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all([world.stop(), sts.stop()]);
});

const lag = (id: string) => HostedConnectionParent.fromLagId(id);

/** An app with one stack, `Partner`. */
function synthesize(declare: (stack: Stack) => void, env = {}): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'app-')) });
  declare(new Stack(app, 'Partner', { env }));
  return app.synth().directory;
}

function association(
  stack: Stack,
  name: string,
  props: Partial<HostedConnectionAssociationProps> = {},
): HostedConnectionAssociation {
  return new HostedConnectionAssociation(stack, name, {
    connectionId: CONNECTION,
    parent: lag(LAG_A),
    outputs: [],
    provider: providerOf(stack),
    ...props,
  });
}

function providerOf(stack: Stack) {
  const id = 'Provider';
  const existing = stack.node.tryFindChild(id) as HostedConnectionProvider | undefined;
  return existing ?? HostedConnectionProvider.fromDeployed(stack, id, { stackName: 'Provider' });
}

interface SynthesizedResource {
  readonly Type: string;
  readonly Properties: Record<string, string>;
}

/** The app is deployed: CloudFormation has its template, and the handler has done what it asks for. */
async function deploy(folder: string): Promise<void> {
  const template = JSON.parse(readFileSync(join(folder, 'Partner.template.json'), 'utf8')) as {
    Resources: Record<string, SynthesizedResource>;
  };
  world.cloudFormation.setTemplate(STACK_ID, template);
  for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources)) {
    if (Type !== 'Custom::HostedConnectionAssociation') continue;
    await world.run('Create', { logicalId, properties: { ...Properties, waitForAvailable: 'false' } });
    world.cloudFormation.setResource(STACK_ID, logicalId, {
      status: 'CREATE_COMPLETE',
      physicalId: world.physicalId,
    });
  }
  world.cloudFormation.setStack(STACK_ID, 'CREATE_COMPLETE');
  world.time += 3_600_000;
}

function run(folder: string, args: readonly string[] = [], options: CliOptions = {}): Promise<Ran> {
  const environment = { ...world.endpoints, AWS_ENDPOINT_URL_STS: sts.url };
  return cli(['plan', '--app', folder, '--provider-stack', 'Provider', ...args], { environment, ...options });
}

async function plan(folder: string, ...args: string[]): Promise<Plan & { readonly code: number }> {
  const { code, out, err } = await run(folder, ['--json', ...args]);
  expect(err).toBe('');
  const printed: unknown = JSON.parse(out);
  expect(documented.validate(printed)).toEqual({ valid: true, errors: [] });
  const known = parse(planSchema, printed);
  // No member that is not documented.
  expect(known).toEqual(printed);
  expect(known.isClear).toBe(code === 0);
  return { ...known, code };
}

/** An account that is a file. */
function inventoryFile(text: string = JSON.stringify(inventory())): string {
  const file = join(mkdtempSync(join(tmpdir(), 'cli-')), 'inventory.json');
  writeFileSync(file, text);
  return file;
}

beforeEach(() => {
  // The stack is not there yet.
  world.cloudFormation.setStack(STACK_ID, 'DELETE_COMPLETE');
});

test('a connection that is moved: from where, to where, and back home on delete', async () => {
  const { code, connections, stacks, problems, parents, account, at } = await plan(
    synthesize((stack) => association(stack, 'Acme')),
  );
  expect({ code, problems, stacks, account, at }).toEqual({
    code: 0,
    problems: [],
    stacks: [{ name: 'Partner', change: 'create' }],
    account: '111122223333',
    at: new Date(world.time).toISOString(),
  });
  expect(parents.map(({ parentId }) => parentId)).toEqual([HOME, LAG_A]);
  expect(connections).toEqual([
    {
      stack: 'Partner',
      logicalId: LOGICAL_ID,
      connectionId: CONNECTION,
      connectionName: 'Acme',
      ownerAccount: '444455556666',
      vlan: 101,
      isOn: HOME,
      willBeOn: LAG_A,
      action: 'move',
      interruptions: 1,
      order: 1,
      startsAfterSeconds: 0,
      onRollback: HOME,
      onDelete: HOME,
    },
  ]);
  // Nothing was touched by looking.
  expect({ moves: world.simulator.associations, claims: world.dynamoDb.keys }).toEqual({
    moves: [],
    claims: [],
  });
});

test('as text, and in 40 columns', async () => {
  const folder = synthesize((stack) => association(stack, 'Acme'));
  const { out } = await run(folder);
  expect(out).toContain(
    'CONNECTION      NAME  CUSTOMER      VLAN  IS ON           WILL BE ON      WHAT  INTERRUPTIONS  STARTS',
  );
  expect(out).toContain('1 connection: 1 move. 1 interruption.');
  expect(out).toContain('Nothing stands in the way.');
  const narrow = await run(folder, [], { columns: 40 });
  expect(narrow.out.split('\n').filter((line) => stringWidth(line) > 40)).toEqual([]);
  expect(narrow.out).toContain(LAG_A);
});

test('adopted, untouched, moved on, put back, forgotten', async () => {
  const before = synthesize((stack) => {
    association(stack, 'Acme');
    association(stack, 'Bolt', {
      connectionId: BOLT,
      parent: lag(LAG_B),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  });
  expect((await plan(before)).connections.map(({ action }) => action)).toEqual(['move', 'adopt']);
  await deploy(before);
  const untouched = await plan(before);
  expect(untouched.connections.map(({ action, interruptions }) => [action, interruptions])).toEqual([
    ['untouched', 0],
    ['untouched', 0],
  ]);
  expect((await run(before)).out).toContain('2 connections: 2 untouched. 0 interruptions.');
  const moved = await plan(synthesize((stack) => association(stack, 'Acme', { parent: lag(LAG_B) })));
  expect(moved.stacks).toEqual([{ name: 'Partner', change: 'update' }]);
  expect(moved.connections).toMatchObject([
    {
      connectionId: CONNECTION,
      action: 'move',
      isOn: LAG_A,
      willBeOn: LAG_B,
      onRollback: LAG_A,
      onDelete: HOME,
    },
    { connectionId: BOLT, action: 'forget', isOn: LAG_B, willBeOn: LAG_B },
  ]);
  const removed = await plan(
    synthesize((stack) => association(stack, 'Bolt', { connectionId: BOLT, parent: lag(LAG_B) })),
  );
  expect(removed.connections).toMatchObject([
    { connectionId: CONNECTION, action: 'put back', isOn: LAG_A, willBeOn: HOME, interruptions: 1 },
    { connectionId: BOLT, action: 'untouched', onDelete: LAG_B },
  ]);
});

test('what the handler would refuse, in its own words, and exit code 1', async () => {
  world.simulator.addHostedConnection(LAG_A, { connectionId: 'dxcon-holder01', vlan: 101 });
  const folder = synthesize((stack) => association(stack, 'Acme'));
  const { code, problems, connections } = await plan(folder);
  expect(code).toBe(1);
  const text = `${CONNECTION} cannot be moved to ${LAG_A}: vlan 101 is in use there by dxcon-holder01; move that one away first, or choose another parent. nothing was moved: it is on ${HOME}`;
  expect(problems).toEqual([
    {
      stack: 'Partner',
      logicalId: LOGICAL_ID,
      connectionId: CONNECTION,
      when: 'deployment',
      isRace: false,
      text,
    },
  ]);
  expect(connections).toMatchObject([{ action: 'fail', isOn: HOME, willBeOn: HOME, interruptions: 0 }]);
  // As it then says.
  await expect(world.run('Create')).rejects.toThrow(text);
});

test('a connection of another association: who has it, as CloudFormation says', async () => {
  await world.run('Create', { stackId: OTHER_STACK_ID });
  world.time += 3_600_000;
  const { code, problems } = await plan(synthesize((stack) => association(stack, 'Acme')));
  expect(code).toBe(1);
  expect(problems[0]?.text).toContain(`is already associated by ${LOGICAL_ID} of the stack Customer`);
  const taken = await plan(synthesize((stack) => association(stack, 'Acme', { takeOver: true })));
  expect(taken).toMatchObject({ code: 0, connections: [{ action: 'adopt', isOn: LAG_A, onDelete: HOME }] });
});

test('what going home would meet: the rollback is in the way, a later delete is told', async () => {
  const before = synthesize((stack) => association(stack, 'Acme'));
  await deploy(before);
  world.simulator.addHostedConnection(HOME, { connectionId: 'dxcon-holder01', vlan: 101 });
  const untouched = await plan(before);
  expect(untouched).toMatchObject({ code: 0, problems: [{ when: 'delete', connectionId: CONNECTION }] });
  expect(untouched.problems[0]?.text).toContain(`vlan 101 is in use there by dxcon-holder01`);
  world.simulator.addHostedConnection(LAG_A, { connectionId: 'dxcon-holder02', vlan: 102 });
  const folder = synthesize((stack) => association(stack, 'Acme', { parent: lag(LAG_B) }));
  // Back to LAG A it could go.
  expect((await plan(folder)).problems.map(({ when }) => when)).toEqual(['delete']);
  const removed = await plan(synthesize((stack) => new CfnParameter(stack, 'Nothing')));
  expect(removed).toMatchObject({
    code: 1,
    problems: [{ when: 'deployment' }],
    connections: [{ action: 'fail' }],
  });
});

test('two of one VLAN that swap their parents: neither order works', async () => {
  world.simulator.addHostedConnection(LAG_A, { connectionId: 'dxcon-fgswap01', vlan: 101 });
  const folder = synthesize((stack) => {
    association(stack, 'Acme');
    association(stack, 'Other', {
      connectionId: 'dxcon-fgswap01',
      parent: HostedConnectionParent.fromInterconnectId(HOME),
    });
  });
  const { code, problems } = await plan(folder);
  expect(code).toBe(1);
  expect(problems.filter(({ isRace }) => !isRace).map(({ when }) => when)).toEqual([
    'deployment',
    'deployment',
  ]);
});

test('one that leaves while another comes: it depends on who is first, unless one waits', async () => {
  world.simulator.addHostedConnection(LAG_A, { connectionId: 'dxcon-fgswap01', vlan: 101 });
  const declare = (waits: boolean) => (stack: Stack) => {
    const acme = association(stack, 'Acme');
    const other = association(stack, 'Other', { connectionId: 'dxcon-fgswap01', parent: lag(LAG_B) });
    if (waits) acme.node.addDependency(other);
  };
  const racing = await plan(synthesize(declare(false)));
  expect(racing).toMatchObject({ code: 1, problems: [{ isRace: true, connectionId: CONNECTION }] });
  const waiting = await plan(synthesize(declare(true)));
  expect(waiting).toMatchObject({ code: 0, problems: [] });
  expect(waiting.connections.map(({ connectionId }) => connectionId)).toEqual(['dxcon-fgswap01', CONNECTION]);
});

test('a migration: its preflight names every problem, and none twice; canaries go first', async () => {
  const declare = (ids: string[]) => (stack: Stack) =>
    new HostedConnectionMigration(stack, 'ToA', {
      moves: ids.map((connectionId) => ({ connectionId })),
      parent: lag(LAG_A),
      canary: 1,
      provider: providerOf(stack),
    });
  const clear = await plan(synthesize(declare([BOLT, CONNECTION])));
  expect(clear.code).toBe(0);
  const starts = clear.connections.map(({ connectionId, startsAfterSeconds }) => [
    connectionId,
    startsAfterSeconds,
  ]);
  expect(starts).toEqual([
    [BOLT, 0],
    [CONNECTION, expect.any(Number)],
  ]);
  expect(clear.connections[1]?.startsAfterSeconds).toBeGreaterThanOrEqual(5);
  world.simulator.addHostedConnection(LAG_A, { connectionId: 'dxcon-holder01', vlan: 101 });
  const { code, problems } = await plan(synthesize(declare([BOLT, CONNECTION, 'dxcon-nowhere1'])));
  expect(code).toBe(1);
  expect(problems.map(({ text }) => text)).toEqual([
    expect.stringContaining('on no interconnect or LAG of this account in this region: dxcon-nowhere1'),
    expect.stringContaining(`vlan in use on ${LAG_A}: ${CONNECTION}`),
  ]);
});

test('what only the deployment knows is said to be so, and not guessed', async () => {
  const folder = synthesize((stack) => {
    const made = new directconnect.CfnLag(stack, 'Lag', {
      lagName: 'new',
      location: 'EqDC2',
      connectionsBandwidth: '10Gbps',
    });
    association(stack, 'Acme', { parent: HostedConnectionParent.fromLag(made) });
  });
  const { code, connections } = await plan(folder);
  expect(code).toBe(0);
  expect(connections).toMatchObject([
    {
      connectionId: CONNECTION,
      action: 'unknown',
      isOn: HOME,
      knownAtDeployment: expect.stringContaining('Lag') as string,
    },
  ]);
  expect(connections[0]).not.toHaveProperty('willBeOn');
});

test('a parameter with a value is known', async () => {
  const folder = synthesize((stack) => {
    const parameter = new CfnParameter(stack, 'Parent', { default: LAG_B });
    association(stack, 'Acme', { parent: lag(parameter.valueAsString) });
  });
  expect((await plan(folder)).connections).toMatchObject([{ action: 'move', willBeOn: LAG_B }]);
});

test('an inventory instead of an account: nothing is asked', async () => {
  const folder = synthesize((stack) => association(stack, 'Acme', { parent: lag('dxlag-aaaaaaaa') }));
  const args = ['plan', '--app', folder, '--inventory', inventoryFile(), '--json'];
  const { code, out } = await cli(args, { environment: { AWS_ACCESS_KEY_ID: '', AWS_REGION: '' } });
  expect(code).toBe(0);
  expect(parse(planSchema, JSON.parse(out))).toMatchObject({
    source: 'inventory',
    connections: [{ action: 'move', willBeOn: 'dxlag-aaaaaaaa' }],
    notes: [expect.stringContaining('neither the deployed stacks nor the claims are known')],
  });
});

test('a stack with an operation in progress stands in its own way', async () => {
  const folder = synthesize((stack) => association(stack, 'Acme'));
  await deploy(folder);
  world.cloudFormation.setStack(STACK_ID, 'UPDATE_IN_PROGRESS');
  const { code, problems } = await plan(folder);
  expect(code).toBe(1);
  expect(problems[0]?.text).toContain('the stack is UPDATE_IN_PROGRESS: expected no operation in progress');
});

test('another provider than the one that it was created with is refused by CloudFormation', async () => {
  await deploy(synthesize((stack) => association(stack, 'Acme')));
  const folder = synthesize((stack) => {
    const provider = HostedConnectionProvider.fromDeployed(stack, 'Other', { stackName: 'Other' });
    association(stack, 'Acme', { provider });
  });
  const { code, problems } = await plan(folder);
  expect(code).toBe(1);
  expect(problems.map(({ text }) => text)).toEqual([
    expect.stringContaining('the stack Other is not deployed'),
    expect.stringContaining(`the ServiceToken of ${LOGICAL_ID} changes`),
  ]);
});

describe('a provider that is not deployed', () => {
  const TOKEN = 'arn:aws:lambda:us-east-1:111122223333:function:elsewhere';

  test('that the app only imports stands in the way, and the rest of the plan is there', async () => {
    const folder = synthesize((stack) => {
      const provider = HostedConnectionProvider.fromDeployed(stack, 'Nowhere', { stackName: 'Nowhere' });
      association(stack, 'Acme', { provider });
    });
    const { code, problems, connections } = await plan(folder);
    expect(code).toBe(1);
    expect(problems).toEqual([
      {
        stack: 'Partner',
        when: 'deployment',
        isRace: false,
        text:
          'the stack imports Nowhere:ServiceToken, and the stack Nowhere is not deployed: expected the provider to be ' +
          'deployed in us-east-1; deploy the app that declares it, or correct the name that is given to fromDeployed',
      },
    ]);
    expect(connections).toMatchObject([{ action: 'move', isOn: HOME, willBeOn: LAG_A }]);
  });

  test('whose stack is not known cannot be planned with', async () => {
    const folder = synthesize((stack) => {
      const provider = HostedConnectionProvider.fromServiceToken(stack, 'Nowhere', TOKEN);
      association(stack, 'Acme', { provider });
    });
    const { code, out, err } = await run(folder, ['--provider-stack', 'Nowhere']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      'there is no stack Nowhere with claims, and the stack Partner does not say which stack its provider is in: ' +
        'expected the provider to be deployed in us-east-1; pass --provider-stack, or deploy the provider\n',
    );
    expect((await run(folder)).code).toBe(0);
  });

  test('that the app declares is deployed first, also if only its user is planned', async () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'app-')) });
    const partner = new Stack(app, 'Partner');
    association(partner, 'Acme', { provider: undefined });
    const folder = app.synth().directory;
    expect(await plan(folder, 'Partner')).toMatchObject({ code: 0, problems: [] });
  });
});

describe('what cannot be planned is one line on standard error, and exit code 2:', () => {
  const acme = (env = {}) => synthesize((stack) => association(stack, 'Acme'), env);

  test.each<[string, () => string[], string]>([
    [
      'no assembly',
      () => [],
      'there is no assembly in cdk.out: expected one; run cdk synth first, or pass --app',
    ],
    ['an empty folder', () => ['--app', mkdtempSync(join(tmpdir(), 'x-'))], 'could not read the assembly in'],
    [
      'a stack that the app has not',
      () => ['--app', acme(), 'Nobody'],
      'the app has no stack Nobody: expected one of Partner',
    ],
    [
      'a stack of another region',
      () => ['--app', acme({ account: '111122223333', region: 'eu-west-1' })],
      'the stack Partner is for 111122223333 in eu-west-1: expected 111122223333 in us-east-1',
    ],
    [
      'a stack of another account',
      () => ['--app', acme({ account: '999999999999', region: 'us-east-1' }), 'Partner'],
      'the stack Partner is for 999999999999 in us-east-1',
    ],
    [
      'no inventory',
      () => ['--app', acme(), '--inventory', 'nowhere.json'],
      'inventory nowhere.json: it cannot be read',
    ],
    [
      'an inventory that is none',
      () => ['--app', acme(), '--inventory', inventoryFile('[]')],
      'expected an object',
    ],
    ['no number', () => ['--app', acme(), '--settle-seconds', 'long'], '--settle-seconds is long'],
  ])('%s', async (_what, args, message) => {
    const environment = { ...world.endpoints, AWS_ENDPOINT_URL_STS: sts.url };
    const { code, out, err } = await cli(['plan', ...args()], { environment });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

test('an assembly of a newer schema is read', async () => {
  const folder = synthesize((stack) => association(stack, 'Acme'));
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, version: '999.0.0' }));
  expect((await plan(folder)).code).toBe(0);
});
