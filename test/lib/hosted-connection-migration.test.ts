import {
  App,
  CfnParameter,
  CfnWaitConditionHandle,
  Duration,
  Lazy,
  RemovalPolicy,
  Stack,
  Token,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  HostedConnectionAssociation,
  HostedConnectionAttribute,
  HostedConnectionMigration,
  HostedConnectionMigrationProps,
  HostedConnectionMove,
  HostedConnectionParent,
  HostedConnectionProvider,
} from '../../lib';
import { reachableFrom } from './dependencies';
import { ASSOCIATION_TYPE, INTERCONNECT_ID, LAG_ID, Resource, newStack, resourcesOf } from './stacks';

/** What the CLI sets: the paths of the constructs are in the template. */
const PATH_METADATA = 'aws:cdk:enable-path-metadata';
const PREFLIGHT_TYPE = 'Custom::HostedConnectionMigrationPreflight';

const idOf = (index: number) => `dxcon-fg${String(index).padStart(6, '0')}`;
const logicalIdOf = (index: number) => `HostedConnectionAssociationDxconFg${String(index).padStart(6, '0')}`;
const fleet = (count: number) => Array.from({ length: count }, (_, index) => idOf(index));
const named = (...names: string[]): HostedConnectionMove[] =>
  names.map((name, index) => ({ name, connectionId: idOf(100 + index) }));
const movesOf = (ids: string[]): HostedConnectionMove[] => ids.map((connectionId) => ({ connectionId }));
const OTHER_LAG_ID = 'dxlag-00000002';
const [lag, otherLag] = [LAG_ID, OTHER_LAG_ID].map((id) => HostedConnectionParent.fromLagId(id));
const interconnect = HostedConnectionParent.fromInterconnectId(INTERCONNECT_ID);

function migrate(
  stack: Stack,
  props: Partial<HostedConnectionMigrationProps> = {},
  id = 'ToNewLag',
): HostedConnectionMigration {
  return new HostedConnectionMigration(stack, id, { moves: movesOf(fleet(4)), parent: lag, ...props });
}

function migrated(props: Partial<HostedConnectionMigrationProps> = {}): Record<string, Resource> {
  const stack = newStack();
  migrate(stack, props);
  return resourcesOf(stack);
}

function ofType(resources: Record<string, Resource>, type: string): Record<string, Resource> {
  return Object.fromEntries(Object.entries(resources).filter(([, { Type }]) => Type === type));
}

function preflightIn(resources: Record<string, Resource>): [string, Resource] {
  const [preflight] = Object.entries(ofType(resources, PREFLIGHT_TYPE));
  if (!preflight) throw new Error('there is no preflight');
  return preflight;
}

/** The most that CloudFormation can have under way at once: the longest row of associations that do not wait for another. */
function mostAtOnce(resources: Record<string, Resource>): number {
  const pending = new Set(Object.keys(ofType(resources, ASSOCIATION_TYPE)));
  let most = 0;
  while (pending.size > 0) {
    const ready = [...pending].filter(
      (id) => ![...reachableFrom(resources, id)].some((on) => pending.has(on)),
    );
    most = Math.max(most, ready.length);
    ready.forEach((id) => pending.delete(id));
  }
  return most;
}

describe('the associations of a migration', () => {
  test('are one for each connection, with the properties of the migration', () => {
    const resources = migrated({
      originalParent: interconnect,
      removalPolicy: RemovalPolicy.RETAIN,
      timeout: Duration.minutes(20),
      waitForAvailable: true,
    });
    const [preflight] = preflightIn(resources);
    expect(Object.keys(ofType(resources, ASSOCIATION_TYPE))).toEqual(fleet(4).map((_, i) => logicalIdOf(i)));
    expect(resources[logicalIdOf(2)]).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        connectionId: idOf(2),
        parentConnectionId: LAG_ID,
        originalParentConnectionId: INTERCONNECT_ID,
        waitForAvailable: 'true',
        timeoutSeconds: '1200',
        migration: preflight,
      },
    });
  });

  test('have parents of their own, or those of the migration', () => {
    const resources = migrated({
      moves: [
        { connectionId: idOf(0), parent: otherLag, expectedParent: interconnect },
        { connectionId: idOf(1), originalParent: otherLag },
      ],
      parent: lag,
      originalParent: interconnect,
    });
    expect(resources[logicalIdOf(0)]?.Properties).toMatchObject({
      parentConnectionId: OTHER_LAG_ID,
      expectedParentConnectionId: INTERCONNECT_ID,
      originalParentConnectionId: INTERCONNECT_ID,
    });
    const { Properties } = resources[logicalIdOf(1)] ?? {};
    expect(Properties).toMatchObject({
      parentConnectionId: LAG_ID,
      originalParentConnectionId: OTHER_LAG_ID,
    });
    expect(Properties).not.toHaveProperty('expectedParentConnectionId');
  });

  test('are children by their ids, or by the names that are given, in the order of the moves', () => {
    const moves = [
      { connectionId: idOf(2) },
      { connectionId: idOf(1), name: ' Zed & Sons ' },
      { connectionId: idOf(3), name: 'Acme' },
    ];
    const { node, associations } = migrate(newStack(), { moves });
    expect(associations.map((each) => each.node.id)).toEqual([idOf(2), 'Zed & Sons', 'Acme']);
    expect(node.findChild('Acme')).toBe(associations[2]);
    expect(associations[2]).toBeInstanceOf(HostedConnectionAssociation);
  });

  test.each([
    [1, 0],
    [2, 0],
    [3, 0],
    [1, 2],
    [3, 1],
    [2, 5],
    [4, 12],
    [50, 3],
  ])('are never more than %i under way at the same time, with a canary of %i', (maxConcurrent, canary) => {
    const count = 12;
    const resources = migrated({ moves: movesOf(fleet(count)), maxConcurrent, canary });
    expect(mostAtOnce(resources)).toBe(Math.min(maxConcurrent, Math.max(canary, count - canary)));
  });

  test('go one after the other by default', () => {
    expect(mostAtOnce(migrated())).toBe(1);
  });

  test('have one limit and one canary, whatever their parents are', () => {
    const moves = fleet(12).map((connectionId, index) => ({
      connectionId,
      parent: index % 2 === 0 ? lag : otherLag,
    }));
    const resources = migrated({ moves, parent: undefined, maxConcurrent: 3, canary: 1 });
    expect(mostAtOnce(resources)).toBe(3);
    for (const index of [1, 2, 11]) {
      expect([...reachableFrom(resources, logicalIdOf(index))]).toContain(logicalIdOf(0));
    }
  });

  test('all wait for the preflight, and those that are no canary for every canary', () => {
    const resources = migrated({ moves: movesOf(fleet(10)), maxConcurrent: 3, canary: 4 });
    const [preflight] = preflightIn(resources);
    const canaries = fleet(4).map((_, index) => logicalIdOf(index));
    for (let index = 0; index < 10; index += 1) {
      const needed = reachableFrom(resources, logicalIdOf(index));
      expect([...needed]).toContain(preflight);
      if (index >= 4) expect([...needed]).toEqual(expect.arrayContaining(canaries));
    }
  });

  test('are not changed by one that is added or removed elsewhere in the list', () => {
    const withoutOrder = (resources: Record<string, Resource>) =>
      Object.fromEntries(
        Object.entries(ofType(resources, ASSOCIATION_TYPE)).map(([id, { DependsOn, ...rest }]) => [
          id,
          { ...rest, ordered: DependsOn !== undefined },
        ]),
      );
    const before = withoutOrder(migrated({ moves: movesOf(fleet(6)), maxConcurrent: 2, canary: 1 }));
    const { [logicalIdOf(2)]: removed, ...kept } = before;
    const others = [...fleet(6).filter((id) => id !== idOf(2))];
    const after = withoutOrder(migrated({ moves: movesOf(others), maxConcurrent: 3, canary: 2 }));
    expect(removed).toBeDefined();
    expect(after).toEqual(kept);
  });
});

describe('the preflight of a migration', () => {
  test('has all connections, and is asked by the provider of the associations', () => {
    const resources = migrated({ originalParent: interconnect, timeout: Duration.minutes(20) });
    const [, preflight] = preflightIn(resources);
    expect(preflight.Properties).toEqual({
      ServiceToken: resources[logicalIdOf(0)]?.Properties.ServiceToken,
      ServiceTimeout: '1260',
      contract: '1',
      targets: [{ parentConnectionId: LAG_ID, connectionIds: fleet(4) }],
      originalParentConnectionIds: [INTERCONNECT_ID],
      timeoutSeconds: '1200',
    });
  });

  test('has each connection once with its target, and once with where it is expected', () => {
    const moves = [
      { connectionId: idOf(0), parent: otherLag, expectedParent: interconnect },
      { connectionId: idOf(1), expectedParent: lag },
      { connectionId: idOf(2), parent: otherLag, expectedParent: interconnect, originalParent: lag },
      { connectionId: idOf(3) },
    ];
    const { Properties } = preflightIn(migrated({ moves }))[1];
    expect(Properties).toMatchObject({
      targets: [
        { parentConnectionId: OTHER_LAG_ID, connectionIds: [idOf(0), idOf(2)] },
        { parentConnectionId: LAG_ID, connectionIds: [idOf(1), idOf(3)] },
      ],
      expectedParents: [
        { parentConnectionId: INTERCONNECT_ID, connectionIds: [idOf(0), idOf(2)] },
        { parentConnectionId: LAG_ID, connectionIds: [idOf(1)] },
      ],
      originalParentConnectionIds: [LAG_ID],
    });
  });

  test('needs nothing of its own stack', () => {
    const [id, { DependsOn }] = preflightIn(migrated());
    expect([...reachableFrom(migrated(), id)]).toEqual([]);
    expect(DependsOn).toBeUndefined();
  });
});

test('a migration passes on what its associations need to take over, and the provider', () => {
  const stack = newStack();
  const provider = HostedConnectionProvider.fromDeployed(stack, 'Deployed', { stackName: 'other' });
  migrate(stack, { takeOver: true, provider });
  const resources = resourcesOf(stack);
  const ServiceToken = { 'Fn::ImportValue': 'other:ServiceToken' };
  expect(resources[logicalIdOf(1)]?.Properties).toMatchObject({ takeOver: 'true', ServiceToken });
  expect(preflightIn(resources)[1].Properties).toMatchObject({ ServiceToken });
});

test('a migration has a resource for each connection, and one more', () => {
  expect(Object.values(migrated()).map(({ Type }) => Type)).toEqual([
    PREFLIGHT_TYPE,
    ...fleet(4).map(() => ASSOCIATION_TYPE),
  ]);
});

describe('the outputs of a migration', () => {
  const outputsOf = (props: Partial<HostedConnectionMigrationProps>) => {
    const stack = newStack();
    migrate(stack, props);
    return Template.fromStack(stack).toJSON().Outputs as Record<string, { Value: unknown }> | undefined;
  };

  test('are by default one summary', () => {
    expect(outputsOf({})).toEqual({
      ToNewLagSummary: {
        Value: `4 hosted connections on ${LAG_ID}`,
        Description: expect.any(String) as string,
      },
    });
    expect(outputsOf({ moves: movesOf(fleet(1)) })?.ToNewLagSummary?.Value).toBe(
      `1 hosted connection on ${LAG_ID}`,
    );
  });

  test('name in the summary up to ten parents, and count the others', () => {
    const onto = (lags: number) =>
      fleet(24).map((connectionId, index) => ({
        connectionId,
        parent: HostedConnectionParent.fromLagId(`dxlag-0000000${(index % lags).toString(36)}`),
      }));
    expect(outputsOf({ moves: onto(2) })?.ToNewLagSummary?.Value).toBe(
      '24 hosted connections: 12 on dxlag-00000000, 12 on dxlag-00000001',
    );
    const { Value } = outputsOf({ moves: onto(12) })?.ToNewLagSummary ?? {};
    expect(Value).toMatch(
      /^24 hosted connections: 2 on dxlag-00000000, .*, 2 on dxlag-00000009, 4 on 2 more$/,
    );
  });

  test('can be none', () => {
    expect(outputsOf({ summaryOutput: false })).toBeUndefined();
  });

  test('can be those of each connection', () => {
    const outputs = outputsOf({
      moves: [{ name: 'Acme', connectionId: idOf(1) }],
      outputs: [HostedConnectionAttribute.VLAN],
    });
    expect(Object.keys(outputs ?? {}).sort()).toEqual(['ToNewLagAcmeVlan', 'ToNewLagSummary']);
  });
});

describe('what cannot be a migration is an error at synthesis', () => {
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Id').valueAsString;

  test.each<[string, Partial<HostedConnectionMigrationProps>, string]>([
    ['no move', { moves: [] }, 'moves is empty, expected at least one hosted connection: list what to move'],
    [
      'more moves than a stack has room for',
      { moves: movesOf(fleet(500)) },
      'moves has 500 connections, expected at most 499, which with their preflight are the 500 resources that a stack ' +
        'can have: declare moves[499] and what follows it in another stack',
    ],
    [
      'a connection twice',
      { moves: movesOf([idOf(1), idOf(2), idOf(1)]) },
      `moves[0] and moves[2] both have the connectionId '${idOf(1)}', expected each connection once: remove one`,
    ],
    [
      'a move without any parent',
      { moves: [{ connectionId: idOf(0), parent: lag }, { connectionId: idOf(1) }], parent: undefined },
      "moves[1].parent is missing, and so is the migration's parent, expected one of the two",
    ],
    [
      'a malformed id',
      { moves: movesOf([idOf(0), 'dxlag-00000001']) },
      "moves[1].connectionId is 'dxlag-00000001', expected 'dxcon-'",
    ],
    [
      'no id, as from a table without that column',
      { moves: [{} as HostedConnectionMove] },
      "moves[0].connectionId is undefined, expected 'dxcon-'",
    ],
    ...(['parent', 'expectedParent', 'originalParent'] as const).map(
      (property): [string, Partial<HostedConnectionMigrationProps>, string] => [
        `a connection that is its own ${property}`,
        { moves: [{ connectionId: idOf(0) }, { connectionId: INTERCONNECT_ID, [property]: interconnect }] },
        `moves[1].${property} is '${INTERCONNECT_ID}', which is the connection itself, expected an interconnect`,
      ],
    ),
    [
      'names that are the same without the spaces around them',
      { moves: [{ connectionId: idOf(0) }, ...named('Acme', 'Bolt', ' Acme ')] },
      "moves[1].name is 'Acme' and moves[3].name is 'Acme', expected names that differ in their letters or digits",
    ],
    [
      'names that differ in their signs alone',
      { moves: named('Acme 2', 'acme-2') },
      "moves[0].name is 'Acme 2' and moves[1].name is 'acme-2', expected names that differ in their letters or digits",
    ],
    [
      'a name that is the id of another connection',
      { moves: [...named(idOf(5)), { connectionId: idOf(5) }] },
      `moves[0].name is '${idOf(5)}' and moves[1].name is '${idOf(5)}', expected names that differ`,
    ],
    ...['Müller', '東京', 'Acme/East', 'Acme\tEast', '', '  ', '--'].map(
      (name): [string, Partial<HostedConnectionMigrationProps>, string] => [
        `the name '${name}'`,
        { moves: named('Acme', name) },
        `moves[1].name is '${name.replace('\t', '\\t')}', expected ASCII characters, a letter or digit among them, and no slash: choose`,
      ],
    ),
    [
      'a name that is a token',
      { moves: named(Lazy.string({ produce: () => 'Acme' })) },
      'moves[0].name is a token, expected ASCII characters',
    ],
    [
      'a name that the migration needs',
      { moves: named('Acme', 'Preflight') },
      "moves[1].name is 'Preflight', which is a construct of the migration itself, expected another: choose one that is " +
        'not Preflight or Summary',
    ],
    ['maxConcurrent 0', { maxConcurrent: 0 }, 'maxConcurrent is 0, expected a whole number of at least 1'],
    ['maxConcurrent 1.5', { maxConcurrent: 1.5 }, 'maxConcurrent is 1.5, expected'],
    [
      'maxConcurrent as a token',
      { maxConcurrent: Token.asNumber({ Ref: 'Lanes' }) },
      'maxConcurrent is a token, expected',
    ],
    [
      'a canary larger than the fleet',
      { canary: 5 },
      'canary is 5, expected a whole number from 0 to 4, the number of connections',
    ],
    ['a canary of -1', { canary: -1 }, 'canary is -1, expected'],
    ['a canary of 0.5', { canary: 0.5 }, 'canary is 0.5, expected'],
    ['a timeout of an hour', { timeout: Duration.hours(1) }, 'expected 15 to 59 minutes'],
    ['the policy SNAPSHOT', { removalPolicy: RemovalPolicy.SNAPSHOT }, 'expected DESTROY or RETAIN'],
  ])('%s', (_, props, text) => {
    expect(() => migrate(newStack(), props)).toThrow(text);
  });

  test('an id that is a token, without a name', () => {
    const stack = newStack();
    const moves = [{ connectionId: idOf(0) }, { connectionId: parameter(stack) }];
    expect(() => migrate(stack, { moves })).toThrow(
      'moves[1].connectionId is a token, expected a name beside it: pass a name',
    );
  });

  test('a connection that is declared elsewhere in the app', () => {
    const app = new App();
    const first = new Stack(app, 'First');
    migrate(first);
    const props = { moves: movesOf([idOf(9), idOf(3)]), parent: lag };
    expect(() => new HostedConnectionMigration(new Stack(app, 'Second'), 'Again', props)).toThrow(
      `moves[1]: connectionId is '${idOf(3)}', expected a connection that no other construct of the app declares: ` +
        `'First/ToNewLag/${idOf(3)}' does, remove one of the two`,
    );
  });

  test('more resources than a stack can have, with the number that has to go', () => {
    const stack = newStack();
    migrate(stack, { moves: movesOf(fleet(499)) });
    new CfnWaitConditionHandle(stack, 'Other');
    expect(() => Template.fromStack(stack)).toThrow(
      'the stack has 501 resources, 499 of them associations, expected at most 500, the quota of CloudFormation: declare ' +
        'at least 1 of them in another stack, in a HostedConnectionMigration of its own',
    );
  });

  test('one resource too many, because of what the CDK adds', () => {
    const withAnalytics = (analyticsReporting: boolean | undefined) => {
      const app = new App({ analyticsReporting: true });
      const stack = new Stack(app, 'Stack', { env: { region: 'us-east-1' }, analyticsReporting });
      migrate(stack, { moves: movesOf(fleet(499)) });
      return app;
    };
    expect(() => withAnalytics(undefined).synth()).toThrow(
      /the stack has 501 resources.* AWS::CDK::Metadata, which the stack does without if you set its analyticsReporting/,
    );
    expect(() => withAnalytics(false).synth()).not.toThrow();
  });
});

describe('499 connections', () => {
  const fit = (moves: HostedConnectionMove[]) => {
    const stack = newStack();
    stack.node.setContext(PATH_METADATA, true);
    migrate(stack, { moves, maxConcurrent: 10, canary: 5 });
    const resources = resourcesOf(stack);
    expect(Object.keys(resources)).toHaveLength(500);
    return { stack, resources };
  };

  test('fit into a stack with less than 600 bytes for each, wherever each comes from and goes to', () => {
    const parents = Array.from({ length: 40 }, (_, index) =>
      HostedConnectionParent.fromLagId(`dxlag-${String(index).padStart(8, '0')}`),
    );
    const { resources } = fit(
      fleet(499).map((connectionId, index) => ({
        connectionId,
        parent: parents[index % 25],
        expectedParent: parents[index % 40],
      })),
    );
    expect(Buffer.byteLength(JSON.stringify(resources)) / 499).toBeLessThan(600);
  });

  test('fit into an event of the preflight, with all that it was before, and into the input of its waiter', () => {
    const { resources } = fit(
      fleet(499).map((connectionId, index) => {
        const [parent, expectedParent, originalParent] = [0, 1, 2].map((kind) =>
          HostedConnectionParent.fromLagId(`dxlag-${kind}${'0'.repeat(13)}${String(index).padStart(3, '0')}`),
        );
        return { connectionId, parent, expectedParent, originalParent };
      }),
    );
    const properties = Buffer.byteLength(JSON.stringify(preflightIn(resources)[1].Properties));
    expect(2 * properties).toBeLessThan(256 * 1024 - 8_192);
  });
});

test('an id that is a token can be moved under a name', () => {
  const stack = newStack();
  const id = new CfnParameter(stack, 'Id').valueAsString;
  migrate(stack, { moves: [{ name: 'Acme', connectionId: id }, { connectionId: idOf(1) }] });
  const resources = resourcesOf(stack);
  expect(preflightIn(resources)[1].Properties.targets).toEqual([
    { parentConnectionId: LAG_ID, connectionIds: [{ Ref: 'Id' }, idOf(1)] },
  ]);
  const acme = Object.keys(resources).find((logicalId) => logicalId.startsWith('ToNewLagAcme'));
  expect(resources[acme ?? '']?.Properties.connectionId).toEqual({ Ref: 'Id' });
});

test('a LAG of the same stack is made before the preflight looks for it', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Lag').valueAsString;
  migrate(stack, { parent: HostedConnectionParent.fromLagId(parameter) });
  expect(preflightIn(resourcesOf(stack))[1].Properties.targets).toMatchObject([
    { parentConnectionId: { Ref: 'Lag' } },
  ]);
});
