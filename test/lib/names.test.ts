import { CfnOutput, CfnResource, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { HostedConnectionAttribute, HostedConnectionMigration, HostedConnectionParent } from '../../lib';
import { associate, CONNECTION_ID, LAG_ID, newStack, resourcesOf } from './stacks';

const { VLAN, PARTNER_INTERCONNECT_MAC_SEC_CAPABLE: LONGEST } = HostedConnectionAttribute;
const LONG_LAG_ID = 'dxlag-0123456789abcdefg';

function keysOf(stack: Stack): string[] {
  return Object.keys((Template.fromStack(stack).toJSON().Outputs ?? {}) as object);
}

function keyOf(...path: string[]): string {
  const stack = newStack();
  const ids = [...path];
  const id = ids.pop() ?? '';
  const scope = ids.reduce((above: Construct, each) => new Construct(above, each), stack);
  associate(scope, id, { outputs: [LONGEST] });
  return keysOf(stack)[0] ?? '';
}

function migrate(scope: Construct, id: string, name: string, connectionId = CONNECTION_ID): void {
  new HostedConnectionMigration(scope, id, {
    moves: [{ name, connectionId }],
    parent: HostedConnectionParent.fromLagId(LONG_LAG_ID),
    outputs: [VLAN],
  });
}

describe('a long name', () => {
  const LONG = 'Partner'.repeat(60);

  test('is cut, and ends with a hash of the whole path', () => {
    expect(keyOf(LONG)).toMatch(/^(Partner){27}Par[0-9A-F]{8}PartnerInterconnectMacSecCapable$/);
  });

  test('is another for another path, and always the same for one', () => {
    expect(keyOf(`${LONG}A`)).not.toBe(keyOf(`${LONG}B`));
    expect(keyOf(LONG)).toBe(keyOf(LONG));
  });

  test('fits with every attribute, and with the summary of a migration', () => {
    const stack = newStack();
    associate(stack, LONG);
    migrate(stack, `${LONG}Fleet`, LONG, 'dxcon-fgother1');
    const ids = [...keysOf(stack), ...Object.keys(resourcesOf(stack))];
    expect(ids.length).toBeGreaterThan(30);
    expect(ids.filter((id) => !/^[A-Za-z0-9]{1,255}$/.test(id))).toEqual([]);
  });

  test('is whole while it fits', () => {
    expect(keyOf('A'.repeat(200))).toBe(`${'A'.repeat(200)}PartnerInterconnectMacSecCapable`);
  });
});

describe('a name that is not ASCII', () => {
  test.each([
    ['Zürich', 'Zurich'],
    ['São Paulo', 'SaoPaulo'],
  ])('without its accents: %s', (id, name) => {
    expect(keyOf(id)).toBe(`${name}PartnerInterconnectMacSecCapable`);
  });

  test('keeps apart what it cannot show, the same for ever', () => {
    const keys = [keyOf('東京'), keyOf('大阪'), keyOf('Straße')].map((key) => key.replace(/Partner.*/, ''));
    expect(keys).toMatchInlineSnapshot(`
     [
       "B3ABF7BD",
       "74B6960C",
       "StraEF7EFAE2B",
     ]
    `);
  });

  test('is fine for a migration, whose summary has a key all the same', () => {
    const stack = newStack();
    migrate(stack, '移行', 'Acme');
    const ids = [...keysOf(stack), ...Object.keys(resourcesOf(stack))];
    expect(ids.filter((id) => !/^[A-Za-z0-9]{8,255}$/.test(id))).toEqual([]);
  });

  test('that comes to the same is an error that names both', () => {
    const stack = newStack();
    associate(stack, 'Zürich', { outputs: [VLAN] });
    associate(stack, 'Zurich', { connectionId: 'dxcon-fgother1', outputs: [VLAN] });
    expect(() => keysOf(stack)).toThrow("'Stack/Zürich/Vlan' and 'Stack/Zurich/Vlan'");
  });
});

describe('two resources with one logical id', () => {
  test('are an error that names both', () => {
    const stack = newStack();
    associate(stack);
    const same = ['One', 'Two'].map((id) => new CfnWaitConditionHandle(new Construct(stack, id), 'Handle'));
    for (const each of same) each.overrideLogicalId('Same');
    expect(() => keysOf(stack)).toThrow(
      "logical id 'Same' is that of both 'Stack/One/Handle' and 'Stack/Two/Handle', expected one id for one resource: " +
        'rename one of the two constructs',
    );
  });

  test('are an error also when one is of the app', () => {
    const stack = newStack();
    const { defaultChild } = associate(stack).node;
    new CfnWaitConditionHandle(stack, 'Other').overrideLogicalId(
      String(stack.resolve((defaultChild as CfnResource).logicalId)),
    );
    expect(() => keysOf(stack)).toThrow("'Stack/Acme/Resource/Default' and 'Stack/Other'");
  });

  test('are none: an output may have the name of a resource', () => {
    const stack = newStack();
    associate(stack, 'Acme', { parent: HostedConnectionParent.fromLagId(LAG_ID), outputs: [] });
    new CfnOutput(stack, 'HostedConnectionAssociationDxconFg9607vm', { value: 'x' });
    expect(keysOf(stack)).toHaveLength(1);
  });
});
