import { App, CfnOutput, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { HostedConnectionAttribute } from '../../../lib';
import { ATTRIBUTES } from '../../../lib/contract';
import { associate, ASSOCIATION_LOGICAL_ID, newStack } from '../stacks';

interface Output {
  readonly Value: unknown;
  readonly Description?: string;
}

const { VLAN, BANDWIDTH } = HostedConnectionAttribute;

function outputsOf(stack: Stack): Record<string, Output> {
  return (Template.fromStack(stack).toJSON().Outputs ?? {}) as Record<string, Output>;
}

function synthesize(stack: Stack): Template {
  return Template.fromStack(stack);
}

/** Associations of as many connections. */
function associateMany(stack: Stack, count: number, outputs?: HostedConnectionAttribute[]): void {
  for (let i = 0; i < count; i++) {
    associate(stack, `Partner${i}`, { connectionId: `dxcon-fg96000${stack.nested ? 'n' : ''}${i}`, outputs });
  }
}

describe('the outputs of an association', () => {
  const stack = newStack();
  associate(stack);
  const all = outputsOf(stack);

  test.each(ATTRIBUTES)('%s is among them', (attribute) => {
    const key = `Acme${attribute.charAt(0).toUpperCase()}${attribute.slice(1)}`;
    expect(all[key]).toEqual({
      Value: { 'Fn::GetAtt': [ASSOCIATION_LOGICAL_ID, attribute] },
      Description: `Hosted connection: ${attribute}`,
    });
  });

  test('are all attributes by default, each with a description of its own', () => {
    const descriptions = Object.values(all).map(({ Description }) => Description);
    expect(descriptions).toHaveLength(ATTRIBUTES.length);
    expect(new Set(descriptions).size).toBe(ATTRIBUTES.length);
  });

  test.each([
    ['some', [VLAN, BANDWIDTH], ['AcmeVlan', 'AcmeBandwidth']],
    ['one that is named twice', [VLAN, VLAN], ['AcmeVlan']],
    ['none', [], []],
  ])('can be narrowed to %s', (_, outputs, keys) => {
    const narrowed = newStack();
    associate(narrowed, 'Acme', { outputs });
    expect(Object.keys(outputsOf(narrowed))).toEqual(keys);
  });
});

describe('the key of an output', () => {
  test.each([
    ['Acme', 'AcmeVlan'],
    ['acme', 'AcmeVlan'],
    ['acme-inc_2', 'AcmeInc2Vlan'],
    ['Acme Inc.', 'AcmeIncVlan'],
    ['3rdParty', '3rdPartyVlan'],
  ])('of the construct %p is %p', (id, key) => {
    const stack = newStack();
    associate(stack, id, { outputs: [VLAN] });
    expect(Object.keys(outputsOf(stack))).toEqual([key]);
  });

  test('has the whole path in the stack', () => {
    const stack = newStack();
    associate(new Construct(new Construct(stack, 'Partners'), 'east'), 'Acme', { outputs: [VLAN] });
    expect(Object.keys(outputsOf(stack))).toEqual(['PartnersEastAcmeVlan']);
  });

  test.each([
    ['stage', (app: App) => new Stack(new Stage(app, 'Prod'), 'Stack')],
    ['parent stack', (app: App) => new NestedStack(new Stack(app, 'Stack'), 'Nested')],
  ])('has not the path of the %s', (_, stackIn) => {
    const stack = stackIn(new App());
    associate(stack, 'Acme', { outputs: [VLAN] });
    expect(Object.keys(outputsOf(stack))).toEqual(['AcmeVlan']);
  });
});

describe('two constructs with the same keys', () => {
  function associateBoth(first: HostedConnectionAttribute[], second: HostedConnectionAttribute[]): Stack {
    const stack = newStack();
    associate(new Construct(stack, 'Partners'), 'Acme', { outputs: first });
    associate(stack, 'PartnersAcme', { connectionId: 'dxcon-fgother1', outputs: second });
    return stack;
  }

  test('are an error that names both, once', () => {
    const stack = associateBoth([BANDWIDTH, VLAN], [VLAN, BANDWIDTH]);
    const message =
      "output key 'PartnersAcmeVlan' is that of both 'Stack/Partners/Acme/Vlan' and 'Stack/PartnersAcme/Vlan', " +
      'expected one key for one output: rename one of the two constructs, or narrow its `outputs`';
    const failing = expect(() => synthesize(stack));
    failing.toThrow(message);
    failing.not.toThrow(/PartnersAcmeBandwidth/);
  });

  test('are fine with other outputs', () => {
    const stack = associateBoth([BANDWIDTH], [VLAN]);
    expect(Object.keys(outputsOf(stack)).sort()).toEqual(['PartnersAcmeBandwidth', 'PartnersAcmeVlan']);
  });

  test('are an error by the end of the path as well', () => {
    const stack = newStack();
    associate(stack, 'AcmeParent', { outputs: [HostedConnectionAttribute.CONNECTION_ID] });
    associate(stack, 'Acme', {
      connectionId: 'dxcon-fgother1',
      outputs: [HostedConnectionAttribute.PARENT_CONNECTION_ID],
    });
    expect(() => synthesize(stack)).toThrow(
      /'Stack\/AcmeParent\/ConnectionId' and 'Stack\/Acme\/ParentConnectionId'/,
    );
  });

  test('are an error also when one is an output of the app', () => {
    const stack = newStack();
    associate(stack);
    new CfnOutput(stack, 'AcmeVlan', { value: '101' });
    expect(() => synthesize(stack)).toThrow(/'Stack\/Acme\/Vlan' and 'Stack\/AcmeVlan'/);
  });
});

/** As many associations with all outputs as there is room for, and what is left. */
function fill(stack: Stack): void {
  const count = Math.floor(200 / ATTRIBUTES.length);
  associateMany(stack, count);
  for (let rest = count * ATTRIBUTES.length; rest < 200; rest += 1) {
    new CfnOutput(stack, `Rest${rest}`, { value: '1' });
  }
}

describe('the outputs of a stack', () => {
  test('can be 200', () => {
    const stack = newStack();
    fill(stack);
    expect(Object.keys(outputsOf(stack))).toHaveLength(200);
  });

  test('cannot be more: the error says how many there are and what narrows them, once', () => {
    const stack = newStack();
    associateMany(stack, 9);
    const message =
      `the stack has ${9 * ATTRIBUTES.length} outputs, ` +
      'expected at most 200: narrow the property `outputs` of its ' +
      'HostedConnectionAssociation constructs, for example to `outputs: [HostedConnectionAttribute.VLAN, ' +
      'HostedConnectionAttribute.CONNECTION_STATE]`, or to `[]` for none';
    const failing = expect(() => synthesize(stack));
    failing.toThrow(message);
    failing.not.toThrow(/the stack has .*the stack has/s);
  });

  test('count without those of the stacks within it', () => {
    const stack = newStack();
    fill(stack);
    associateMany(new NestedStack(stack, 'Nested'), 1);
    expect(Object.keys(outputsOf(stack))).toHaveLength(200);
  });

  test('count with those of the app', () => {
    const stack = newStack();
    fill(stack);
    new CfnOutput(stack, 'OneMore', { value: '1' });
    expect(() => synthesize(stack)).toThrow(/the stack has 201 outputs/);
  });

  test('are fewer when they are narrowed', () => {
    const stack = newStack();
    associateMany(stack, 9, [VLAN]);
    expect(Object.keys(outputsOf(stack))).toHaveLength(9);
  });
});
