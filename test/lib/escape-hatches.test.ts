import { App, Aspects, Aws, CfnCondition, CfnResource, Fn, PropertyInjectors, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  HostedConnectionAssociation,
  HostedConnectionAssociationProps,
  HostedConnectionAttribute,
  HostedConnectionProvider,
  HostedConnectionProviderProps,
} from '../../lib';
import {
  associate,
  ASSOCIATION_LOGICAL_ID,
  associationIn,
  CONNECTION_ID,
  newStack,
  propertiesIn,
  providerIn,
  providerStackOf,
  resourcesOf,
} from './stacks';

const { VLAN, BANDWIDTH } = HostedConnectionAttribute;

function resourceOf(association: HostedConnectionAssociation): CfnResource {
  const { defaultChild } = association.node;
  if (!CfnResource.isCfnResource(defaultChild)) throw new Error('expected a CfnResource');
  return defaultChild;
}

function outputsOf(stack: Stack): Record<string, { Condition?: string }> {
  return Template.fromStack(stack).toJSON().Outputs as Record<string, { Condition?: string }>;
}

function conditionIn(stack: Stack): CfnCondition {
  return new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Aws.REGION, 'us-east-1') });
}

describe('the resource of an association', () => {
  test('is its default child', () => {
    const stack = newStack();
    expect(resourceOf(associate(stack)).cfnResourceType).toBe('Custom::HostedConnectionAssociation');
  });

  test('takes a condition, metadata and overrides', () => {
    const stack = newStack();
    const resource = resourceOf(associate(stack, 'Acme', { takeOver: true }));
    resource.cfnOptions.condition = conditionIn(stack);
    resource.addMetadata('ticket', 'NET-1');
    resource.addPropertyOverride('timeoutSeconds', '900');
    resource.addPropertyDeletionOverride('takeOver');
    expect(associationIn(stack)).toMatchObject({
      Condition: 'IsProd',
      Metadata: { ticket: 'NET-1' },
      Properties: { timeoutSeconds: '900' },
    });
    expect(propertiesIn(stack)).not.toHaveProperty('takeOver');
  });

  test('takes another policy and another logical id', () => {
    const stack = newStack();
    const resource = resourceOf(associate(stack));
    resource.addOverride('DeletionPolicy', 'Retain');
    resource.overrideLogicalId('Acme');
    expect(resourcesOf(stack).Acme?.DeletionPolicy).toBe('Retain');
    expect(outputsOf(stack)).toMatchObject({ AcmeVlan: { Value: { 'Fn::GetAtt': ['Acme', 'vlan'] } } });
  });

  test('is what others depend on', () => {
    const stack = newStack();
    const other = new CfnResource(stack, 'Other', { type: 'AWS::CloudFormation::WaitConditionHandle' });
    other.node.addDependency(resourceOf(associate(stack)));
    expect(resourcesOf(stack).Other?.DependsOn).toEqual([ASSOCIATION_LOGICAL_ID]);
  });
});

describe('the outputs', () => {
  test.each([
    [
      'directly',
      (resource: CfnResource, condition: CfnCondition) => (resource.cfnOptions.condition = condition),
    ],
    [
      'by an Aspect',
      (resource: CfnResource, condition: CfnCondition) => {
        const visit = (node: unknown) => {
          if (node === resource) resource.cfnOptions.condition = condition;
        };
        Aspects.of(resource.stack).add({ visit });
      },
    ],
  ])('follow the condition of the resource, set %s', (_, set) => {
    const stack = newStack();
    const association = associate(stack, 'Acme', { outputs: [VLAN, BANDWIDTH] });
    set(resourceOf(association), conditionIn(stack));
    expect(Object.values(outputsOf(stack)).map(({ Condition }) => Condition)).toEqual(['IsProd', 'IsProd']);
  });

  test('keep a condition of their own, and have none without one', () => {
    const stack = newStack();
    const association = associate(stack, 'Acme', { outputs: [VLAN] });
    associate(stack, 'Bolt', { connectionId: 'dxcon-fgother1', outputs: [VLAN] });
    resourceOf(association).cfnOptions.condition = conditionIn(stack);
    const own = new CfnCondition(stack, 'Own', { expression: Fn.conditionEquals(Aws.REGION, 'us-west-2') });
    const output: unknown = association.node.findChild('Vlan');
    Object.assign(output as object, { condition: own });
    const { AcmeVlan, BoltVlan } = outputsOf(stack);
    expect([AcmeVlan?.Condition, BoltVlan?.Condition]).toEqual(['Own', undefined]);
  });
});

describe('what is removed from the tree', () => {
  test('can be declared again', () => {
    const stack = newStack();
    associate(stack);
    expect(stack.node.tryRemoveChild('Acme')).toBe(true);
    associate(stack, 'AcmeInc', { outputs: [VLAN] });
    expect(Object.keys(outputsOf(stack))).toEqual(['AcmeIncVlan']);
    expect(propertiesIn(stack).connectionId).toBe(CONNECTION_ID);
  });

  test('can be declared again when something above it was removed', () => {
    const app = new App();
    associate(new Construct(new Stack(app, 'Old'), 'Partners'), 'Acme');
    app.node.tryRemoveChild('Old');
    const stack = new Stack(app, 'New');
    associate(stack);
    expect(propertiesIn(stack).connectionId).toBe(CONNECTION_ID);
  });

  test('is still a rival while it is there', () => {
    const stack = newStack();
    associate(stack);
    associate(stack, 'Bolt', { connectionId: 'dxcon-fgother1' });
    stack.node.tryRemoveChild('Bolt');
    expect(() => associate(stack, 'AcmeAgain')).toThrow("'Stack/Acme' does");
  });

  test('can be a provider', () => {
    const stack = newStack();
    new HostedConnectionProvider(stack, 'Provider');
    stack.node.tryRemoveChild('Provider');
    expect(() => new HostedConnectionProvider(stack, 'Provider')).not.toThrow();
  });
});

describe('a property injector', () => {
  test('of an association gives it properties, and the nearest one does', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const injectorOf = (waitForAvailable: boolean) => ({
      constructUniqueId: HostedConnectionAssociation.PROPERTY_INJECTION_ID,
      inject: (props: HostedConnectionAssociationProps, { id }: { id: string }) => ({
        ...props,
        outputs: id === 'Acme' ? [VLAN] : [],
        waitForAvailable,
      }),
    });
    PropertyInjectors.of(app).add(injectorOf(false));
    PropertyInjectors.of(stack).add(injectorOf(true));
    associate(stack);
    expect(propertiesIn(stack).waitForAvailable).toBe('true');
    expect(Object.keys(outputsOf(stack))).toEqual(['AcmeVlan']);
  });

  test('of a provider reaches the one that is made for an association', () => {
    const app = new App();
    PropertyInjectors.of(app).add({
      constructUniqueId: HostedConnectionProvider.PROPERTY_INJECTION_ID,
      inject: (props: HostedConnectionProviderProps) => ({
        ...props,
        architecture: lambda.Architecture.ARM_64,
      }),
    });
    const stack = new Stack(app, 'Stack');
    associate(stack);
    const functions = Template.fromStack(providerStackOf(stack)).findResources('AWS::Lambda::Function', {
      Properties: { Architectures: ['arm64'] },
    });
    expect(Object.keys(functions)).toHaveLength(5);
  });

  test('of another class is none of ours', () => {
    const app = new App();
    PropertyInjectors.of(app).add({
      constructUniqueId: 'other.Class',
      inject: () => ({ waitForAvailable: true }),
    });
    const stack = new Stack(app, 'Stack');
    associate(stack);
    expect(propertiesIn(stack).waitForAvailable).not.toBe('true');
  });

  test('of the functions of the CDK reaches ours, whose ids stay', () => {
    const app = new App();
    PropertyInjectors.of(app).add({
      constructUniqueId: lambda.Function.PROPERTY_INJECTION_ID,
      inject: (props: lambda.FunctionProps) => ({ ...props, tracing: lambda.Tracing.ACTIVE }),
    });
    const stack = new Stack(app, 'Stack');
    associate(stack);
    const other = newStack();
    associate(other);
    expect(providerIn(stack)).toMatchObject(providerIn(other));
    const traced = Object.values(resourcesOf(providerStackOf(stack))).filter(
      ({ Properties }) => Properties.TracingConfig !== undefined,
    );
    expect(traced).toHaveLength(5);
  });
});
