import { CfnResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { HostedConnectionAssociation } from './hosted-connection-association';
import { HostedConnectionAttribute } from './hosted-connection-attribute';
import { HostedConnectionMove } from './hosted-connection-move';
import { HostedConnectionParent } from './hosted-connection-parent';
import { HostedConnectionProvider, IHostedConnectionProvider } from './hosted-connection-provider';
import { validateOutputAttributes, validateParents, validateProvider } from './private/association-props';
import { misuse } from './private/errors';
import { shown, validateBooleans, validateObject } from './private/given';
import { Lanes, orderInLanes } from './private/migration-lanes';
import { addSummary } from './private/migration-summary';
import { ResolvedMove, inPlace, resolveMoves } from './private/moves';
import { createPreflight } from './private/preflight';
import { renderRemovalPolicy } from './private/removal-policy';
import { renderTimeoutSeconds } from './private/timeouts';

/** Properties of a migration of hosted connections. */
export interface HostedConnectionMigrationProps {
  /**
   * The hosted connections, in the order in which they are moved, each with where it goes: at most 499, all that a stack
   * has room for.
   */
  readonly moves: HostedConnectionMove[];

  /**
   * The interconnect or LAG to associate the connections with that name no `parent` of their own.
   *
   * If you change it, all of these move, which interrupts their traffic.
   *
   * @default - each move names its own
   */
  readonly parent?: HostedConnectionParent;

  /**
   * The interconnect or LAG to which a delete moves the connections back that name no `originalParent` of their own.
   *
   * @default - for each connection the one on which it is found when its association is created
   */
  readonly originalParent?: HostedConnectionParent;

  /**
   * How many connections may be interrupted at the same time, on the way there and on the way back, whatever their
   * parents are: a whole number of at least 1, known at synthesis.
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

/** The ids of what a migration has beside its associations. */
const PREFLIGHT_ID = 'Preflight';
const SUMMARY_ID = 'Summary';

/**
 * Moves many hosted connections in one deployment, each to its interconnect or LAG: all of them, or, if one fails, none.
 *
 * Before the first move, a preflight checks all of them at once. Then they move in order, no more than `maxConcurrent` at
 * the same time. If one fails, CloudFormation rolls the deployment back, and every connection that has moved goes back.
 * Each connection is a `HostedConnectionAssociation` of its own: you can add or remove one later without touching others.
 *
 * @exampleMetadata fixture=in-stack
 * @example
 * new HostedConnectionMigration(this, 'Night', {
 *   moves: [
 *     { name: 'Acme', connectionId: 'dxcon-fg9607vm' },
 *     { name: 'Bolt', connectionId: 'dxcon-fgh2k3m4' },
 *     { name: 'Crane', connectionId: 'dxcon-fgj5n6p7', parent: HostedConnectionParent.fromLagId('dxlag-fgkq2m7x') },
 *   ],
 *   parent: HostedConnectionParent.fromLagId('dxlag-fhccu14t'),
 *   canary: 1,
 *   maxConcurrent: 2,
 * });
 */
export class HostedConnectionMigration extends Construct {
  /** The associations, in the order of the moves. */
  public readonly associations: HostedConnectionAssociation[];

  /**
   * Declares the migration.
   *
   * @param scope the stack, or a construct in it, that the migration belongs to.
   * @param id the name of the construct in its scope, by which its progress and its summary show.
   * @param props what is moved, where to, and in which order.
   * @throws `ValidationError` of the CDK: if a property has a wrong type; if there is no move, or there are more than 499;
   * if a connection is there twice or declared elsewhere in the app; if an id or a name is malformed, or two names are
   * alike; if a move has no parent, or one of another account or region; if `maxConcurrent`, `canary` or `timeout` is out
   * of its range; if `removalPolicy` is none that an association can have; if `provider` is of another stage, account or
   * region. An error of a move begins with its place in the list: `moves[3]`.
   */
  public constructor(scope: Construct, id: string, props: HostedConnectionMigrationProps) {
    super(scope, id);
    validateMigration(this, props);
    const moves = resolveMoves(this, props.moves, props, [PREFLIGHT_ID, SUMMARY_ID]);
    const lanes = listLanes(this, props, moves.length);
    const timeoutSeconds = renderTimeoutSeconds(props.timeout, this);
    if (props.removalPolicy) renderRemovalPolicy(props.removalPolicy, this);
    const provider = props.provider ?? HostedConnectionProvider.of(this);
    const preflight = createPreflight(this, PREFLIGHT_ID, { moves, provider, timeoutSeconds });
    this.associations = moves.map((move, index) =>
      inPlace(this, index, () => associate(this, move, { ...props, provider })),
    );

    const resources = this.associations.map(resourceOf);
    for (const resource of resources) resource.addPropertyOverride('migration', preflight.logicalId);
    orderInLanes(preflight, resources, lanes);
    if (props.summaryOutput ?? true) addSummary(this, SUMMARY_ID, moves);
  }
}

function associate(
  migration: Construct,
  { name, ...move }: ResolvedMove,
  props: HostedConnectionMigrationProps,
): HostedConnectionAssociation {
  const { removalPolicy, timeout, waitForAvailable, outputs, takeOver, provider } = props;
  // eslint-disable-next-line cdk/no-variable-construct-id -- the user names the connections
  return new HostedConnectionAssociation(migration, name, {
    ...move,
    removalPolicy,
    timeout,
    waitForAvailable,
    outputs: outputs ?? [],
    takeOver,
    provider,
  });
}

function resourceOf(association: HostedConnectionAssociation): CfnResource {
  return association.node.defaultChild as CfnResource;
}

function validateMigration(migration: Construct, props: HostedConnectionMigrationProps): void {
  validateObject(props, 'pass at least moves', migration);
  const { parent, originalParent, outputs, provider } = props;
  validateParents(migration, { parent, originalParent });
  validateBooleans(props, ['waitForAvailable', 'takeOver', 'summaryOutput'], migration);
  validateOutputAttributes(migration, outputs);
  validateProvider(migration, provider);
}

function listLanes(migration: Construct, props: HostedConnectionMigrationProps, count: number): Lanes {
  const maxConcurrent = props.maxConcurrent ?? 1;
  const canary = props.canary ?? 0;
  if (!Number.isInteger(maxConcurrent) || maxConcurrent < 1) {
    throw misuse(
      `maxConcurrent is ${shown(maxConcurrent)}, expected a whole number of at least 1, known at synthesis: pass how many ` +
        'connections may be interrupted at the same time',
      migration,
    );
  }
  if (!Number.isInteger(canary) || canary < 0 || canary > count) {
    throw misuse(
      `canary is ${shown(canary)}, expected a whole number from 0 to ${count}, the number of connections, known at ` +
        'synthesis: pass how many connections go first',
      migration,
    );
  }
  return { maxConcurrent, canary };
}
