import { App, CfnParameter, CfnResource, Duration, Lazy, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  HostedConnectionAssociation,
  HostedConnectionAttribute,
  HostedConnectionMigration,
  HostedConnectionMigrationProps,
  HostedConnectionParent,
  HostedConnectionProvider,
} from '../../lib';
import { reachableFrom } from './dependencies';
import { ASSOCIATION_TYPE, INTERCONNECT_ID, LAG_ID, Resource, newStack, resourcesOf } from './stacks';

const PREFLIGHT_TYPE = 'Custom::HostedConnectionMigrationPreflight';
const STEP_TYPE = 'AWS::CloudFormation::WaitConditionHandle';

const idOf = (index: number) => `dxcon-fg${String(index).padStart(6, '0')}`;
const logicalIdOf = (index: number) => `HostedConnectionAssociationDxconFg${String(index).padStart(6, '0')}`;
const fleet = (count: number) => Array.from({ length: count }, (_, index) => idOf(index));

function migrate(
  stack: Stack,
  props: Partial<HostedConnectionMigrationProps> = {},
  id = 'ToNewLag',
): HostedConnectionMigration {
  const connectionIds = props.connectionIdsByName ? undefined : fleet(4);
  return new HostedConnectionMigration(stack, id, {
    connectionIds,
    parent: HostedConnectionParent.fromLagId(LAG_ID),
    ...props,
  });
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
      originalParent: HostedConnectionParent.fromInterconnectId(INTERCONNECT_ID),
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

  test('are children by their ids, or by the names that are given, and in the order of those', () => {
    const byId = migrate(newStack(), { connectionIds: [idOf(2), idOf(1)] });
    expect(byId.associations.map(({ node }) => node.id)).toEqual([idOf(2), idOf(1)]);
    const byName = migrate(newStack(), { connectionIdsByName: { Zed: idOf(1), Acme: idOf(2) } });
    expect(byName.associations.map(({ node }) => node.id)).toEqual(['Acme', 'Zed']);
    expect(byName.node.findChild('Acme')).toBeInstanceOf(HostedConnectionAssociation);
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
    const resources = migrated({ connectionIds: fleet(count), maxConcurrent, canary });
    expect(mostAtOnce(resources)).toBe(Math.min(maxConcurrent, Math.max(canary, count - canary)));
  });

  test('go one after the other by default', () => {
    expect(mostAtOnce(migrated())).toBe(1);
  });

  test('all wait for the preflight, and those that are no canary for every canary', () => {
    const resources = migrated({ connectionIds: fleet(10), maxConcurrent: 3, canary: 4 });
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
    const before = withoutOrder(migrated({ connectionIds: fleet(6), maxConcurrent: 2, canary: 1 }));
    const { [logicalIdOf(2)]: removed, ...kept } = before;
    const others = [...fleet(6).filter((id) => id !== idOf(2))];
    const after = withoutOrder(migrated({ connectionIds: others, maxConcurrent: 3, canary: 2 }));
    expect(removed).toBeDefined();
    expect(after).toEqual(kept);
  });
});

describe('the preflight of a migration', () => {
  test('has all connections, and is asked by the provider of the associations', () => {
    const resources = migrated({
      originalParent: HostedConnectionParent.fromInterconnectId(INTERCONNECT_ID),
      timeout: Duration.minutes(20),
    });
    const [, preflight] = preflightIn(resources);
    expect(preflight.Properties).toEqual({
      ServiceToken: resources[logicalIdOf(0)]?.Properties.ServiceToken,
      ServiceTimeout: '1260',
      contract: '1',
      connectionIds: fleet(4),
      parentConnectionId: LAG_ID,
      originalParentConnectionId: INTERCONNECT_ID,
      timeoutSeconds: '1200',
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

describe('the progress of a migration', () => {
  test('is told by ten steps at most, and by the canary', () => {
    const steps = Object.keys(ofType(migrated({ connectionIds: fleet(120), canary: 5 }), STEP_TYPE));
    expect(steps).toEqual(
      [5, 12, 24, 36, 48, 60, 72, 84, 96, 108, 120].map(
        (count) => `ToNewLagMoved${count}Of120ToDxlagFhccu14t`,
      ),
    );
  });

  test('is reached when so many are where they shall be', () => {
    const resources = migrated({ connectionIds: fleet(20), maxConcurrent: 3, canary: 1 });
    for (const id of Object.keys(ofType(resources, STEP_TYPE))) {
      const count = Number(/Moved(\d+)Of20/.exec(id)?.[1]);
      const reached = [...reachableFrom(resources, id)].filter((other) => /^HostedConnectionA/.test(other));
      expect(reached.sort()).toEqual(
        fleet(count)
          .map((_, index) => logicalIdOf(index))
          .sort(),
      );
    }
  });

  test('is gone through again for another parent, where that is known', () => {
    const stepsTo = (parent: HostedConnectionParent) => Object.keys(ofType(migrated({ parent }), STEP_TYPE));
    expect(stepsTo(HostedConnectionParent.fromLagId('dxlag-00000002'))).toContain(
      'ToNewLagMoved4Of4ToDxlag00000002',
    );
    const token = Lazy.string({ produce: () => 'dxlag-00000002' });
    expect(stepsTo(HostedConnectionParent.fromLagId(token))).toContain('ToNewLagMoved4Of4');
  });
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
    expect(outputsOf({ connectionIds: fleet(1) })?.ToNewLagSummary?.Value).toBe(
      `1 hosted connection on ${LAG_ID}`,
    );
  });

  test('can be none', () => {
    expect(outputsOf({ summaryOutput: false })).toBeUndefined();
  });

  test('can be those of each connection', () => {
    const outputs = outputsOf({
      connectionIdsByName: { Acme: idOf(1) },
      outputs: [HostedConnectionAttribute.VLAN],
    });
    expect(Object.keys(outputs ?? {}).sort()).toEqual(['ToNewLagAcmeVlan', 'ToNewLagSummary']);
  });
});

describe('what cannot be a migration is an error at synthesis', () => {
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Id').valueAsString;

  test.each<[string, Partial<HostedConnectionMigrationProps>, string]>([
    ['an empty list', { connectionIds: [] }, 'connectionIds is empty, expected at least one'],
    ['an empty map', { connectionIdsByName: {} }, 'connectionIdsByName is empty, expected at least one'],
    [
      'a list and a map',
      { connectionIds: fleet(1), connectionIdsByName: { Acme: idOf(2) } },
      'connectionIds and connectionIdsByName are both given, expected one of the two',
    ],
    [
      'neither a list nor a map',
      { connectionIds: undefined },
      'connectionIds and connectionIdsByName are neither given',
    ],
    [
      'a connection twice',
      { connectionIds: [idOf(1), idOf(2), idOf(1)] },
      `connectionId '${idOf(1)}' is listed twice, expected each connection once: remove one`,
    ],
    [
      'a connection under two names',
      { connectionIdsByName: { Acme: idOf(1), Zed: idOf(1) } },
      `connectionId '${idOf(1)}' is listed twice`,
    ],
    ['a name that is empty', { connectionIdsByName: { '': idOf(1) } }, "has the name ''"],
    ['a malformed id', { connectionIds: ['dxlag-00000001'] }, "connectionId is 'dxlag-00000001', expected"],
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

  test('a token in the list, or for it', () => {
    const stack = newStack();
    const list = new CfnParameter(stack, 'Ids', { type: 'CommaDelimitedList' }).valueAsList;
    const text =
      'connectionIds has a token, expected ids that are known at synthesis: give every connection a name';
    expect(() => migrate(stack, { connectionIds: [parameter(stack)] })).toThrow(text);
    expect(() => migrate(stack, { connectionIds: list }, 'Other')).toThrow(text);
  });

  test('a connection that is declared elsewhere in the app', () => {
    const app = new App();
    const first = new Stack(app, 'First');
    migrate(first);
    const props = { connectionIds: [idOf(3)], parent: HostedConnectionParent.fromLagId(LAG_ID) };
    expect(() => new HostedConnectionMigration(new Stack(app, 'Second'), 'Again', props)).toThrow(
      `connectionId is '${idOf(3)}', expected a connection that no other construct of the app declares: ` +
        `'First/ToNewLag/${idOf(3)}' does, remove one of the two`,
    );
  });

  test('more resources than a stack can have, with the number that has to go', () => {
    const stack = newStack();
    migrate(stack, { connectionIds: fleet(490) });
    const count = stack.node.findAll().filter((child) => CfnResource.isCfnResource(child)).length;
    expect(() => Template.fromStack(stack)).toThrow(
      `the stack has ${count} resources, 490 of them associations, expected at most 500, the quota of CloudFormation: ` +
        `declare at least ${count - 500} of them in another stack, in a HostedConnectionMigration of its own`,
    );
  });
});

test('450 connections fit into a stack', () => {
  const stack = newStack();
  migrate(stack, { connectionIds: fleet(450), maxConcurrent: 10, canary: 5 });
  expect(Object.keys(ofType(resourcesOf(stack), ASSOCIATION_TYPE))).toHaveLength(450);
});

test('an id that is a token can be moved under a name', () => {
  const stack = newStack();
  const id = new CfnParameter(stack, 'Id').valueAsString;
  migrate(stack, { connectionIdsByName: { Acme: id, Zed: idOf(1) } });
  const resources = resourcesOf(stack);
  expect(preflightIn(resources)[1].Properties.connectionIds).toEqual([{ Ref: 'Id' }, idOf(1)]);
  const acme = Object.keys(resources).find((logicalId) => logicalId.startsWith('ToNewLagAcme'));
  expect(resources[acme ?? '']?.Properties.connectionId).toEqual({ Ref: 'Id' });
});

test('a LAG of the same stack is made before the preflight looks for it', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Lag').valueAsString;
  migrate(stack, { parent: HostedConnectionParent.fromLagId(parameter) });
  expect(preflightIn(resourcesOf(stack))[1].Properties.parentConnectionId).toEqual({ Ref: 'Lag' });
});
