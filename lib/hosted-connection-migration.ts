import { CfnOutput, CfnResource, Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CONTRACT, PREFLIGHT_TYPE, PreflightProperties } from './contract';
import { HostedConnectionAssociation } from './hosted-connection-association';
import { HostedConnectionAttribute } from './hosted-connection-attribute';
import { HostedConnectionParent } from './hosted-connection-parent';
import { HostedConnectionProvider, IHostedConnectionProvider } from './hosted-connection-provider';
import { nameInStack, toPascalCase, validateConnectionId } from './private/ids';
import { Lanes, orderInLanes } from './private/migration-lanes';
import { MigrationProgress } from './private/migration-progress';
import { createProvidedResource } from './private/provided-resource';
import { connectTo } from './private/provider-connection';
import { renderTimeoutSeconds } from './private/timeouts';

/** Properties of a migration of hosted connections. */
export interface HostedConnectionMigrationProps {
  /**
   * The ids of the hosted connections, `dxcon-…`, in the order in which they are moved. They have to be known at
   * synthesis. Ids that are tokens need names: see `connectionIdsByName`.
   *
   * @default - `connectionIdsByName` is given; one of the two must be
   */
  readonly connectionIds?: string[];

  /**
   * The ids of the hosted connections, `dxcon-…`, by names of your own, which become the ids of the constructs. They are
   * moved in the order of the names. An id may be a token.
   *
   * @default - `connectionIds` is given; one of the two must be
   */
  readonly connectionIdsByName?: { [name: string]: string };

  /**
   * The interconnect or LAG to associate the connections with: `parentConnectionId` of `AssociateHostedConnection`.
   *
   * If you change it, all of them move, which interrupts their traffic.
   */
  readonly parent: HostedConnectionParent;

  /**
   * The interconnect or LAG to which a delete moves all the connections back.
   *
   * @default - for each connection the one on which it is found when its association is created
   */
  readonly originalParent?: HostedConnectionParent;

  /**
   * How many connections may be interrupted at the same time, on the way there and on the way back: a whole number of at
   * least 1, known at synthesis.
   *
   * @default 1
   */
  readonly maxConcurrent?: number;

  /**
   * How many connections go first, before any other: a whole number, at most that of the connections, known at synthesis.
   * If one of them fails, no other has been touched.
   *
   * @default 0
   */
  readonly canary?: number;

  /**
   * What happens to the connections when you remove them from the migration, remove the migration from its stack, or
   * delete the stack.
   *
   * `DESTROY` moves each back to its original parent, which interrupts its traffic. `RETAIN` and
   * `RETAIN_ON_UPDATE_OR_DELETE` mean the same here: the connections stay where they are, but a deployment that fails is
   * still undone. Other policies are refused.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How long the create, update or delete of each association may take before it fails, and the preflight: 15 to 59
   * minutes, in whole seconds, known at synthesis.
   *
   * @default Duration.minutes(30)
   */
  readonly timeout?: Duration;

  /**
   * Whether each move waits until the connection's state is `available` before the next one begins.
   *
   * A healthy connection can stay in the states `ordering` and `down` until the customer's side is ready.
   *
   * @default false
   */
  readonly waitForAvailable?: boolean;

  /**
   * The attributes of each connection that become outputs of the stack. A stack can have 200 outputs.
   *
   * @default - none
   */
  readonly outputs?: HostedConnectionAttribute[];

  /**
   * Whether there is one output for the whole: how many connections are on which parent. Its key is the construct's path
   * in its stack and `Summary`.
   *
   * @default true
   */
  readonly summaryOutput?: boolean;

  /**
   * Whether the associations take their connections from associations of other stacks that still exist, with all that is
   * remembered about them, and without an interruption.
   *
   * Associations move from stack to stack in two deployments. First deploy the new stack, with `takeOver`; then the old
   * one, without the associations, whose deletes then touch nothing. After that, `takeOver` has no effect any more. For
   * as long as both are in the app, at least one of them needs it.
   *
   * @default false
   */
  readonly takeOver?: boolean;

  /**
   * What moves the connections. It must be in the same stage, account and region.
   *
   * @default - the provider that all associations of the account and region share: `HostedConnectionProvider.of()`
   */
  readonly provider?: IHostedConnectionProvider;
}

/**
 * Moves many hosted connections to one interconnect or LAG in one deployment: all of them, or, if one fails, none.
 *
 * Before the first move, a preflight checks all of them at once. Then they move in order, no more than `maxConcurrent` at
 * the same time. If one fails, CloudFormation rolls the deployment back, and every connection that has moved goes back.
 * Each connection is a `HostedConnectionAssociation` of its own: you can add or remove one later without touching others.
 *
 * @exampleMetadata fixture=in-stack
 * @example
 * new HostedConnectionMigration(this, 'ToNewLag', {
 *   connectionIdsByName: { Acme: 'dxcon-fg9607vm', Bolt: 'dxcon-fgh2k3m4', Crane: 'dxcon-fgj5n6p7' },
 *   parent: HostedConnectionParent.fromLagId('dxlag-fhccu14t'),
 *   canary: 1,
 *   maxConcurrent: 2,
 * });
 */
export class HostedConnectionMigration extends Construct {
  /** The associations, in the order in which they are created. */
  public readonly associations: HostedConnectionAssociation[];

  /**
   * Declares the migration.
   *
   * @param scope the stack, or a construct in it, that the migration belongs to.
   * @param id the name of the construct in its scope, by which its progress and its summary show.
   * @param props what is moved, where to, and in which order.
   * @throws if there is no connection, one is there twice or declared elsewhere in the app, or an id is malformed; if
   * `maxConcurrent`, `canary` or `timeout` is out of its range; if `removalPolicy` is none that an association can have;
   * if `provider` is of another stage, account or region.
   */
  public constructor(scope: Construct, id: string, props: HostedConnectionMigrationProps) {
    super(scope, id);
    const connections = listConnections(props);
    const lanes = listLanes(props, connections.length);
    const provider = props.provider ?? HostedConnectionProvider.of(this);
    const preflight = createPreflight(this, props, provider, connections);
    this.associations = connections.map(([name, connectionId]) =>
      associate(this, name, connectionId, { ...props, provider }),
    );

    const resources = this.associations.map(resourceOf);
    for (const resource of resources) resource.addPropertyOverride('migration', preflight.logicalId);
    orderInLanes(preflight, resources, lanes);
    new MigrationProgress(this, 'Progress', {
      ...lanes,
      ...nameSteps(this, props.parent),
      associations: resources,
    });
    if (props.summaryOutput ?? true) addSummary(this, connections.length, props.parent);
  }
}

function associate(
  migration: Construct,
  name: string,
  connectionId: string,
  props: HostedConnectionMigrationProps,
): HostedConnectionAssociation {
  const { parent, originalParent, removalPolicy, timeout, waitForAvailable, outputs = [] } = props;
  const { takeOver, provider } = props;
  // eslint-disable-next-line cdk/no-variable-construct-id -- the user names the connections
  return new HostedConnectionAssociation(migration, name, {
    connectionId,
    parent,
    originalParent,
    removalPolicy,
    timeout,
    waitForAvailable,
    outputs,
    takeOver,
    provider,
  });
}

function createPreflight(
  migration: Construct,
  { parent, originalParent, timeout }: HostedConnectionMigrationProps,
  provider: IHostedConnectionProvider,
  connections: [string, string][],
): CfnResource {
  const timeoutSeconds = renderTimeoutSeconds(timeout);
  const properties: PreflightProperties = {
    contract: String(CONTRACT),
    connectionIds: connections.map(([, connectionId]) => connectionId),
    parentConnectionId: parent.parentConnectionId,
    originalParentConnectionId: originalParent?.parentConnectionId,
    timeoutSeconds: String(timeoutSeconds),
  };
  const preflight = createProvidedResource(migration, 'Preflight', {
    ...connectTo(provider, migration),
    resourceType: PREFLIGHT_TYPE,
    timeoutSeconds,
    properties,
  });
  return preflight.node.defaultChild as CfnResource;
}

function resourceOf(association: HostedConnectionAssociation): CfnResource {
  return association.node.findChild('Resource').node.defaultChild as CfnResource;
}

/** With another parent they are other steps, and are gone through again. */
function nameSteps(migration: Construct, { parentConnectionId }: HostedConnectionParent) {
  const isKnown = !Token.isUnresolved(parentConnectionId);
  return { prefix: nameInStack(migration), suffix: isKnown ? `To${toPascalCase(parentConnectionId)}` : '' };
}

function addSummary(
  migration: Construct,
  count: number,
  { parentConnectionId }: HostedConnectionParent,
): void {
  const output = new CfnOutput(migration, 'Summary', {
    value: `${count} hosted ${count === 1 ? 'connection' : 'connections'} on ${parentConnectionId}`,
    description: 'Hosted connections of the migration, and where they are',
  });
  output.overrideLogicalId(`${nameInStack(migration)}Summary`);
}

/** The connections with the ids of their constructs, in their order. A map has none in every language but its names'. */
function listConnections(props: HostedConnectionMigrationProps): [name: string, connectionId: string][] {
  const { connectionIds, connectionIdsByName } = props;
  if ((connectionIds === undefined) === (connectionIdsByName === undefined)) {
    throw new Error(
      `connectionIds and connectionIdsByName are ${connectionIds ? 'both' : 'neither'} given, expected one of the two: ` +
        'list the ids, or give each a name',
    );
  }
  const connections = connectionIds
    ? listIds(connectionIds)
    : Object.entries(connectionIdsByName ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (connections.length === 0) {
    const property = connectionIds ? 'connectionIds' : 'connectionIdsByName';
    throw new Error(`${property} is empty, expected at least one hosted connection: list what to move`);
  }
  validateConnections(connections);
  return connections;
}

function listIds(connectionIds: string[]): [string, string][] {
  if (Token.isUnresolved(connectionIds) || connectionIds.some((id) => Token.isUnresolved(id))) {
    throw new Error(
      'connectionIds has a token, expected ids that are known at synthesis: give every connection a name of its own ' +
        "with connectionIdsByName: { Acme: 'dxcon-…' }, where ids may be tokens",
    );
  }
  return connectionIds.map((id) => [id, id]);
}

function validateConnections(connections: [string, string][]): void {
  const seen = new Set<string>();
  for (const [name, connectionId] of connections) {
    if (name === '' || Token.isUnresolved(name)) {
      throw new Error(
        `connectionIdsByName has the name '${name}', expected the id of a construct: name the connection`,
      );
    }
    validateConnectionId('connectionId', connectionId, "list hosted connections' ids");
    if (seen.has(connectionId)) {
      throw new Error(
        `connectionId '${connectionId}' is listed twice, expected each connection once: remove one`,
      );
    }
    seen.add(connectionId);
  }
}

function listLanes({ maxConcurrent = 1, canary = 0 }: HostedConnectionMigrationProps, count: number): Lanes {
  if (!Number.isInteger(maxConcurrent) || maxConcurrent < 1) {
    throw new Error(
      `maxConcurrent is ${show(maxConcurrent)}, expected a whole number of at least 1, known at synthesis: pass how many ` +
        'connections may be interrupted at the same time',
    );
  }
  if (!Number.isInteger(canary) || canary < 0 || canary > count) {
    throw new Error(
      `canary is ${show(canary)}, expected a whole number from 0 to ${count}, the number of connections, known at ` +
        'synthesis: pass how many connections go first',
    );
  }
  return { maxConcurrent, canary };
}

function show(number: number): string {
  return Token.isUnresolved(number) ? 'a token' : String(number);
}
