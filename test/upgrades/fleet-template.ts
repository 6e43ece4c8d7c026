import { App, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { CfnLag } from 'aws-cdk-lib/aws-directconnect';
import { Construct } from 'constructs';
import {
  HostedConnectionAssociation,
  HostedConnectionAttribute,
  HostedConnectionMigration,
  HostedConnectionParent,
  HostedConnectionProvider,
} from '../../lib';
import { ASSOCIATION_TYPE, CLAIMS_TABLE_TYPE, PREFLIGHT_TYPE } from '../../lib/contract';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}

/**
 * What of the templates of an app concerns the connections, that of the associations and that of their provider: not the
 * code, nor the permissions of the handler.
 */
export interface FleetTemplate {
  readonly customResources: Record<string, Resource>;
  readonly tables: Record<string, Resource>;
  /** What of the functions that the custom resources call decides on their ARNs. */
  readonly entryPoints: Record<string, Resource>;
  readonly outputs: Record<string, unknown>;
  /** What other stacks import, by its name. */
  readonly exports: Record<string, unknown>;
}

interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, Output>;
}

const CUSTOM_RESOURCES = [ASSOCIATION_TYPE, PREFLIGHT_TYPE, CLAIMS_TABLE_TYPE];

/** What of a Lambda function cannot be changed: CloudFormation replaces the function, and its ARN is another. */
const IMMUTABLE = ['FunctionName', 'PackageType'];

const LAG = HostedConnectionParent.fromLagId('dxlag-fhccu14t');
const INTERCONNECT = HostedConnectionParent.fromInterconnectId('dxcon-ffabc123');

/** The template of an app that never changes, with associations of every kind. */
export function synthesizeFleet(): FleetTemplate {
  const stack = new Stack(new App(), 'Fleet');
  declareAssociations(stack);
  declareMigrations(stack);
  const [fleet, provider] = [stack, Stack.of(HostedConnectionProvider.of(stack))].map(
    (each) => Assertions.fromStack(each).toJSON() as Template,
  );
  return reduce({
    Resources: { ...fleet?.Resources, ...provider?.Resources },
    Outputs: { ...fleet?.Outputs, ...provider?.Outputs },
  });
}

function declareAssociations(stack: Stack): void {
  const outputs = [HostedConnectionAttribute.VLAN];
  const lag = HostedConnectionParent.fromLag(
    new CfnLag(stack, 'Lag', { lagName: 'east', location: 'EqDC2', connectionsBandwidth: '10Gbps' }),
  );
  const tokenId = new CfnParameter(stack, 'ConnectionId').valueAsString;
  const partners = new Construct(stack, 'Partners');
  new HostedConnectionAssociation(stack, 'Plain', { connectionId: 'dxcon-fg000001', parent: LAG });
  new HostedConnectionAssociation(stack, 'Token', { connectionId: tokenId, parent: LAG, outputs });
  new HostedConnectionAssociation(stack, 'OnLag', { connectionId: 'dxcon-fg000002', parent: lag, outputs });
  new HostedConnectionAssociation(partners, 'acme-2', {
    connectionId: 'dxcon-fg000003',
    parent: INTERCONNECT,
    originalParent: LAG,
    removalPolicy: RemovalPolicy.RETAIN,
    timeout: Duration.minutes(45),
    waitForAvailable: true,
    outputs,
  });
}

function declareMigrations(stack: Stack): void {
  new HostedConnectionMigration(stack, 'ToLag', {
    moves: ['dxcon-fg000011', 'dxcon-fg000012', 'dxcon-fg000013'].map((connectionId) => ({ connectionId })),
    parent: LAG,
    canary: 1,
  });
  new HostedConnectionMigration(stack, 'ToInterconnect', {
    moves: [
      { name: 'Acme', connectionId: 'dxcon-fg000021' },
      { name: 'Bolt', connectionId: 'dxcon-fg000022' },
      {
        name: 'Crane',
        connectionId: 'dxcon-fg000023',
        parent: LAG,
        expectedParent: INTERCONNECT,
        originalParent: INTERCONNECT,
      },
    ],
    parent: INTERCONNECT,
    originalParent: LAG,
    removalPolicy: RemovalPolicy.RETAIN,
    timeout: Duration.minutes(45),
    waitForAvailable: true,
    maxConcurrent: 2,
    outputs: [HostedConnectionAttribute.VLAN],
    summaryOutput: false,
  });
}

function reduce({ Resources, Outputs }: Template): FleetTemplate {
  const customResources = pick(Resources, ({ Type }) => CUSTOM_RESOURCES.includes(Type));
  const exported = Object.values(Outputs).flatMap(({ Value, Export }) =>
    Export ? [[Export.Name, Value] as const] : [],
  );
  const serviceTokens = JSON.stringify(exported);
  const entryPoints = pick(Resources, (_, id) => serviceTokens.includes(`"${id}"`));
  return {
    customResources,
    tables: pick(Resources, ({ Type }) => Type === 'AWS::DynamoDB::Table'),
    entryPoints: Object.fromEntries(
      Object.entries(entryPoints).map(([id, each]) => [id, immutablePartOf(each)]),
    ),
    outputs: Object.fromEntries(Object.entries(Outputs).map(([key, { Value }]) => [key, Value])),
    exports: Object.fromEntries(exported),
  };
}

function pick(
  resources: Record<string, Resource>,
  isWanted: (resource: Resource, id: string) => boolean,
): Record<string, Resource> {
  const wanted = Object.entries(resources).filter(([id, resource]) => isWanted(resource, id));
  return Object.fromEntries(wanted.map(([id, resource]) => [id, withoutOrder(resource)]));
}

/** In which order CloudFormation goes through the resources is no change of a resource. */
function withoutOrder({ Type, Properties, DeletionPolicy }: Resource): Resource {
  return { Type, Properties, ...(DeletionPolicy === undefined ? {} : { DeletionPolicy }) };
}

function immutablePartOf({ Type, Properties }: Resource): Resource {
  const kept = Object.entries(Properties).filter(([name]) => IMMUTABLE.includes(name));
  return { Type, Properties: Object.fromEntries(kept) };
}
