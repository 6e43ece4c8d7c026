import { AspectPriority, Aspects, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { HostedConnectionAttribute } from '../hosted-connection-attribute';
import { findCollisions } from './collisions';
import { nameInStack, toPascalCase } from './ids';

/** CloudFormation's quota of outputs in a stack. */
const MAX_OUTPUTS = 200;

/** Declares one output for each of the attributes, with a key that can be read: `AcmeVlan`. */
export function addOutputs(
  association: Construct,
  resource: CfnResource,
  attributes: HostedConnectionAttribute[],
): void {
  const prefix = nameInStack(association);
  for (const attribute of new Set(attributes)) {
    const name = toPascalCase(attribute);
    const output = new CfnOutput(association, name, {
      value: resource.getAtt(attribute).toString(),
      description: `Hosted connection: ${attribute}`,
    });
    output.overrideLogicalId(`${prefix}${name}`);
  }
  if (attributes.length > 0) followCondition(association, resource);
}

/** CloudFormation refuses an output of a resource that a condition leaves out. The condition may be set at any time. */
function followCondition(association: Construct, resource: CfnResource): void {
  const visit = (node: IConstruct) => {
    if (node instanceof CfnOutput) node.condition ??= resource.cfnOptions.condition;
  };
  Aspects.of(association).add({ visit }, { priority: AspectPriority.READONLY });
}

/** Says what CloudFormation would refuse in the outputs of the stack. Readable keys can collide: they have no hash. */
export function validateOutputs(stack: Stack): string[] {
  const outputs = stack.node
    .findAll()
    .filter((child) => child instanceof CfnOutput)
    .filter((output) => output.stack === stack);
  return [...describeCollisions(stack, outputs), ...describeExcess(outputs.length)];
}

/** One message for two constructs, however many keys they share. */
function describeCollisions(stack: Stack, outputs: CfnOutput[]): string[] {
  const messages = new Map<string, string>();
  for (const { id, first, second } of findCollisions(stack, outputs)) {
    const pair = `${first.node.scope?.node.path} ${second.node.scope?.node.path}`;
    const message =
      `output key '${id}' is that of both '${first.node.path}' and '${second.node.path}', expected one key for one ` +
      'output: rename one of the two constructs, or narrow its `outputs`';
    messages.set(pair, messages.get(pair) ?? message);
  }
  return [...messages.values()];
}

function describeExcess(count: number): string[] {
  if (count <= MAX_OUTPUTS) {
    return [];
  }
  return [
    `the stack has ${count} outputs, expected at most ${MAX_OUTPUTS}: narrow the property \`outputs\` of its ` +
      'HostedConnectionAssociation constructs, for example to `outputs: [HostedConnectionAttribute.VLAN, ' +
      'HostedConnectionAttribute.CONNECTION_STATE]`, or to `[]` for none',
  ];
}
