import {
  App,
  AppProps,
  Aspects,
  Aws,
  DefaultStackSynthesizer,
  LegacyStackSynthesizer,
  NestedStack,
  PermissionsBoundary,
  Stack,
  StackProps,
  Stage,
  Tags,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Construct, IConstruct } from 'constructs';
import { HostedConnectionMigration, HostedConnectionParent, HostedConnectionProvider } from '../../lib';
import {
  associate,
  ASSOCIATION_LOGICAL_ID,
  ASSOCIATION_TYPE,
  LAG_ID,
  messagesOf,
  propertiesIn,
  providerStackOf,
  resourcesOf,
  typesIn,
} from './stacks';

const ACCOUNT = '111122223333';
const EAST = { account: ACCOUNT, region: 'us-east-1' };
const WEST = { account: ACCOUNT, region: 'us-west-2' };
const EXPORT = 'cdk-hosted-connection-association-provider:ServiceToken';
const RIVAL = 'cdk-hosted-connection-association:providerStackTwice';
const SYNTHESIZER = 'cdk-hosted-connection-association:synthesizer';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/aspect';

let count = 0;

/** A stack with an association of a connection of its own. */
function userStack(scope: Construct, id: string, props?: StackProps): Stack {
  const stack = new Stack(scope, id, props);
  associate(stack, 'Acme', { connectionId: `dxcon-fg${String((count += 1)).padStart(6, '0')}`, outputs: [] });
  return stack;
}

function stackIdsIn(app: App): string[] {
  const { stacksRecursively } = app.synth();
  return stacksRecursively.map(({ hierarchicalId }) => hierarchicalId).sort();
}

function templateOf(app: App, hierarchicalId: string): unknown {
  return app.synth().stacksRecursively.find((each) => each.hierarchicalId === hierarchicalId)?.template;
}

/** The texts of all messages of the app that carry the id. */
function warningsOf(app: App, id: string): string[] {
  return messagesOf(app)
    .filter(({ text }) => text.includes(`[ack: ${id}]`))
    .map(({ path, text }) => `${path}: ${text}`);
}

describe('the stack of the provider', () => {
  test.each([
    ['nothing is known', {}, 'HostedConnectionProvider'],
    ['all is known', { env: EAST }, 'HostedConnectionProvider-111122223333-us-east-1'],
    ['the region is known', { env: { region: 'us-east-1' } }, 'HostedConnectionProvider-us-east-1'],
    ['the account is known', { env: { account: ACCOUNT } }, 'HostedConnectionProvider-111122223333'],
  ])(
    'stands beside that of the association, named by what is known of the environment: %s',
    (_, props, id) => {
      const app = new App();
      const stack = userStack(app, 'Acme', props);
      expect(stackIdsIn(app)).toEqual(['Acme', id]);
      const provider = providerStackOf(stack);
      expect(provider.stackName).toBe('cdk-hosted-connection-association-provider');
      expect(provider.environment).toBe(stack.environment);
    },
  );

  test('is in the same stage', () => {
    const app = new App();
    const stage = new Stage(app, 'Prod', { env: EAST });
    const stack = userStack(stage, 'Acme');
    const id = 'HostedConnectionProvider-111122223333-us-east-1';
    expect(providerStackOf(stack)).toBe(stage.node.findChild(id));
    expect(stackIdsIn(app)).toEqual(['Prod/Acme', `Prod/${id}`]);
  });

  test('is agnostic for an agnostic stack, whatever the environment of the stage', () => {
    const stage = new Stage(new App(), 'Prod', { env: EAST });
    const stack = userStack(stage, 'Acme', { env: { account: Aws.ACCOUNT_ID, region: Aws.REGION } });
    expect(providerStackOf(stack)).toBe(stage.node.findChild('HostedConnectionProvider'));
    expect(providerStackOf(stack).environment).toBe('aws://unknown-account/unknown-region');
  });

  test('is one for all stacks of an environment, and another for another', () => {
    const app = new App();
    userStack(app, 'One', { env: EAST });
    userStack(app, 'Two', { env: EAST });
    userStack(app, 'Three', { env: WEST });
    expect(stackIdsIn(app)).toEqual([
      'HostedConnectionProvider-111122223333-us-east-1',
      'HostedConnectionProvider-111122223333-us-west-2',
      'One',
      'Three',
      'Two',
    ]);
    expect(messagesOf(app)).toEqual([]);
  });

  test('is that of the outermost stack for an association in a nested one', () => {
    const app = new App();
    const outer = new Stack(app, 'Outer', { env: EAST });
    const inner = new NestedStack(new NestedStack(outer, 'Middle'), 'Inner');
    associate(inner);
    expect(providerStackOf(inner)).toBe(providerStackOf(outer));
    expect(typesIn(inner)).toEqual({ [ASSOCIATION_LOGICAL_ID]: ASSOCIATION_TYPE });
    expect(propertiesIn(inner).ServiceToken).toEqual({ 'Fn::ImportValue': EXPORT });
    const { dependencies } = app.synth().getStackArtifact(outer.artifactId);
    expect(dependencies.map(({ id }) => id)).toContain('HostedConnectionProvider-111122223333-us-east-1');
  });

  test('is made in the constructor, so that of() finds what an association uses, and the other way round', () => {
    const app = new App();
    const stack = new Stack(app, 'Acme');
    const provider = HostedConnectionProvider.of(stack);
    associate(stack);
    expect(HostedConnectionProvider.of(new Construct(stack, 'Other'))).toBe(provider);
    expect(provider).toBeInstanceOf(HostedConnectionProvider);
    expect(provider.node.path).toBe('HostedConnectionProvider/Provider');
  });
});

describe('an association', () => {
  const WEAK = { '@aws-cdk/core:defaultCrossStackReferences': 'weak' };

  test.each<[string, AppProps]>([
    ['by default', {}],
    ['with weak references', { context: WEAK }],
    ['with all recommended flags', { context: recommendedFlags }],
  ])('imports the token by its name and waits for the stack, without a warning, %s', (_, props) => {
    const app = new App(props);
    const stack = userStack(app, 'Acme');
    expect(propertiesIn(stack).ServiceToken).toEqual({ 'Fn::ImportValue': EXPORT });
    const { Outputs } = Template.fromStack(providerStackOf(stack)).toJSON() as {
      Outputs: Record<string, { Export?: { Name: string } }>;
    };
    expect(Object.entries(Outputs).map(([key, { Export }]) => [key, Export?.Name])).toEqual([
      ['HostedConnectionProviderServiceToken', EXPORT],
    ]);
    const { dependencies } = app.synth().getStackByName('Acme');
    expect(dependencies.map(({ id }) => id)).toContain('HostedConnectionProvider');
    expect(messagesOf(app)).toEqual([]);
  });

  test('and a migration share the provider', () => {
    const app = new App();
    const migration = new Stack(app, 'Migration');
    new HostedConnectionMigration(migration, 'ToNewLag', {
      moves: [{ connectionId: 'dxcon-fg9607vm' }],
      parent: HostedConnectionParent.fromLagId(LAG_ID),
    });
    userStack(app, 'Acme');
    expect(stackIdsIn(app)).toEqual(['Acme', 'HostedConnectionProvider', 'Migration']);
  });

  test('in no stage is an error', () => {
    const stack = { env: EAST };
    const root = new Construct(undefined as unknown as Construct, '');
    expect(() => userStack(root, 'Acme', stack)).toThrow(
      "'Acme/Acme' is in no Stage, expected an App or a Stage above it, where the stack of the provider can be: build the " +
        'tree on an App, or pass the property provider',
    );
  });

  test('where another construct has the id of the stack is an error', () => {
    const app = new App();
    new Stack(app, 'HostedConnectionProvider');
    expect(() => userStack(app, 'Acme')).toThrow(
      "'HostedConnectionProvider' is a construct of the app, expected that id to be free for the default " +
        'HostedConnectionProvider: rename the construct, or pass the property provider',
    );
  });
});

class Boundary {
  public visit(node: IConstruct): void {
    if (node instanceof iam.CfnRole) node.addPropertyOverride('PermissionsBoundary', BOUNDARY);
  }
}

describe('the template of the provider', () => {
  const METADATA = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

  const describeApp = (build: (app: App) => unknown, id = 'HostedConnectionProvider') => {
    const app = new App({ context: METADATA, analyticsReporting: true });
    build(app);
    return templateOf(app, id);
  };
  const plain = describeApp((app) => userStack(app, 'Acme'));

  test('is the same whichever stack comes first, and whatever is set on it', () => {
    const other = describeApp((app) => {
      const first = userStack(app, 'Zed', {
        tags: { team: 'network' },
        terminationProtection: true,
        description: 'First',
        permissionsBoundary: PermissionsBoundary.fromName('boundary'),
        synthesizer: new DefaultStackSynthesizer({ qualifier: 'other' }),
      });
      Tags.of(first).add('cost', 'center');
      Aspects.of(first).add(new Boundary());
      userStack(app, 'Acme');
    });
    expect(other).toEqual(plain);
  });

  test('is the same in a stage, and from a nested stack', () => {
    const inStage = (app: App) => userStack(new Stage(app, 'Prod'), 'Acme');
    expect(describeApp(inStage, 'Prod/HostedConnectionProvider')).toEqual(plain);
    const nested = (app: App) => associate(new NestedStack(new Stack(app, 'Outer'), 'Nested'));
    expect(describeApp(nested)).toEqual(plain);
  });

  test('says nowhere what made it', () => {
    expect(JSON.stringify(plain)).not.toMatch(/aws:cdk:path|aws:asset|AWS::CDK::Metadata|Acme|\bProvider\//);
  });

  test('is not tagged, protected or bound by what is set on the user’s stack', () => {
    const app = new App();
    const stack = userStack(app, 'Acme', { tags: { team: 'network' }, terminationProtection: true });
    const artifact = app.synth().getStackArtifact(providerStackOf(stack).artifactId);
    expect(artifact.tags).toEqual({});
    expect(artifact.terminationProtection).toBeFalsy();
  });
});

describe('what is set on the app or the stage reaches the provider', () => {
  test.each<[string, (app: App) => Construct]>([
    ['app', (app) => app],
    ['stage', (app) => new Stage(app, 'Prod')],
  ])('from the %s: tags and boundaries', (_, scopeOf) => {
    const app = new App();
    const scope = scopeOf(app);
    const stack = userStack(scope, 'Acme');
    Tags.of(scope).add('team', 'network');
    Aspects.of(scope).add(new Boundary());
    const resources = Object.values(resourcesOf(providerStackOf(stack)));
    const table = resources.find(({ Type }) => Type === 'AWS::DynamoDB::Table');
    expect(table?.Properties.Tags).toEqual([{ Key: 'team', Value: 'network' }]);
    const roles = resources.filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(new Set(roles.map(({ Properties }) => Properties.PermissionsBoundary))).toEqual(
      new Set([BOUNDARY]),
    );
  });

  test('a boundary of the stage', () => {
    const stage = new Stage(new App(), 'Prod', {
      permissionsBoundary: PermissionsBoundary.fromName('limit'),
    });
    const roles = Object.values(resourcesOf(providerStackOf(userStack(stage, 'Acme')))).filter(
      ({ Type }) => Type === 'AWS::IAM::Role',
    );
    expect(roles.length).toBeGreaterThan(0);
    for (const { Properties } of roles) {
      expect(JSON.stringify(Properties.PermissionsBoundary)).toContain(':policy/limit');
    }
  });

  test('and what is set on the provider itself', () => {
    const stack = userStack(new App(), 'Acme');
    Tags.of(HostedConnectionProvider.of(stack)).add('team', 'network');
    const tables = Template.fromStack(providerStackOf(stack)).findResources('AWS::DynamoDB::Table', {
      Properties: { Tags: [{ Key: 'team', Value: 'network' }] },
    });
    expect(Object.keys(tables)).toHaveLength(1);
  });
});

describe('a stack with another synthesizer', () => {
  const HERE = "the stack 'Acme' is deployed with";
  const THERE =
    "and the stack of its provider, 'HostedConnectionProvider', with DefaultStackSynthesizer and the qualifier " +
    "'hnb659fds', expected the same of both: set it for the app with defaultStackSynthesizer, or declare a " +
    'HostedConnectionProvider in a stack with that synthesizer, and pass it as the property provider ' +
    `[ack: ${SYNTHESIZER}]`;

  test.each([
    [
      'qualifier',
      new DefaultStackSynthesizer({ qualifier: 'other' }),
      "DefaultStackSynthesizer and the qualifier 'other'",
    ],
    ['class', new LegacyStackSynthesizer(), "LegacyStackSynthesizer and the qualifier ''"],
  ])('is warned, once: another %s', (_, synthesizer, shown) => {
    const app = new App();
    const stack = userStack(app, 'Acme', { synthesizer });
    associate(stack, 'Other', { connectionId: 'dxcon-fgother1', outputs: [] });
    expect(warningsOf(app, SYNTHESIZER)).toEqual([`/Acme: ${HERE} ${shown}, ${THERE}`]);
  });

  test('is not warned where the app has the same', () => {
    const app = new App({ defaultStackSynthesizer: new DefaultStackSynthesizer({ qualifier: 'other' }) });
    userStack(app, 'Acme');
    userStack(app, 'Own', { synthesizer: new DefaultStackSynthesizer({ qualifier: 'other' }) });
    expect(messagesOf(app)).toEqual([]);
  });

  test('is not warned where it has a provider of its own', () => {
    const app = new App();
    const synthesizer = () => new DefaultStackSynthesizer({ qualifier: 'other' });
    const own = new HostedConnectionProvider(
      new Stack(app, 'Own', { synthesizer: synthesizer() }),
      'Provider',
    );
    associate(new Stack(app, 'Acme', { synthesizer: synthesizer() }), 'Acme', { provider: own });
    expect(messagesOf(app)).toEqual([]);
  });
});

describe('two stacks of one name in one assembly', () => {
  test.each<[string, StackProps, StackProps]>([
    ['agnostic ones', {}, {}],
    ['those of one environment', { env: EAST }, { env: EAST }],
    ['an agnostic one and another', {}, { env: EAST }],
  ])('are warned: %s, of two stages', (_, one, other) => {
    const app = new App();
    userStack(new Stage(app, 'Beta'), 'Acme', one);
    const stack = userStack(new Stage(app, 'Prod'), 'Acme', other);
    const { path } = providerStackOf(stack).node;
    const [warning, ...others] = warningsOf(app, RIVAL);
    expect(others).toEqual([]);
    expect(warning).toMatch(
      new RegExp(
        `^/${path}/Provider: the stacks 'Beta/HostedConnectionProvider[^']*' and '${path}' are both called ` +
          "'cdk-hosted-connection-association-provider', and may be deployed to the same account and region, expected " +
          'one provider there: the last deployment wins, and two at the same time fail; let one app or stage own the ' +
          'provider, and use HostedConnectionProvider\\.fromDeployed\\(\\) in the others, or give their stacks an env',
      ),
    );
  });

  test('are warned, an agnostic one beside another in the app', () => {
    const app = new App();
    userStack(app, 'One');
    userStack(app, 'Two', { env: EAST });
    expect(warningsOf(app, RIVAL)).toHaveLength(1);
  });

  test('are none where the accounts or regions differ, or the names', () => {
    const app = new App();
    userStack(new Stage(app, 'Beta', { env: EAST }), 'Acme');
    userStack(new Stage(app, 'Prod', { env: WEST }), 'Acme');
    userStack(new Stage(app, 'Gamma', { env: { ...EAST, account: '444455556666' } }), 'Acme');
    new HostedConnectionProvider(new Stack(app, 'Own', { env: EAST }), 'Provider');
    expect(messagesOf(app)).toEqual([]);
  });
});

/** What the package imports of the CDK. */
const PEERS = [
  'constructs',
  'aws-cdk-lib',
  'aws-cdk-lib/custom-resources',
  'aws-cdk-lib/interfaces',
  ...['dynamodb', 'ec2', 'iam', 'kms', 'lambda', 'logs'].map((name) => `aws-cdk-lib/aws-${name}`),
];

test('two copies of the package in one app share the provider, the checks and the warnings', () => {
  const app = new App();
  const [one, two] = [new Stack(app, 'One'), new Stack(app, 'Two')];
  // The CDK stays the same: it is a peer of both copies.
  const peers = PEERS.map((name) => [name, jest.requireActual<object>(name)] as const);
  jest.isolateModules(() => {
    for (const [name, module] of peers) jest.doMock(name, () => module);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the other copy
    const copy = require('../../lib') as typeof import('../../lib');
    expect(copy.HostedConnectionProvider).not.toBe(HostedConnectionProvider);
    const parent = copy.HostedConnectionParent.fromLagId(LAG_ID);
    new copy.HostedConnectionAssociation(one, 'Acme', { connectionId: 'dxcon-fg9607vm', parent });
    associate(two, 'Other', { connectionId: 'dxcon-fgother1' });
    expect(() => associate(two, 'Acme')).toThrow("'One/Acme' does, remove one of the two");
    expect(copy.HostedConnectionProvider.of(two)).toBe(HostedConnectionProvider.of(one));
  });
  expect(stackIdsIn(app)).toEqual(['HostedConnectionProvider', 'One', 'Two']);
  expect(propertiesIn(two).ServiceToken).toEqual(propertiesIn(one).ServiceToken);
  expect(messagesOf(app)).toEqual([]);
});

test('what many stacks use stands once in the tree of the app', () => {
  const app = new App();
  userStack(app, 'One');
  userStack(app, 'Two');
  expect(app.node.children.map(({ node }) => node.id)).toEqual(['One', 'HostedConnectionProvider', 'Two']);
});
