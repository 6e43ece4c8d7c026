import {
  App,
  Aspects,
  CfnParameter,
  CfnResource,
  Duration,
  RemovalPolicies,
  RemovalPolicy,
  Stack,
  Stage,
  Tags,
  Token,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { HostedConnectionAssociation, HostedConnectionMigration, HostedConnectionParent } from '../../lib';
import { ATTRIBUTES, PREFLIGHT_TYPE } from '../../lib/contract';
import {
  associate,
  ASSOCIATION_LOGICAL_ID,
  ASSOCIATION_TYPE,
  associationIn,
  CONNECTION_ID,
  INTERCONNECT_ID,
  LAG_ID,
  newStack,
  propertiesIn,
  resourcesOf,
  typesIn,
} from './stacks';

const MALFORMED_IDS = ['', 'fg9607vm', 'dxcon-fg9607v', 'dxcon-fg9607vm.', 'DXCON-fg9607vm', LAG_ID];

describe('the custom resource', () => {
  test('has the properties of the contract and nothing else', () => {
    const stack = newStack();
    associate(stack);
    expect(propertiesIn(stack)).toEqual({
      ServiceToken: { 'Fn::ImportValue': 'cdk-hosted-connection-association-provider:ServiceToken' },
      ServiceTimeout: '1860',
      contract: '1',
      connectionId: CONNECTION_ID,
      parentConnectionId: LAG_ID,
    });
  });

  test('has what was given', () => {
    const stack = newStack();
    associate(stack, 'Acme', {
      parent: HostedConnectionParent.fromInterconnectId(INTERCONNECT_ID),
      originalParent: HostedConnectionParent.fromLagId(LAG_ID),
      expectedParent: HostedConnectionParent.fromLagId('dxlag-00000002'),
      waitForAvailable: true,
      timeout: Duration.minutes(20),
    });
    expect(propertiesIn(stack)).toMatchObject({
      ServiceTimeout: '1260',
      parentConnectionId: INTERCONNECT_ID,
      originalParentConnectionId: LAG_ID,
      expectedParentConnectionId: 'dxlag-00000002',
      waitForAvailable: 'true',
      timeoutSeconds: '1200',
    });
  });

  test('takes ids that are known at deployment only', () => {
    const stack = newStack();
    const [connection, parent, originalParent] = ['Connection', 'Parent', 'OriginalParent'].map(
      (id) => new CfnParameter(stack, id).valueAsString,
    );
    associate(stack, 'Acme', {
      connectionId: String(connection),
      parent: HostedConnectionParent.fromLagId(String(parent)),
      originalParent: HostedConnectionParent.fromInterconnectId(String(originalParent)),
    });
    expect(propertiesIn(stack)).toMatchObject({
      connectionId: { Ref: 'Connection' },
      parentConnectionId: { Ref: 'Parent' },
      originalParentConnectionId: { Ref: 'OriginalParent' },
    });
  });

  test.each(ATTRIBUTES)('tells %s', (attribute) => {
    const stack = newStack();
    const association = associate(stack);
    const getAttribute = { 'Fn::GetAtt': [ASSOCIATION_LOGICAL_ID, attribute] };
    expect(stack.resolve(association[attribute])).toEqual(getAttribute);
  });

  test('keeps its attribute named tags when the app is tagged', () => {
    const stack = newStack();
    const association = associate(stack);
    Tags.of(stack).add('team', 'network');
    expect(propertiesIn(stack)).not.toHaveProperty('Tags');
    expect(stack.resolve(association.tags)).toEqual({ 'Fn::GetAtt': [ASSOCIATION_LOGICAL_ID, 'tags'] });
  });
});

describe('the logical id', () => {
  test('is made of the connection id', () => {
    const stack = newStack();
    associate(stack);
    expect(resourcesOf(stack)[ASSOCIATION_LOGICAL_ID]?.Type).toBe(ASSOCIATION_TYPE);
  });

  test('and all resources stay as they are when the construct is renamed or moved', () => {
    const [before, renamed, moved] = [newStack(), newStack(), newStack()];
    associate(before);
    associate(renamed, 'AcmeInc');
    associate(new Construct(new Construct(moved, 'Partners'), 'East'));
    expect(resourcesOf(renamed)).toEqual(resourcesOf(before));
    expect(resourcesOf(moved)).toEqual(resourcesOf(before));
  });

  test('is another for another connection', () => {
    const stack = newStack();
    associate(stack, 'Acme', { connectionId: 'dxcon-fgother1' });
    expect(Object.keys(resourcesOf(stack))).toContain('HostedConnectionAssociationDxconFgother1');
  });

  test.each([
    ['a token', (token: string) => token],
    ['partly a token', (token: string) => `dxcon-${token}`],
  ])('is made of the path when the connection id is %s', (_, idOf) => {
    const stack = newStack();
    associate(stack, 'Acme', { connectionId: idOf(new CfnParameter(stack, 'Connection').valueAsString) });
    const ids = Object.entries(resourcesOf(stack)).filter(([, { Type }]) => Type === ASSOCIATION_TYPE);
    expect(ids).toEqual([[expect.stringMatching(/^Acme[0-9A-F]{8}$/), expect.anything()]]);
  });
});

describe('the same connection', () => {
  test('twice in a stack is an error that names the other construct', () => {
    const stack = newStack();
    associate(new Construct(stack, 'Partners'), 'Acme');
    expect(() => associate(stack, 'AcmeAgain')).toThrow(
      `connectionId is '${CONNECTION_ID}', expected a connection that no other construct of the app declares: ` +
        "'Stack/Partners/Acme' does, remove one of the two",
    );
  });

  test('twice in a stack by one token is an error as well', () => {
    const stack = newStack();
    const connectionId = new CfnParameter(stack, 'Connection').valueAsString;
    associate(stack, 'Acme', { connectionId });
    expect(() => associate(stack, 'AcmeAgain', { connectionId })).toThrow("'Stack/Acme' does");
  });

  test.each([
    ['stack', (app: App) => app],
    ['stage', (app: App) => new Stage(app, 'Prod')],
  ])('in another %s of the app is an error that names the other construct', (_, scopeOf) => {
    const app = new App();
    associate(new Stack(app, 'One'), 'Acme');
    const other = new Stack(scopeOf(app), 'Two');
    expect(() => associate(other, 'Acme')).toThrow("'One/Acme' does, remove one of the two");
  });

  test('in another app is none of this one', () => {
    associate(newStack());
    const stack = newStack();
    associate(stack);
    expect(propertiesIn(stack).connectionId).toBe(CONNECTION_ID);
  });
});

describe('an association that takes over', () => {
  test('says so, and no other one does', () => {
    const [taking, standing] = [newStack(), newStack()];
    associate(taking, 'Acme', { takeOver: true });
    associate(standing, 'Acme', { takeOver: false });
    expect(propertiesIn(taking).takeOver).toBe('true');
    expect(propertiesIn(standing)).not.toHaveProperty('takeOver');
  });

  test.each([
    ['the second', false, true],
    ['the first', true, false],
    ['each', true, true],
  ])('may stand beside the one of another stack: %s', (_, first, second) => {
    const app = new App();
    associate(new Stack(app, 'One'), 'Acme', { takeOver: first });
    const two = new Stack(app, 'Two');
    associate(two, 'Acme', { takeOver: second });
    expect(propertiesIn(two).connectionId).toBe(CONNECTION_ID);
  });

  test('does not excuse two others', () => {
    const app = new App();
    associate(new Stack(app, 'One'), 'Acme');
    associate(new Stack(app, 'Two'), 'Acme', { takeOver: true });
    expect(() => associate(new Stack(app, 'Three'), 'Acme')).toThrow(
      "'One/Acme' does, remove one of the two",
    );
  });

  test('has no rival in its own stack', () => {
    const stack = newStack();
    associate(stack, 'Acme');
    expect(() => associate(stack, 'AcmeAgain', { takeOver: true })).toThrow("'Stack/Acme' does");
  });
});

test('a stack with an association has that one resource and nothing else', () => {
  const stack = newStack();
  associate(stack);
  expect(typesIn(stack)).toEqual({ [ASSOCIATION_LOGICAL_ID]: ASSOCIATION_TYPE });
});

test('499 associations in one stack take no more than some seconds', () => {
  const stack = newStack();
  const before = process.cpuUsage();
  for (let i = 0; i < 499; i++) {
    associate(stack, `Partner${i}`, { connectionId: `dxcon-fg${String(i).padStart(6, '0')}`, outputs: [] });
  }
  expect(Object.keys(resourcesOf(stack))).toHaveLength(499);
  // Of the processor, not of the clock: others use it too.
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000);
  expect(stack.node.validate()).toEqual([]);
}, 30_000);

function migrate(stack: Stack): void {
  new HostedConnectionMigration(stack, 'Fleet', {
    moves: [{ connectionId: 'dxcon-fg000001' }, { connectionId: 'dxcon-fg000002' }],
    parent: HostedConnectionParent.fromLagId(LAG_ID),
  });
}

describe('the removal policy', () => {
  /** What CloudFormation does if it is not told otherwise. */
  const DELETED = { DeletionPolicy: undefined, UpdateReplacePolicy: undefined };
  const RETAINED = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

  test.each([
    ['none', undefined, DELETED],
    ['DESTROY', RemovalPolicy.DESTROY, DELETED],
    ['RETAIN', RemovalPolicy.RETAIN, RETAINED],
    ['RETAIN_ON_UPDATE_OR_DELETE', RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, RETAINED],
  ])('%s', (_, removalPolicy, expected) => {
    const stack = newStack();
    associate(stack, 'Acme', { removalPolicy });
    const { DeletionPolicy, UpdateReplacePolicy } = associationIn(stack);
    expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual(expected);
  });

  test.each([
    ['RemovalPolicies of the stack', (stack: Stack) => RemovalPolicies.of(stack).retain()],
    [
      'an Aspect',
      (stack: Stack) =>
        Aspects.of(stack).add({
          visit: (node) => {
            if (node instanceof CfnResource) node.applyRemovalPolicy(RemovalPolicy.RETAIN);
          },
        }),
    ],
  ])('is never one that keeps a create that failed: %s', (_, retain) => {
    const stack = newStack();
    migrate(stack);
    associate(stack);
    retain(stack);
    const ours = Object.values(resourcesOf(stack)).filter(({ Type }) => Type.startsWith('Custom::'));
    expect(ours.map(({ Type }) => Type)).toContain(PREFLIGHT_TYPE);
    expect(ours).toHaveLength(4);
    for (const resource of ours) expect(resource).toMatchObject(RETAINED);
  });

  test('can be applied later', () => {
    const stack = newStack();
    associate(stack).applyRemovalPolicy(RemovalPolicy.RETAIN);
    expect(associationIn(stack)).toMatchObject(RETAINED);
  });

  test('is none that needs a snapshot', () => {
    const message =
      "removalPolicy is 'snapshot', expected DESTROY or RETAIN: pass RemovalPolicy.RETAIN to leave the connection " +
      'where it is';
    const association = associate(newStack());
    expect(() => associate(newStack(), 'Acme', { removalPolicy: RemovalPolicy.SNAPSHOT })).toThrow(message);
    expect(() => {
      association.applyRemovalPolicy(RemovalPolicy.SNAPSHOT);
    }).toThrow(message);
  });
});

describe('the timeout', () => {
  test.each([
    [Duration.minutes(15), '900', '960'],
    [Duration.seconds(901), '901', '961'],
    [Duration.millis(960_000), '960', '1020'],
    [Duration.minutes(59), '3540', '3600'],
  ])('can be %s', (timeout, timeoutSeconds, ServiceTimeout) => {
    const stack = newStack();
    associate(stack, 'Acme', { timeout });
    expect(propertiesIn(stack)).toMatchObject({ timeoutSeconds, ServiceTimeout });
  });

  test.each([
    [Duration.seconds(0), 'Duration.seconds(0)'],
    [Duration.seconds(899), 'Duration.seconds(899)'],
    [Duration.millis(960_500), 'Duration.millis(960500)'],
    [Duration.seconds(59 * 60 + 1), 'Duration.seconds(3541)'],
    [Duration.hours(1), 'Duration.hours(1)'],
    [Duration.minutes(Token.asNumber({ Ref: 'Minutes' })), 'Duration.minutes('],
  ])('cannot be %s', (timeout, shown) => {
    const expected =
      'expected 15 to 59 minutes in whole seconds, known at synthesis: pass, for example, Duration.minutes(30)';
    const failing = expect(() => associate(newStack(), 'Acme', { timeout }));
    failing.toThrow(`timeout is ${shown}`);
    failing.toThrow(expected);
  });
});

describe('the connection', () => {
  test.each(MALFORMED_IDS)('cannot have the id %p', (connectionId) => {
    expect(() => associate(newStack(), 'Acme', { connectionId })).toThrow(
      `connectionId is '${connectionId}', expected 'dxcon-' and 8 to 17 lowercase letters and digits: pass a hosted ` +
        "connection's id",
    );
  });

  test.each(['parent', 'originalParent', 'expectedParent'])('cannot be its own %s', (property) => {
    const itself = HostedConnectionParent.fromInterconnectId(CONNECTION_ID);
    expect(() => associate(newStack(), 'Acme', { [property]: itself })).toThrow(
      `${property} is '${CONNECTION_ID}', which is the connection itself, expected an interconnect or a LAG: pass the ` +
        'hosted connection as `connectionId` and what it is on as a parent',
    );
  });

  test('can have its parent as original parent: then a delete leaves it there', () => {
    const stack = newStack();
    associate(stack, 'Acme', { originalParent: HostedConnectionParent.fromLagId(LAG_ID) });
    expect(propertiesIn(stack)).toMatchObject({
      parentConnectionId: LAG_ID,
      originalParentConnectionId: LAG_ID,
    });
  });
});

test('an association is a resource that knows its stack', () => {
  const stack = newStack();
  const association: HostedConnectionAssociation = associate(stack);
  expect(association.stack).toBe(stack);
});
