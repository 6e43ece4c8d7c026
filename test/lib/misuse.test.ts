import { App, Duration, Errors, Stack, Token } from 'aws-cdk-lib';
import { CfnLag } from 'aws-cdk-lib/aws-directconnect';
import { aws_directconnect as directconnect } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import {
  HostedConnectionAssociation,
  HostedConnectionAssociationProps,
  HostedConnectionMigration,
  HostedConnectionMigrationProps,
  HostedConnectionMove,
  HostedConnectionParent,
  HostedConnectionProvider,
  HostedConnectionProviderProps,
} from '../../lib';
import { associate, CONNECTION_ID, LAG_ID, newStack, propertiesIn } from './stacks';

/** What a program that no compiler has checked passes. */
type Anything = Partial<Record<keyof HostedConnectionAssociationProps, unknown>>;

function associateUnchecked(props: Anything): HostedConnectionAssociation {
  return associate(newStack(), 'Acme', props as Partial<HostedConnectionAssociationProps>);
}

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}

const PARENTS =
  "expected a HostedConnectionParent: pass HostedConnectionParent.fromLagId('dxlag-…') or " +
  "HostedConnectionParent.fromInterconnectId('dxcon-…')";
const ATTRIBUTES = 'pass members of HostedConnectionAttribute, such as HostedConnectionAttribute.VLAN';

describe('what no compiler has checked', () => {
  test.each<[string, Anything, string]>([
    ['no connection', { connectionId: undefined }, "connectionId is undefined, expected 'dxcon-'"],
    ['a number for a connection', { connectionId: 101 }, "connectionId is 101, expected 'dxcon-'"],
    ['a list of connections', { connectionId: [CONNECTION_ID] }, "connectionId is a list, expected 'dxcon-'"],
    ['no parent', { parent: undefined }, 'parent is undefined, expected a HostedConnectionParent'],
    ['an id for a parent', { parent: LAG_ID }, `parent is '${LAG_ID}', ${PARENTS}`],
    ['an object for a parent', { parent: { lagId: LAG_ID } }, `parent is an object, ${PARENTS}`],
    [
      'an id for the original parent',
      { originalParent: LAG_ID },
      `originalParent is '${LAG_ID}', ${PARENTS}`,
    ],
    [
      'an id for the expected parent',
      { expectedParent: LAG_ID },
      `expectedParent is '${LAG_ID}', ${PARENTS}`,
    ],
    [
      'a text for a boolean',
      { takeOver: 'false' },
      "takeOver is 'false', expected true or false: pass a boolean",
    ],
    ['a number for a boolean', { waitForAvailable: 1 }, 'waitForAvailable is 1, expected true or false'],
    [
      'one attribute for a list',
      { outputs: 'vlan' },
      `outputs is 'vlan', expected a list of attributes: ${ATTRIBUTES}`,
    ],
    [
      'an unknown attribute',
      { outputs: ['vlan', 'vlanId'] },
      `outputs has 'vlanId', expected attributes of a hosted connection: ${ATTRIBUTES}`,
    ],
    ['an undefined attribute', { outputs: [undefined] }, 'outputs has undefined, expected attributes'],
    ['a number for a timeout', { timeout: 30 }, 'timeout is 30, expected 15 to 59 minutes'],
    [
      'a name for a policy',
      { removalPolicy: 'RETAIN' },
      "removalPolicy is 'RETAIN', expected DESTROY or RETAIN",
    ],
    [
      'a text for a provider',
      { provider: 'mine' },
      "provider is 'mine', expected a HostedConnectionProvider",
    ],
    [
      'another construct for a provider',
      { provider: newStack() },
      'provider is an object of the class Stack',
    ],
    ['a function for a provider', { provider: newStack }, 'provider is a function, expected'],
  ])('%s is an error of the construct, with what was given and the fix', (_, props, text) => {
    const error = errorOf(() => associateUnchecked(props));
    expect(error).toMatchObject({ message: expect.stringContaining(text), constructPath: 'Stack/Acme' });
    expect(error).toMatchObject({ message: expect.stringMatching(/ \(at 'Stack\/Acme'\)$/) });
    expect(Errors.isValidationError(error)).toBe(true);
  });

  test('no properties at all are an error', () => {
    const create = HostedConnectionAssociation as unknown as new (scope: Construct, id: string) => object;
    expect(() => new create(newStack(), 'Acme')).toThrow(
      "the properties are undefined, expected an object: pass at least connectionId and parent (at 'Stack/Acme')",
    );
  });

  test('null is as good as nothing where nothing is needed', () => {
    expect(() => associateUnchecked({ originalParent: null, takeOver: null, provider: null })).not.toThrow();
  });

  test.each<[string, Partial<Record<keyof HostedConnectionProviderProps, unknown>>]>([
    ["encryptionKey is 'arn:aws:kms:…', expected a key of the CDK", { encryptionKey: 'arn:aws:kms:…' }],
    ["vpc is 'vpc-1', expected a VPC of the CDK", { vpc: 'vpc-1' }],
    ["securityGroups is 'sg-1', expected a list of security groups", { securityGroups: 'sg-1' }],
    ["vpcSubnets is 'private', expected subnets", { vpcSubnets: 'private' }],
    ["logRetention is 'ONE_YEAR', expected a member of logs.RetentionDays", { logRetention: 'ONE_YEAR' }],
    ["architecture is 'arm64', expected an architecture", { architecture: 'arm64' }],
  ])('of a provider: %s', (text, props) => {
    const error = errorOf(
      () => new HostedConnectionProvider(newStack(), 'Provider', props as HostedConnectionProviderProps),
    );
    expect(error).toMatchObject({ message: expect.stringContaining(text), constructPath: 'Stack/Provider' });
  });

  const unchecked = HostedConnectionParent as unknown as Record<string, (given: unknown) => unknown>;
  const deployed = HostedConnectionProvider as unknown as Record<
    string,
    (scope: Construct, id: string, given: unknown) => unknown
  >;

  test.each<[string, () => unknown]>([
    ["lagId is undefined, expected 'dxlag-'", () => unchecked.fromLagId?.(undefined)],
    ["interconnectId is 5, expected 'dxcon-'", () => unchecked.fromInterconnectId?.(5)],
    [`lag is '${LAG_ID}', expected a LAG of the CDK`, () => unchecked.fromLag?.(LAG_ID)],
    ['lag is undefined, expected a LAG of the CDK', () => unchecked.fromLag?.(undefined)],
    [
      "stackName of 'Stack/P' is 5, expected",
      () => deployed.fromDeployed?.(newStack(), 'P', { stackName: 5 }),
    ],
    ["serviceToken of 'Stack/P' is undefined", () => deployed.fromServiceToken?.(newStack(), 'P', undefined)],
  ])('of a static method: %s', (text, act) => {
    const error = errorOf(act);
    expect(error).toMatchObject({ message: expect.stringContaining(text) });
    expect(Errors.isValidationError(error)).toBe(true);
  });
});

describe('a migration that no compiler has checked', () => {
  const move: HostedConnectionMove = { connectionId: 'dxcon-fgother1' };
  const parent = HostedConnectionParent.fromLagId(LAG_ID);
  /** The move that is wrong is the fourth. */
  const fourth = (given: unknown) => ({
    moves: [...['1', '2', '3'].map((digit) => ({ connectionId: `dxcon-0000000${digit}` })), given],
  });

  function migrateUnchecked(props: unknown): HostedConnectionMigration {
    const given = typeof props === 'object' ? { moves: [move], parent, ...props } : props;
    return new HostedConnectionMigration(newStack(), 'Night', given as HostedConnectionMigrationProps);
  }

  const HOLES: unknown[] = [];
  HOLES[1] = move;

  test.each<[string, unknown, string]>([
    ['no properties', undefined, 'the properties are undefined, expected an object: pass at least moves'],
    ['no moves', { moves: undefined }, 'moves is undefined, expected a list of moves: pass [{'],
    ['one move for a list', { moves: move }, 'moves is an object, expected a list of moves'],
    ['an id for a list', { moves: CONNECTION_ID }, `moves is '${CONNECTION_ID}', expected a list of moves`],
    ['an id for a move', fourth(CONNECTION_ID), `moves[3] is '${CONNECTION_ID}', expected an object: pass {`],
    ['nothing for a move', fourth(undefined), 'moves[3] is undefined, expected an object'],
    ['null for a move', fourth(null), 'moves[3] is null, expected an object'],
    ['a list for a move', fourth([CONNECTION_ID, LAG_ID]), 'moves[3] is a list, expected an object'],
    ['a hole in the list', { moves: HOLES }, 'moves[0] is undefined, expected an object'],
    ['a number for an id', fourth({ connectionId: 101 }), "moves[3].connectionId is 101, expected 'dxcon-'"],
    [
      'an id for the parent of a move',
      fourth({ ...move, parent: LAG_ID }),
      `moves[3].parent is '${LAG_ID}', ${PARENTS}`,
    ],
    [
      'an id for the expected parent of a move',
      fourth({ ...move, expectedParent: LAG_ID }),
      `moves[3].expectedParent is '${LAG_ID}', ${PARENTS}`,
    ],
    [
      'an id for the original parent of a move',
      fourth({ ...move, originalParent: LAG_ID }),
      `moves[3].originalParent is '${LAG_ID}', ${PARENTS}`,
    ],
    ['a number for a name', fourth({ ...move, name: 4 }), 'moves[3].name is 4, expected ASCII characters'],
    [
      'a tab in a name',
      fourth({ ...move, name: 'A\tB' }),
      "moves[3].name is 'A\\tB', expected ASCII characters",
    ],
    ['an id for the parent', { parent: LAG_ID }, `parent is '${LAG_ID}', ${PARENTS}`],
    [
      'an id for the original parent',
      { originalParent: LAG_ID },
      `originalParent is '${LAG_ID}', ${PARENTS}`,
    ],
    ['a text for a boolean', { summaryOutput: 'no' }, "summaryOutput is 'no', expected true or false"],
    ['a number for a boolean', { takeOver: 1 }, 'takeOver is 1, expected true or false'],
    ['an unknown attribute', { outputs: ['vlanId'] }, `outputs has 'vlanId', expected attributes`],
    [
      'a text for a provider',
      { provider: 'mine' },
      "provider is 'mine', expected a HostedConnectionProvider",
    ],
    ['a text for a number', { maxConcurrent: '2' }, "maxConcurrent is '2', expected a whole number"],
    ['a text for a canary', { canary: 'one' }, "canary is 'one', expected a whole number"],
    ['a number for a timeout', { timeout: 30 }, 'timeout is 30, expected 15 to 59 minutes'],
    [
      'a name for a policy',
      { removalPolicy: 'RETAIN' },
      "removalPolicy is 'RETAIN', expected DESTROY or RETAIN",
    ],
    [
      'a connection twice',
      fourth({ connectionId: 'dxcon-00000002' }),
      "moves[1] and moves[3] both have the connectionId 'dxcon-00000002'",
    ],
    ['an empty list', { moves: [] }, 'moves is empty, expected at least one hosted connection'],
  ])('%s is an error of the migration, with what was given and the fix', (_, props, text) => {
    const error = errorOf(() => migrateUnchecked(props));
    expect(error).toMatchObject({ message: expect.stringContaining(text), constructPath: 'Stack/Night' });
    expect(error).toMatchObject({ message: expect.stringMatching(/ \(at 'Stack\/Night'\)$/) });
    expect(Errors.isValidationError(error)).toBe(true);
  });

  test('what an association of it refuses has the place in the list, and is named once', () => {
    const stack = newStack();
    associate(stack, 'Acme');
    const moves = [move, { connectionId: CONNECTION_ID }];
    const error = errorOf(() => new HostedConnectionMigration(stack, 'Night', { moves, parent }));
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^moves\[1\]: connectionId is .*'Stack\/Acme' does, remove one of the two \(at 'Stack\/Night\/dxcon-fg9607vm'\)$/,
      ),
      constructPath: 'Stack/Night',
    });
    expect(Errors.isValidationError(error)).toBe(true);
  });

  test('null is as good as nothing where nothing is needed', () => {
    const nothing = { name: null, originalParent: null, expectedParent: null, parent: null };
    const settings = {
      maxConcurrent: null,
      canary: null,
      outputs: null,
      summaryOutput: null,
      provider: null,
    };
    expect(() => migrateUnchecked({ moves: [{ ...move, ...nothing }], ...settings })).not.toThrow();
  });
});

describe('what cannot be seen in an id', () => {
  test.each([
    ['a carriage return', `${CONNECTION_ID}\r`, `'${CONNECTION_ID}\\r'`],
    ['a line end', `${CONNECTION_ID}\n`, `'${CONNECTION_ID}\\n'`],
    ['a tab', `\t${CONNECTION_ID}`, `'\\t${CONNECTION_ID}'`],
    ['a blank', ` ${CONNECTION_ID}`, `' ${CONNECTION_ID}'`],
    ['a blank that does not break', `${CONNECTION_ID}\u00a0`, `'${CONNECTION_ID}\\u00a0'`],
  ])('%s is written out, and said to be the problem', (_, connectionId, written) => {
    const error = errorOf(() => associateUnchecked({ connectionId }));
    const fix = "pass a hosted connection's id, without the blank or line end around it";
    expect(error).toMatchObject({ message: expect.stringContaining(`connectionId is ${written}, expected`) });
    expect(error).toMatchObject({ message: expect.stringContaining(fix) });
  });

  test('a space of no width is written out', () => {
    expect(() => HostedConnectionParent.fromLagId(`${LAG_ID}\u200b`)).toThrow(`lagId is '${LAG_ID}\\u200b'`);
  });

  test('other faults are not said to be blanks', () => {
    expect(() => associateUnchecked({ connectionId: 'dxcon-1' })).not.toThrow(/blank/);
    expect(() => associateUnchecked({ connectionId: 'dxcon-1' })).toThrow(
      "pass a hosted connection's id (at",
    );
  });
});

test('an error that names the construct does not name it twice', () => {
  const stack = newStack();
  new HostedConnectionProvider(stack, 'One');
  expect(() => new HostedConnectionProvider(stack, 'Two')).toThrow(
    /^'Stack\/Two' is the second .* another stack$/s,
  );
});

test('an error about another construct names both', () => {
  const stack = newStack();
  associate(stack, 'AcmeAgain');
  expect(() => associate(stack, 'Acme')).toThrow(
    /'Stack\/AcmeAgain' does, remove one of the two \(at 'Stack\/Acme'\)$/,
  );
});

test('a timeout that is known at deployment only is shown as what it is', () => {
  const timeout = Duration.minutes(Token.asNumber({ Ref: 'Minutes' }));
  expect(() => associateUnchecked({ timeout })).toThrow('timeout is Duration.minutes(');
});

describe('where both are known', () => {
  const EAST = { account: '111122223333', region: 'us-east-1' };
  const lagIn = (stack: Stack) =>
    new CfnLag(stack, 'Lag', { connectionsBandwidth: '10Gbps', lagName: 'lag', location: 'EqDC2' });

  /** A LAG that is known by its ARN only. */
  class FoundLag extends CfnLag {
    public override get lagRef(): directconnect.LagReference {
      return { lagArn: `arn:aws:directconnect:us-west-2:444455556666:dxlag/${LAG_ID}` };
    }
  }

  test.each([
    ['region', { ...EAST, region: 'us-west-2' }, 'us-west-2', 'us-east-1'],
    ['account', { ...EAST, account: '444455556666' }, '444455556666', EAST.account],
  ])('a LAG of another %s is refused', (what, env, given, expected) => {
    const app = new App();
    const parent = HostedConnectionParent.fromLag(lagIn(new Stack(app, 'Other', { env })));
    const stack = new Stack(app, 'Stack', { env: EAST });
    expect(() => associate(stack, 'Acme', { parent })).toThrow(
      `parent is the LAG 'Other/Lag' in the ${what} ${given}, expected one in ${expected}, the ${what} of 'Stack/Acme': ` +
        'name a parent of the account and region of the stack, or put the association where the parent is',
    );
  });

  test.each(['originalParent', 'expectedParent'])('so is the %s', (property) => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: { ...EAST, region: 'us-west-2' } });
    const parent = HostedConnectionParent.fromLag(lagIn(other));
    const stack = new Stack(app, 'Stack', { env: EAST });
    expect(() => associate(stack, 'Acme', { [property]: parent })).toThrow(
      `${property} is the LAG 'Other/Lag' in the region us-west-2`,
    );
  });

  test('a LAG of a migration, or of one of its moves, is refused', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: { ...EAST, region: 'us-west-2' } });
    const parent = HostedConnectionParent.fromLag(lagIn(other));
    const stack = new Stack(app, 'Stack', { env: EAST });
    const moves = [{ connectionId: CONNECTION_ID }];
    expect(() => new HostedConnectionMigration(stack, 'One', { moves, parent })).toThrow(
      "parent is the LAG 'Other/Lag' in the region us-west-2, expected one in us-east-1",
    );
    const own = [{ connectionId: CONNECTION_ID, parent }];
    expect(() => new HostedConnectionMigration(stack, 'Two', { moves: own })).toThrow(
      "moves[0].parent is the LAG 'Other/Lag' in the region us-west-2",
    );
  });

  test('the ARN of a LAG tells more than the stack that it is declared in', () => {
    const stack = new Stack(new App(), 'Stack', { env: EAST });
    const lag = new FoundLag(stack, 'Lag', {
      connectionsBandwidth: '1Gbps',
      lagName: 'lag',
      location: 'EqDC2',
    });
    expect(() => associate(stack, 'Acme', { parent: HostedConnectionParent.fromLag(lag) })).toThrow(
      "parent is the LAG 'Stack/Lag' in the account 444455556666, expected one in 111122223333",
    );
  });

  test('a provider of somebody’s own class is refused by its service token', () => {
    class Own extends Construct {
      public readonly serviceToken = 'arn:aws:lambda:us-west-2:111122223333:function:own';
    }
    const stack = new Stack(new App(), 'Stack', { env: EAST });
    expect(() => associate(stack, 'Acme', { provider: new Own(stack, 'Own') })).toThrow(
      "provider is 'arn:aws:lambda:us-west-2:111122223333:function:own' in the region us-west-2, expected one in us-east-1",
    );
  });

  test('the same place, and a place that is known at deployment only, are fine', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: EAST });
    const agnostic = new Stack(app, 'Agnostic');
    associate(stack, 'Acme', { parent: HostedConnectionParent.fromLag(lagIn(stack)) });
    const parent = HostedConnectionParent.fromLag(lagIn(agnostic));
    associate(agnostic, 'Bolt', { connectionId: 'dxcon-fgother1', parent });
    expect(propertiesIn(stack).connectionId).toBe(CONNECTION_ID);
  });
});
