import { App, CfnParameter, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Construct } from 'constructs';
import {
  HostedConnectionMigration,
  HostedConnectionParent,
  HostedConnectionProvider,
  IHostedConnectionProvider,
} from '../../lib';
import { reachableFrom } from './dependencies';
import {
  associate,
  ASSOCIATION_LOGICAL_ID,
  LAG_ID,
  messagesOf,
  newStack,
  propertiesIn,
  resourcesOf,
  typesIn,
} from './stacks';

const ACCOUNT = '111122223333';
const EAST = { account: ACCOUNT, region: 'us-east-1' };
const DEFAULT_EXPORT = 'cdk-hosted-connection-association-provider:ServiceToken';
const TOKEN = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:Provider-framework-AbC_1`;

function stackIdsIn(app: App): string[] {
  return app.synth().stacksRecursively.map(({ hierarchicalId }) => hierarchicalId);
}

describe('a provider in another stack of the app', () => {
  test('is imported by its own export name, and waited for; no other is made', () => {
    const app = new App({ context: recommendedFlags });
    const own = new Stack(app, 'Own', { stackName: 'partner-provider' });
    const provider = new HostedConnectionProvider(own, 'Any');
    const stack = new Stack(app, 'Acme');
    associate(stack, 'Acme', { provider });
    expect(propertiesIn(stack).ServiceToken).toEqual({ 'Fn::ImportValue': 'partner-provider:ServiceToken' });
    expect(
      app
        .synth()
        .getStackByName('Acme')
        .dependencies.map(({ id }) => id),
    ).toContain('Own');
    expect(stackIdsIn(app)).toEqual(['Own', 'Acme']);
    expect(messagesOf(app)).toEqual([]);
  });

  test('serves an agnostic stack of its stage, and is served from an agnostic one', () => {
    const app = new App();
    const explicit = new HostedConnectionProvider(new Stack(app, 'Own', { env: EAST }), 'Provider');
    const agnostic = new HostedConnectionProvider(new Stack(app, 'Other'), 'Provider');
    expect(() => associate(new Stack(app, 'One'), 'Acme', { provider: explicit })).not.toThrow();
    const two = new Stack(app, 'Two', { env: EAST });
    expect(() =>
      associate(two, 'Acme', { connectionId: 'dxcon-fgother1', provider: agnostic }),
    ).not.toThrow();
  });

  test.each<[string, object, string]>([
    ['account', { account: '444455556666', region: 'us-east-1' }, '444455556666'],
    ['region', { account: ACCOUNT, region: 'us-west-2' }, 'us-west-2'],
  ])('of another %s is an error that names both', (what, env, expected) => {
    const app = new App();
    const provider = new HostedConnectionProvider(new Stack(app, 'Own', { env: EAST }), 'Provider');
    const nested = new NestedStack(new Stack(app, 'Acme', { env }), 'Nested');
    const given = what === 'account' ? ACCOUNT : 'us-east-1';
    expect(() => associate(nested, 'Acme', { provider })).toThrow(
      `provider is 'Own/Provider' in the ${what} ${given}, expected one in ${expected}, the ${what} of ` +
        "'Acme/Nested/Acme': declare a provider there, or leave the property provider out",
    );
  });

  test.each<[string, (app: App) => [Construct, Construct], string]>([
    [
      'the app, for a stage',
      (app) => [app, new Stage(app, 'Prod')],
      "provider is 'Own/Provider' in the app itself, expected one in the stage 'Prod', where 'Prod/Acme/Acme' is",
    ],
    [
      'a stage, for another',
      (app) => [new Stage(app, 'Beta'), new Stage(app, 'Prod')],
      "provider is 'Beta/Own/Provider' in the stage 'Beta', expected one in the stage 'Prod', where 'Prod/Acme/Acme' is",
    ],
  ])('of %s is an error that names both', (_, scopesOf, text) => {
    const [scope, other] = scopesOf(new App());
    const provider = new HostedConnectionProvider(new Stack(scope, 'Own'), 'Provider');
    expect(() => associate(new Stack(other, 'Acme'), 'Acme', { provider })).toThrow(
      `${text}: declare a provider there, or pass HostedConnectionProvider.fromDeployed()`,
    );
  });

  test('of another account is an error for a migration as well', () => {
    const app = new App();
    const provider = new HostedConnectionProvider(new Stack(app, 'Own', { env: EAST }), 'Provider');
    const stack = new Stack(app, 'Acme', { env: { ...EAST, account: '444455556666' } });
    const parent = HostedConnectionParent.fromLagId(LAG_ID);
    const props = { moves: [{ connectionId: 'dxcon-fg9607vm' }], parent, provider };
    expect(() => new HostedConnectionMigration(stack, 'ToNewLag', props)).toThrow(
      `provider is 'Own/Provider' in the account ${ACCOUNT}, expected one in 444455556666, the account of 'Acme/ToNewLag'`,
    );
  });
});

describe('a provider in the stack of the association', () => {
  const WARNING =
    "'Stack/Provider' is in the stack of associations that it serves, expected a stack without any: when the delete of " +
    'an association fails, CloudFormation deletes the provider all the same, the delete cannot be repeated, and nobody ' +
    'takes the connection back; declare the provider in a stack of its own, or leave the property provider out ' +
    '[ack: cdk-hosted-connection-association:providerInOwnStack]';
  const ServiceToken = { 'Fn::GetAtt': [expect.stringMatching(/^ProviderFrameworkframeworkonEvent/), 'Arn'] };

  test('is referred to, deleted after the association, and warned of once', () => {
    const stack = newStack();
    const provider = new HostedConnectionProvider(stack, 'Provider');
    associate(stack, 'Acme', { provider });
    expect(propertiesIn(stack).ServiceToken).toEqual(ServiceToken);
    const reached = reachableFrom(resourcesOf(stack), ASSOCIATION_LOGICAL_ID);
    const others = Object.keys(typesIn(stack)).filter((id) => id !== ASSOCIATION_LOGICAL_ID);
    expect([...reached].sort()).toEqual(others.sort());
    associate(stack, 'Other', { connectionId: 'dxcon-fgother1', outputs: [], provider });
    expect(messagesOf(newSynthesis(stack))).toEqual([{ path: '/Stack/Provider', text: WARNING }]);
  });

  test('is referred to from a nested stack, which it outlives', () => {
    const stack = newStack();
    const provider = new HostedConnectionProvider(stack, 'Provider');
    const nested = new NestedStack(new NestedStack(stack, 'Middle'), 'Nested');
    associate(nested, 'Acme', { provider });
    expect(propertiesIn(nested).ServiceToken).toEqual({ Ref: expect.stringMatching(/^reference/) });
    const types = typesIn(stack);
    const [id = ''] = Object.keys(types).filter((each) => types[each] === 'AWS::CloudFormation::Stack');
    const ofProvider = Object.keys(types).filter((each) => each.startsWith('Provider'));
    expect([...reachableFrom(resourcesOf(stack), id)].sort()).toEqual(ofProvider.sort());
    expect(messagesOf(stack)).toEqual([{ path: '/Stack/Provider', text: WARNING }]);
  });

  test('is of no interest to an association of another stack', () => {
    const app = new App();
    const provider = new HostedConnectionProvider(new Stack(app, 'Own'), 'Provider');
    associate(new Stack(app, 'Acme'), 'Acme', { provider });
    expect(messagesOf(app)).toEqual([]);
  });

  test('fits into the outputs of the stack', () => {
    const stack = newStack();
    const provider = new HostedConnectionProvider(stack, 'Provider');
    for (let i = 0; i < 8; i++) {
      associate(stack, `Partner${i}`, { connectionId: `dxcon-fg96000${i}`, provider });
    }
    expect(() => resourcesOf(stack)).toThrow('the stack has 209 outputs, expected at most 200');
  });
});

/** What was added after a synthesis shows in a new one only. */
function newSynthesis(stack: Stack): Stack {
  const { root } = stack.node;
  if (App.isApp(root)) root.synth({ force: true });
  return stack;
}

describe('a provider that is deployed already', () => {
  test.each([
    ['by default', undefined, DEFAULT_EXPORT],
    ['by the name of its stack', { stackName: 'partner-provider' }, 'partner-provider:ServiceToken'],
  ])('is imported and nothing else %s', (_, options, name) => {
    const app = new App();
    const stack = new Stack(app, 'Acme', { env: EAST });
    const provider = HostedConnectionProvider.fromDeployed(stack, 'Deployed', options);
    associate(stack, 'Acme', { provider });
    expect(propertiesIn(stack).ServiceToken).toEqual({ 'Fn::ImportValue': name });
    expect(stack.resolve(provider.serviceToken)).toEqual({ 'Fn::ImportValue': name });
    expect(stackIdsIn(app)).toEqual(['Acme']);
    expect(stack.dependencies).toEqual([]);
    expect(messagesOf(app)).toEqual([]);
  });

  test('can be declared on the app for its stages, of whatever account and region', () => {
    const app = new App();
    const provider = HostedConnectionProvider.fromDeployed(app, 'Deployed');
    const stack = new Stack(new Stage(app, 'Prod', { env: EAST }), 'Acme');
    associate(stack, 'Acme', { provider });
    expect(propertiesIn(stack).ServiceToken).toEqual({ 'Fn::ImportValue': DEFAULT_EXPORT });
  });

  test('can have a name that is known at deployment only', () => {
    const stack = newStack();
    const stackName = new CfnParameter(stack, 'Name').valueAsString;
    const provider = HostedConnectionProvider.fromDeployed(stack, 'Deployed', { stackName });
    associate(stack, 'Acme', { provider });
    expect(propertiesIn(stack).ServiceToken).toEqual({
      'Fn::ImportValue': { 'Fn::Join': ['', [{ Ref: 'Name' }, ':ServiceToken']] },
    });
  });

  test.each(['', 'under_score', '1st', 'a'.repeat(129)])('cannot have the name %p', (stackName) => {
    expect(() => HostedConnectionProvider.fromDeployed(newStack(), 'Deployed', { stackName })).toThrow(
      `stackName of 'Stack/Deployed' is '${stackName}', expected a letter and up to 127 letters, digits and hyphens: pass ` +
        'the name of the stack that the provider is deployed in',
    );
  });
});

describe('the context of the app', () => {
  const KEY = 'cdk-hosted-connection-association:provider';

  test.each<[unknown, string]>([
    [true, DEFAULT_EXPORT],
    ['true', DEFAULT_EXPORT],
    ['partner-provider', 'partner-provider:ServiceToken'],
  ])('%p makes a deployed provider the default of all associations', (value, name) => {
    const app = new App({ context: { [KEY]: value } });
    const [one, two] = [new Stack(app, 'One'), new Stack(new Stage(app, 'Prod'), 'Two')];
    associate(one);
    associate(two, 'Other', { connectionId: 'dxcon-fgother1' });
    for (const stack of [one, two]) {
      expect(propertiesIn(stack).ServiceToken).toEqual({ 'Fn::ImportValue': name });
    }
    expect(stackIdsIn(app)).toEqual(['One', 'Prod/Two']);
    expect(HostedConnectionProvider.of(one)).toBe(HostedConnectionProvider.of(one));
    expect(messagesOf(app)).toEqual([]);
  });

  test.each([false, 'false', undefined])('%p changes nothing', (value) => {
    const app = new App({ context: { [KEY]: value } });
    associate(new Stack(app, 'Acme'));
    expect(stackIdsIn(app)).toEqual(['HostedConnectionProvider', 'Acme']);
  });

  test('leaves the property provider alone', () => {
    const stack = newStack({ [KEY]: 'partner-provider' });
    associate(stack, 'Acme', { provider: HostedConnectionProvider.fromServiceToken(stack, 'Mine', TOKEN) });
    expect(propertiesIn(stack).ServiceToken).toBe(TOKEN);
  });

  test.each<[unknown, string]>([
    [7, '7'],
    [{ stackName: 'other' }, '{"stackName":"other"}'],
  ])('cannot be %p', (value, shown) => {
    expect(() => associate(newStack({ [KEY]: value }))).toThrow(
      `the context '${KEY}' is ${shown} for 'Stack/Acme', expected the name of the provider's stack: set it to that name, ` +
        "or to true for 'cdk-hosted-connection-association-provider'",
    );
  });

  test('cannot be a malformed name', () => {
    expect(() => associate(newStack({ [KEY]: 'under_score' }))).toThrow(
      /^stackName of '.*' is 'under_score', expected/,
    );
  });
});

describe('a provider by its service token', () => {
  test('is called directly', () => {
    const app = new App();
    const stack = new Stack(app, 'Acme', { env: EAST });
    const provider = HostedConnectionProvider.fromServiceToken(stack, 'Mine', TOKEN);
    associate(stack, 'Acme', { provider });
    expect(propertiesIn(stack).ServiceToken).toBe(TOKEN);
    expect(stackIdsIn(app)).toEqual(['Acme']);
  });

  test.each([
    ['account', { ...EAST, account: '444455556666' }, ACCOUNT, '444455556666'],
    ['region', { ...EAST, region: 'us-west-2' }, 'us-east-1', 'us-west-2'],
  ])('of another %s is an error', (what, env, given, expected) => {
    const stack = new Stack(new App(), 'Acme', { env });
    const provider = HostedConnectionProvider.fromServiceToken(stack, 'Mine', TOKEN);
    expect(() => associate(stack, 'Acme', { provider })).toThrow(
      `provider is '${TOKEN}' in the ${what} ${given}, expected one in ${expected}, the ${what} of 'Acme/Acme': pass the ` +
        'service token of a provider that is deployed there',
    );
  });

  test('is no token of the CDK', () => {
    const stack = newStack();
    const { serviceToken } = new HostedConnectionProvider(stack, 'Provider');
    expect(() => HostedConnectionProvider.fromServiceToken(stack, 'Mine', serviceToken)).toThrow(
      "serviceToken of 'Stack/Mine' is a token, expected an ARN that is known at synthesis: use " +
        'HostedConnectionProvider.fromDeployed(), or pass the provider itself as the property provider',
    );
  });

  test.each([
    '',
    'Provider-framework-AbC_1',
    TOKEN.replace('function', 'layer'),
    TOKEN.replace(ACCOUNT, '1'),
    `${TOKEN}:live`,
    TOKEN.replace('lambda', 'sns'),
  ])('cannot be %p', (serviceToken) => {
    expect(() => HostedConnectionProvider.fromServiceToken(newStack(), 'Mine', serviceToken)).toThrow(
      `serviceToken of 'Stack/Mine' is '${serviceToken}', expected the ARN of a Lambda function, ` +
        "'arn:aws:lambda:<region>:<account>:function:<name>': pass the value of the export '<stack name>:ServiceToken'",
    );
  });

  test.each(['aws-cn', 'aws-us-gov'])('can be of the partition %s', (partition) => {
    const serviceToken = TOKEN.replace('arn:aws:', `arn:${partition}:`);
    const provider = HostedConnectionProvider.fromServiceToken(newStack(), 'Mine', serviceToken);
    expect(provider.serviceToken).toBe(serviceToken);
  });
});

test('a provider that somebody else has written is asked for its service token', () => {
  class Other extends Construct implements IHostedConnectionProvider {
    public readonly serviceToken = TOKEN;
  }
  const stack = newStack();
  associate(stack, 'Acme', { provider: new Other(stack, 'Other') });
  expect(propertiesIn(stack).ServiceToken).toBe(TOKEN);
});
