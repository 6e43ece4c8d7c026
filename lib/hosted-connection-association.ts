import { CfnResource, Duration, RemovalPolicy, Resource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  ASSOCIATION_TYPE,
  ATTRIBUTES,
  AssociationAttributes,
  AssociationProperties,
  AttributeName,
  CONTRACT,
} from './contract';
import { HostedConnectionAttribute } from './hosted-connection-attribute';
import { HostedConnectionParent } from './hosted-connection-parent';
import { HostedConnectionProvider, IHostedConnectionProvider } from './hosted-connection-provider';
import { addOutputs } from './private/association-outputs';
import { validateProps } from './private/association-props';
import { declareConnection } from './private/connection-declarations';
import { toPascalCase } from './private/ids';
import { isKnown } from './private/lookups';
import { inject } from './private/property-injection';
import { createProvidedResource } from './private/provided-resource';
import { connectTo } from './private/provider-connection';
import { renderRemovalPolicy } from './private/removal-policy';
import { renderTimeout, renderTimeoutSeconds } from './private/timeouts';
import { validateStackOf } from './private/user-stack';

/** Properties of a hosted connection association. */
export interface HostedConnectionAssociationProps {
  /**
   * The id of the hosted connection, `dxcon-…`: `connectionId` of `AssociateHostedConnection`.
   *
   * You cannot change it: another connection is another association. If the id is known at synthesis, the logical id of
   * the association contains it, so you can rename the construct and move it within its stack without any effect on the
   * connection. If the id is a token, the logical id comes from the path of the construct. A rename is then a new
   * resource, which the deployment refuses, because the old one still owns the connection. Nothing is moved.
   */
  readonly connectionId: string;

  /**
   * The interconnect or LAG to associate the connection with: `parentConnectionId` of `AssociateHostedConnection`.
   *
   * If you change it, the connection moves, which interrupts its traffic.
   */
  readonly parent: HostedConnectionParent;

  /**
   * The interconnect or LAG to which a delete moves the connection back.
   *
   * @default - the one on which the connection is found when the association is created
   */
  readonly originalParent?: HostedConnectionParent;

  /**
   * The interconnect or LAG on which a create has to find the connection, unless it finds it on `parent` already.
   *
   * If the connection is anywhere else, the create fails and says where, and nothing moves. If you pass the same as for
   * `parent`, the create only adopts a connection that is there, and never interrupts one, however old the list is from
   * which you declare it. An interconnect that has become a member of a LAG stands for that LAG.
   *
   * Only a create looks at it. An update, a rollback and a delete do not.
   *
   * @default - the connection may be anywhere
   */
  readonly expectedParent?: HostedConnectionParent;

  /**
   * What happens to the connection when you remove the association from its stack, or delete the stack.
   *
   * `DESTROY` moves it back to its original parent, which interrupts its traffic. `RETAIN` and
   * `RETAIN_ON_UPDATE_OR_DELETE` mean the same here: the connection stays where it is, but a create that fails is still
   * undone. Other policies are refused.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How long a create, an update or a delete may take before it fails: 15 to 59 minutes, in whole seconds, known at
   * synthesis.
   *
   * @default Duration.minutes(30)
   */
  readonly timeout?: Duration;

  /**
   * Whether a create or an update waits until the connection's state is `available`.
   *
   * A healthy connection can stay in the states `ordering` and `down` until the customer's side is ready.
   *
   * @default false
   */
  readonly waitForAvailable?: boolean;

  /**
   * The attributes that become outputs of the stack. Pass an empty list for none. A stack can have 200 outputs.
   *
   * The key of an output is the construct's path in its stack and the attribute's name: `PartnersAcmeVlan`.
   *
   * @default - all attributes
   */
  readonly outputs?: HostedConnectionAttribute[];

  /**
   * Whether the association takes the connection from an association of another stack that still exists, with all that
   * is remembered about it, and without an interruption.
   *
   * An association moves from stack to stack in two deployments. First deploy the new stack, with `takeOver`; then the old
   * one, without the association, whose delete then touches nothing. After that, `takeOver` has no effect any more. For
   * as long as both are in the app, at least one of them needs it.
   *
   * @default false
   */
  readonly takeOver?: boolean;

  /**
   * What moves the connection. It must be in the same stage, account and region.
   *
   * @default - the provider that all associations of the account and region share: `HostedConnectionProvider.of()`
   */
  readonly provider?: IHostedConnectionProvider;
}

/**
 * The association of a hosted connection with the interconnect or LAG that it is on.
 *
 * When you create the association, the connection and its virtual interfaces move to `parent`. When you change `parent`,
 * they move on. When you delete the association, they move back to where they came from. Each move interrupts the
 * traffic of the connection.
 *
 * For the id of the connection use the attribute `connectionId`: `Ref` is something else, which only the handler reads.
 * The attributes are what Direct Connect said about it at the latest create or update.
 * All are strings. An attribute that Direct Connect leaves out is `''`.
 *
 * @exampleMetadata fixture=in-stack
 * @example
 * const acme = new HostedConnectionAssociation(this, 'Acme', {
 *   connectionId: 'dxcon-fg9607vm',
 *   parent: HostedConnectionParent.fromLagId('dxlag-fhccu14t'),
 *   removalPolicy: RemovalPolicy.RETAIN,
 *   outputs: [HostedConnectionAttribute.VLAN, HostedConnectionAttribute.CONNECTION_STATE],
 * });
 * new CfnOutput(this, 'CameFrom', { value: acme.originalParentConnectionId });
 */
export class HostedConnectionAssociation extends Resource {
  /** By which a property injector names this class. */
  public static readonly PROPERTY_INJECTION_ID: string =
    'cdk-hosted-connection-association.HostedConnectionAssociation';

  /**
   * The id of the AWS account that owns the connection: the customer's.
   *
   * API member: `Connection.ownerAccount`.
   */
  public readonly ownerAccount!: string;

  /**
   * The id of the connection, `dxcon-…`. A resource that uses it waits for the association, unlike one that uses the
   * property of this name.
   *
   * API member: `Connection.connectionId`.
   */
  public readonly connectionId!: string;

  /**
   * The name of the connection.
   *
   * API member: `Connection.connectionName`.
   */
  public readonly connectionName!: string;

  /**
   * The state of the connection: `ordering`, `requested`, `pending`, `available`, `down`, `deleting`, `deleted`,
   * `rejected` or `unknown`.
   *
   * API member: `Connection.connectionState`.
   */
  public readonly connectionState!: string;

  /**
   * The AWS Region in which the connection is.
   *
   * API member: `Connection.region`.
   */
  public readonly region!: string;

  /**
   * The code of the Direct Connect location of the connection, such as `EqDC2`.
   *
   * API member: `Connection.location`.
   */
  public readonly location!: string;

  /**
   * The bandwidth of the connection with its unit, such as `500Mbps`.
   *
   * API member: `Connection.bandwidth`.
   */
  public readonly bandwidth!: string;

  /**
   * The number of the VLAN of the connection on its parent.
   *
   * API member: `Connection.vlan`.
   */
  public readonly vlan!: string;

  /**
   * The name of the Direct Connect Partner that provides the connection.
   *
   * API member: `Connection.partnerName`.
   */
  public readonly partnerName!: string;

  /**
   * The time of the latest call of `DescribeLoa` for the connection, in ISO 8601.
   *
   * API member: `Connection.loaIssueTime`.
   */
  public readonly loaIssueTime!: string;

  /**
   * The id of the LAG, `dxlag-…`, as Direct Connect reports it for the connection.
   *
   * API member: `Connection.lagId`.
   */
  public readonly lagId!: string;

  /**
   * The Direct Connect endpoint that terminates the physical connection. Superseded in the API by `awsDeviceV2`.
   *
   * API member: `Connection.awsDevice`.
   */
  public readonly awsDevice!: string;

  /**
   * Whether jumbo frames are supported: `true` or `false`.
   *
   * API member: `Connection.jumboFrameCapable`.
   */
  public readonly jumboFrameCapable!: string;

  /**
   * The Direct Connect endpoint that terminates the physical connection.
   *
   * API member: `Connection.awsDeviceV2`.
   */
  public readonly awsDeviceV2!: string;

  /**
   * The Direct Connect endpoint that terminates the logical connection. It can differ from that of the physical
   * one.
   *
   * API member: `Connection.awsLogicalDeviceId`.
   */
  public readonly awsLogicalDeviceId!: string;

  /**
   * Whether the connection supports a secondary BGP peer in the same address family: `unknown`, `yes` or `no`.
   *
   * API member: `Connection.hasLogicalRedundancy`.
   */
  public readonly hasLogicalRedundancy!: string;

  /**
   * The tags of the connection, as the JSON text of a list of objects with `key` and `value`.
   *
   * API member: `Connection.tags`.
   */
  public readonly tags!: string;

  /**
   * The name of the service provider of the connection.
   *
   * API member: `Connection.providerName`.
   */
  public readonly providerName!: string;

  /**
   * Whether the connection supports MAC Security (MACsec): `true` or `false`.
   *
   * API member: `Connection.macSecCapable`.
   */
  public readonly macSecCapable!: string;

  /**
   * The state of the MACsec link of the port: `Encryption Up` or `Encryption Down`.
   *
   * API member: `Connection.portEncryptionStatus`.
   */
  public readonly portEncryptionStatus!: string;

  /**
   * The MACsec encryption mode of the connection: `no_encrypt`, `should_encrypt` or `must_encrypt`.
   *
   * API member: `Connection.encryptionMode`.
   */
  public readonly encryptionMode!: string;

  /**
   * The MACsec keys of the connection, as the JSON text of a list of objects with `secretARN`, `ckn`, `state` and
   * `startOn`. The keys themselves are not among them.
   *
   * API member: `Connection.macSecKeys`.
   */
  public readonly macSecKeys!: string;

  /**
   * Whether the interconnect that hosts the connection supports MACsec: `true` or `false`.
   *
   * API member: `Connection.partnerInterconnectMacSecCapable`.
   */
  public readonly partnerInterconnectMacSecCapable!: string;

  /**
   * The id of the interconnect, `dxcon-…`, or of the LAG, `dxlag-…`, that the connection is on.
   *
   * API member: `parentConnectionId` of `AssociateHostedConnection`.
   */
  public readonly parentConnectionId!: string;

  /**
   * The id of the interconnect, `dxcon-…`, or of the LAG, `dxlag-…`, to which a delete moves the connection
   * back.
   *
   * Not a member of the API: the association remembers it.
   */
  public readonly originalParentConnectionId!: string;

  /**
   * How long the last move of the association has interrupted the connection, in seconds, such as `4.3`: from when Direct
   * Connect accepted it until a list showed the connection settled on its parent. `0` where the association has not
   * moved it.
   *
   * Not a member of the API: the association measures it.
   */
  public readonly lastInterruptionSeconds!: string;

  private readonly resource: CfnResource;

  /**
   * Declares the association.
   *
   * @param scope the stack, or a construct in it, that the association belongs to.
   * @param id the name of the construct in its scope. The keys of the outputs begin with it.
   * @param props the properties of the association.
   * @throws `ValidationError` of the CDK: if a property has a wrong type; if `connectionId` is malformed, equals one
   * of the parents, or is declared already in the app; if `timeout` is out of its range; if `removalPolicy` is not
   * supported; if a parent is of another account or region; if `provider` is of another stage, account or region.
   */
  public constructor(scope: Construct, id: string, props: HostedConnectionAssociationProps) {
    super(scope, id);
    const injected = inject(HostedConnectionAssociation.PROPERTY_INJECTION_ID, props, { scope, id });
    validateProps(this, injected);
    this.resource = createResource(this, injected);
    this.node.defaultChild = this.resource;
    this.applyRemovalPolicy(injected.removalPolicy ?? RemovalPolicy.DESTROY);
    addOutputs(this, this.resource, injected.outputs ?? Object.values(HostedConnectionAttribute));

    Object.assign(this, attributesOf(this.resource));
  }

  /**
   * Sets what happens to the connection when you remove the association, as the property `removalPolicy` does.
   *
   * @param policy `DESTROY`, `RETAIN` or `RETAIN_ON_UPDATE_OR_DELETE`.
   * @throws if it is another policy.
   */
  public override applyRemovalPolicy(policy: RemovalPolicy): void {
    this.resource.applyRemovalPolicy(renderRemovalPolicy(policy, this));
  }
}

/** The members of the association that are attributes of its resource. */
function attributesOf(resource: CfnResource): AssociationAttributes {
  const attributes = ATTRIBUTES.map((name) => [name, resource.getAtt(name).toString()]);
  return Object.fromEntries(attributes) as Pick<HostedConnectionAssociation, AttributeName>;
}

function createResource(
  association: HostedConnectionAssociation,
  props: HostedConnectionAssociationProps,
): CfnResource {
  declareConnection(association, props.connectionId, props.takeOver ?? false);
  validateStackOf(association);
  const timeoutSeconds = renderTimeoutSeconds(props.timeout, association);
  const { node } = createProvidedResource(association, 'Resource', {
    ...connectTo(props.provider ?? HostedConnectionProvider.of(association), association),
    resourceType: ASSOCIATION_TYPE,
    timeoutSeconds,
    properties: renderProperties(props, timeoutSeconds),
  });
  const resource = node.defaultChild as CfnResource;
  freezeLogicalId(resource, props.connectionId);
  return resource;
}

/**
 * Under another logical id CloudFormation would create the association anew and then delete the old one, and that
 * would move a live connection back.
 */
function freezeLogicalId(resource: CfnResource, connectionId: string): void {
  if (isKnown(connectionId)) {
    resource.overrideLogicalId(`HostedConnectionAssociation${toPascalCase(connectionId)}`);
  }
}

function renderProperties(
  props: HostedConnectionAssociationProps,
  timeoutSeconds: number,
): AssociationProperties {
  return {
    contract: String(CONTRACT),
    connectionId: props.connectionId,
    parentConnectionId: props.parent.parentConnectionId,
    originalParentConnectionId: props.originalParent?.parentConnectionId,
    expectedParentConnectionId: props.expectedParent?.parentConnectionId,
    waitForAvailable: props.waitForAvailable ? 'true' : undefined,
    timeoutSeconds: renderTimeout(timeoutSeconds),
    takeOver: props.takeOver ? 'true' : undefined,
  };
}
