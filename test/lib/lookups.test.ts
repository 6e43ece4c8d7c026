import { App, Stack } from 'aws-cdk-lib';
import { CfnLag } from 'aws-cdk-lib/aws-directconnect';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { aws_directconnect as directconnect } from 'aws-cdk-lib/interfaces';
import { HostedConnectionMigration, HostedConnectionParent, HostedConnectionProvider } from '../../lib';
import {
  associate,
  ASSOCIATION_LOGICAL_ID,
  ASSOCIATION_TYPE,
  CONNECTION_ID,
  INTERCONNECT_ID,
  LAG_ID,
  propertiesIn,
  resourcesOf,
} from './stacks';

const EAST = { account: '111122223333', region: 'us-east-1' };

/** A stack whose lookups are answered by the context, as the CLI does it in its second run of the app. */
function stackWith(parameters: Record<string, string> = {}): Stack {
  const context = Object.entries(parameters).map(([name, value]) => [
    `ssm:account=${EAST.account}:parameterName=${name}:region=${EAST.region}`,
    value,
  ]);
  return new Stack(new App({ context: Object.fromEntries(context) }), 'Stack', { env: EAST });
}

const lookUp = (stack: Stack, name: string) => StringParameter.valueFromLookup(stack, name);

/** The names of the parameters that the CLI is asked for. */
function askedFor(stack: Stack): unknown[] {
  const { root } = stack.node;
  if (!App.isApp(root)) throw new Error('expected a stack in an app');
  const { missing = [] } = root.synth().manifest;
  return missing.map(({ props }): unknown => ('parameterName' in props ? props.parameterName : props));
}

function declare(stack: Stack): void {
  associate(stack, 'Acme', {
    connectionId: lookUp(stack, '/acme'),
    parent: HostedConnectionParent.fromLagId(lookUp(stack, '/lag')),
    originalParent: HostedConnectionParent.fromInterconnectId(lookUp(stack, '/interconnect')),
  });
}

describe('ids from lookups', () => {
  test('let the CLI look: the first run of the app asks for all of them', () => {
    const stack = stackWith();
    declare(stack);
    expect(askedFor(stack)).toEqual(['/acme', '/lag', '/interconnect']);
  });

  test('are what the CLI has found in its second run', () => {
    const stack = stackWith({ '/acme': CONNECTION_ID, '/lag': LAG_ID, '/interconnect': INTERCONNECT_ID });
    declare(stack);
    expect(askedFor(stack)).toEqual([]);
    expect(Object.keys(resourcesOf(stack))).toContain(ASSOCIATION_LOGICAL_ID);
    expect(propertiesIn(stack)).toMatchObject({
      connectionId: CONNECTION_ID,
      parentConnectionId: LAG_ID,
      originalParentConnectionId: INTERCONNECT_ID,
    });
  });

  test('are checked when they are found', () => {
    const stack = stackWith({ '/acme': `${CONNECTION_ID} ` });
    expect(() => declare(stack)).toThrow(`connectionId is '${CONNECTION_ID} ', expected 'dxcon-'`);
  });

  test('can be parts of them', () => {
    const stack = stackWith();
    associate(stack, 'Acme', { connectionId: `dxcon-${lookUp(stack, '/acme')}` });
    expect(askedFor(stack)).toEqual(['/acme']);
  });

  test('are not compared before they are found: one parameter has two values in two accounts', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: EAST });
    const west = new Stack(app, 'West', { env: { ...EAST, region: 'us-west-2' } });
    for (const each of [stack, west]) associate(each, 'Acme', { connectionId: lookUp(each, '/acme') });
    expect(askedFor(stack)).toEqual(['/acme', '/acme']);
  });

  test('are compared when they are found', () => {
    const stack = stackWith({ '/acme': CONNECTION_ID, '/bolt': CONNECTION_ID });
    associate(stack, 'Acme', { connectionId: lookUp(stack, '/acme') });
    expect(() => associate(stack, 'Bolt', { connectionId: lookUp(stack, '/bolt') })).toThrow(
      "'Stack/Acme' does",
    );
  });

  test('may be one parameter in two places: then the logical ids do not collide', () => {
    const stack = stackWith();
    associate(stack, 'Acme', { connectionId: lookUp(stack, '/acme'), outputs: [] });
    const parent = HostedConnectionParent.fromInterconnectId(lookUp(stack, '/acme'));
    associate(stack, 'Bolt', { connectionId: lookUp(stack, '/acme'), parent, outputs: [] });
    const types = Object.values(resourcesOf(stack)).map(({ Type }) => Type);
    expect(types.filter((type) => type === ASSOCIATION_TYPE)).toHaveLength(2);
  });

  test.each([
    ['without names', [undefined, undefined]],
    ['with names', ['Acme', 'Bolt']],
  ])('are fine for a migration: %s', (_, names) => {
    const stack = stackWith();
    const parent = HostedConnectionParent.fromLagId(lookUp(stack, '/lag'));
    // The placeholders differ in their signs alone: only what the CLI finds must differ in more.
    const ids = ['/acme/1', '/acme-1'].map((parameter) => lookUp(stack, parameter));
    const moves = ids.map((connectionId, index) => ({ connectionId, name: names[index] }));
    new HostedConnectionMigration(stack, 'ToNewLag', { moves, parent });
    expect(askedFor(stack)).toEqual(['/lag', '/acme/1', '/acme-1']);
  });

  test('are fine for all that a move says, its name too', () => {
    const stack = stackWith();
    new HostedConnectionMigration(stack, 'ToNewLag', {
      moves: [
        {
          connectionId: lookUp(stack, '/acme'),
          name: lookUp(stack, '/name'),
          parent: HostedConnectionParent.fromLagId(lookUp(stack, '/lag')),
          // An id that stands in for another is no proof that both are the same.
          expectedParent: HostedConnectionParent.fromInterconnectId(lookUp(stack, '/acme')),
        },
      ],
    });
    expect(askedFor(stack)).toEqual(['/acme', '/name', '/lag']);
  });

  test('of a migration are checked when they are found, and the place in the list is told', () => {
    const stack = stackWith({ '/acme': 'dxcon-fgother1', '/bolt': `${CONNECTION_ID}\n` });
    const moves = ['/acme', '/bolt'].map((name) => ({ connectionId: lookUp(stack, name) }));
    const parent = HostedConnectionParent.fromLagId(LAG_ID);
    expect(() => new HostedConnectionMigration(stack, 'ToNewLag', { moves, parent })).toThrow(
      `moves[1].connectionId is '${CONNECTION_ID}\\n', expected 'dxcon-'`,
    );
  });

  test('are fine for the ARN of a LAG', () => {
    class FoundLag extends CfnLag {
      public override get lagRef(): directconnect.LagReference {
        return { lagArn: lookUp(this.stack, '/lag-arn') };
      }
    }
    const stack = stackWith();
    const lag = new FoundLag(stack, 'Lag', {
      connectionsBandwidth: '10Gbps',
      lagName: 'lag',
      location: 'EqDC2',
    });
    associate(stack, 'Acme', { parent: HostedConnectionParent.fromLag(lag) });
    expect(askedFor(stack)).toEqual(['/lag-arn']);
  });
});

describe('a provider from a lookup', () => {
  test.each([
    [
      'the name of its stack',
      (stack: Stack) =>
        HostedConnectionProvider.fromDeployed(stack, 'P', { stackName: lookUp(stack, '/provider') }),
    ],
    [
      'its service token',
      (stack: Stack) => HostedConnectionProvider.fromServiceToken(stack, 'P', lookUp(stack, '/provider')),
    ],
  ])('lets the CLI look: %s', (_, providerIn) => {
    const stack = stackWith();
    associate(stack, 'Acme', { provider: providerIn(stack) });
    expect(askedFor(stack)).toEqual(['/provider']);
  });

  test('can be in a VPC and have a key that the CLI looks up', () => {
    // The CDK's own check does not like the placeholders of its own lookups, and says so.
    jest.spyOn(console, 'error').mockImplementation();
    const stack = stackWith();
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcName: 'partner' });
    const group = ec2.SecurityGroup.fromLookupByName(stack, 'Group', 'provider', vpc);
    const encryptionKey = kms.Key.fromLookup(stack, 'Key', { aliasName: 'alias/partner' });
    new HostedConnectionProvider(stack, 'Provider', { vpc, securityGroups: [group], encryptionKey });
    expect(askedFor(stack)).toHaveLength(3);
  });
});
