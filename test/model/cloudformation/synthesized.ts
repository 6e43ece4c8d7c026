import { App, Stack as CdkStack } from 'aws-cdk-lib';
import type { Properties, ResourceSpec, Template, Value } from './stack';

interface SynthesizedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}

// The CDK's own checks of a template take seconds, and are made where the constructs are tested.
process.env['CDK_VALIDATION'] = 'false';

type Resources = Readonly<Record<string, SynthesizedResource>>;

/** The custom resources of a stack of the CDK as it is synthesized, in the order that its `DependsOn` make. */
export function synthesized(declare: (stack: CdkStack) => void): Template {
  const app = new App();
  const stack = new CdkStack(app, 'Fleet');
  declare(stack);
  const { template } = app.synth().getStackByName(stack.stackName);
  const resources = (template as { Resources: Resources }).Resources;
  const custom = Object.entries(resources).filter(([, { Type }]) => isCustom(Type));
  return { resources: Object.fromEntries(custom.map(([id, each]) => [id, specOf(id, each, resources)])) };
}

function specOf(logicalId: string, resource: SynthesizedResource, resources: Resources): ResourceSpec {
  return {
    type: resource.Type,
    properties: propertiesOf(logicalId, resource),
    dependsOn: customBefore(resource, resources),
    retain: (resource.DeletionPolicy ?? 'Delete').startsWith('Retain'),
  };
}

/** The custom resources that a resource waits for, also through others that the model does not have. */
function customBefore(
  resource: SynthesizedResource,
  resources: Resources,
  seen = new Set<string>(),
): string[] {
  return dependenciesOf(resource).flatMap((logicalId) => {
    const dependency = resources[logicalId];
    if (dependency === undefined || seen.has(logicalId)) return [];
    seen.add(logicalId);
    return isCustom(dependency.Type) ? [logicalId] : customBefore(dependency, resources, seen);
  });
}

function dependenciesOf({ DependsOn: dependsOn = [] }: SynthesizedResource): readonly string[] {
  return typeof dependsOn === 'string' ? [dependsOn] : dependsOn;
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom::Hosted');
}

/** CloudFormation resolves what refers to other resources, and makes text of numbers. */
function propertiesOf(logicalId: string, { Properties = {} }: SynthesizedResource): Properties {
  const resolved = Object.entries(Properties).map(([name, value]) => {
    if (name === 'ServiceToken') return [name, 'arn:aws:lambda:us-east-1:111122223333:function:framework'];
    if (typeof value === 'number') return [name, String(value)];
    if (isResolved(value)) return [name, value];
    throw new Error(`${logicalId}.${name} is ${JSON.stringify(value)}, which the model cannot resolve`);
  });
  return Object.fromEntries(resolved) as Properties;
}

/** A reference to another resource is a map whose only name is that of a function. */
function isResolved(value: unknown): value is Value {
  if (typeof value === 'string') return true;
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value) && Object.keys(value).some((name) => /^(Ref|Fn::)/.test(name))) return false;
  return Object.values(value).every(isResolved);
}
