import { CfnOutput, CustomResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { HostedConnectionAttribute } from '../hosted-connection-attribute';
import { nameInStack, toPascalCase } from './ids';

/** CloudFormation's quota of outputs in a stack. */
const MAX_OUTPUTS = 200;

const DESCRIPTIONS: Record<HostedConnectionAttribute, string> = {
  [HostedConnectionAttribute.OWNER_ACCOUNT]: 'Account that owns the hosted connection',
  [HostedConnectionAttribute.CONNECTION_ID]: 'Id of the hosted connection',
  [HostedConnectionAttribute.CONNECTION_NAME]: 'Name of the hosted connection',
  [HostedConnectionAttribute.CONNECTION_STATE]: 'State of the hosted connection',
  [HostedConnectionAttribute.REGION]: 'Region of the hosted connection',
  [HostedConnectionAttribute.LOCATION]: 'Location of the hosted connection',
  [HostedConnectionAttribute.BANDWIDTH]: 'Bandwidth of the hosted connection',
  [HostedConnectionAttribute.VLAN]: 'VLAN of the hosted connection',
  [HostedConnectionAttribute.PARTNER_NAME]: 'Direct Connect Partner',
  [HostedConnectionAttribute.LOA_ISSUE_TIME]: 'Time of the latest Letter of Authorization',
  [HostedConnectionAttribute.LAG_ID]: 'LAG named by Direct Connect',
  [HostedConnectionAttribute.AWS_DEVICE]: 'Endpoint of the physical connection (older form)',
  [HostedConnectionAttribute.JUMBO_FRAME_CAPABLE]: 'Whether jumbo frames are supported',
  [HostedConnectionAttribute.AWS_DEVICE_V2]: 'Endpoint of the physical connection',
  [HostedConnectionAttribute.AWS_LOGICAL_DEVICE_ID]: 'Endpoint of the logical connection',
  [HostedConnectionAttribute.HAS_LOGICAL_REDUNDANCY]: 'Whether a secondary BGP peer is supported',
  [HostedConnectionAttribute.TAGS]: 'Tags of the hosted connection, as JSON',
  [HostedConnectionAttribute.PROVIDER_NAME]: 'Service provider',
  [HostedConnectionAttribute.MAC_SEC_CAPABLE]: 'Whether MACsec is supported',
  [HostedConnectionAttribute.PORT_ENCRYPTION_STATUS]: 'State of the MACsec link',
  [HostedConnectionAttribute.ENCRYPTION_MODE]: 'MACsec encryption mode',
  [HostedConnectionAttribute.MAC_SEC_KEYS]: 'MACsec keys, as JSON',
  [HostedConnectionAttribute.PARTNER_INTERCONNECT_MAC_SEC_CAPABLE]:
    'Whether the interconnect supports MACsec',
  [HostedConnectionAttribute.PARENT_CONNECTION_ID]: 'Interconnect or LAG of the hosted connection',
  [HostedConnectionAttribute.ORIGINAL_PARENT_CONNECTION_ID]: 'Interconnect or LAG that a delete returns to',
};

/** Declares one output for each of the attributes, with a key that can be read: `AcmeVlan`. */
export function addOutputs(
  association: Construct,
  resource: CustomResource,
  attributes: HostedConnectionAttribute[],
): void {
  const prefix = nameInStack(association);
  for (const attribute of new Set(attributes)) {
    const name = toPascalCase(attribute);
    const output = new CfnOutput(association, name, {
      value: resource.getAttString(attribute),
      description: DESCRIPTIONS[attribute],
    });
    output.overrideLogicalId(`${prefix}${name}`);
  }
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
  const firstOfKey = new Map<string, CfnOutput>();
  const messages = new Map<string, string>();
  for (const output of outputs) {
    const key = String(stack.resolve(output.logicalId));
    const first = firstOfKey.get(key);
    if (!first) {
      firstOfKey.set(key, output);
      continue;
    }
    const pair = `${first.node.scope?.node.path} ${output.node.scope?.node.path}`;
    const message =
      `output key '${key}' is that of both '${first.node.path}' and '${output.node.path}', expected one key for one ` +
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
