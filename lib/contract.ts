import { HostedConnectionAttribute } from './hosted-connection-attribute';

/**
 * What the construct and its custom resource's handler agree on: the names of the properties that go in and of the
 * attributes that come out. Written once here, and imported by both sides.
 */

/**
 * The version of what both sides agree on: an integer that is sent with every resource. Within one, every version of the
 * package serves every other's resources and claims. A handler refuses what is newer than itself.
 */
export const CONTRACT = 1;

/** The properties of the custom resource. CloudFormation delivers every value as a string. */
export interface AssociationProperties {
  /** `CONTRACT`, as a decimal number. */
  readonly contract: string;
  /** The hosted connection, `dxcon-…`. */
  readonly connectionId: string;
  /** The interconnect (`dxcon-…`) or LAG (`dxlag-…`) that the connection is moved to. */
  readonly parentConnectionId: string;
  /** Where a delete puts the connection; absent: where it was found. */
  readonly originalParentConnectionId?: string;
  /** Where a create has to find the connection, unless it is on its parent; absent: anywhere. */
  readonly expectedParentConnectionId?: string;
  /** `'true'`: an operation is complete only when `connectionState` is `available`; absent: it need not be. */
  readonly waitForAvailable?: string;
  /** Seconds that one operation may take, as a decimal number; absent: `DEFAULT_TIMEOUT_SECONDS`. */
  readonly timeoutSeconds?: string;
  /** `'true'`: takes the connection from another association, even one that still exists; absent: does not. */
  readonly takeOver?: string;
  /** The logical id of the preflight of the migration that the association is part of; absent: of none. */
  readonly migration?: string;
}

/** What connections of a migration have in common: an event has room for each of them once or twice, and for no more. */
export interface ConnectionsOfParent {
  /** The interconnect or LAG. */
  readonly parentConnectionId: string;
  readonly connectionIds: readonly string[];
}

/** The properties of the preflight of a migration. */
export interface PreflightProperties {
  /** `CONTRACT`, as a decimal number. */
  readonly contract: string;
  /** Where the hosted connections of the migration are moved to: every one of them, once. */
  readonly targets: readonly ConnectionsOfParent[];
  /** Where those that are created have to be found, unless they are on their target; absent: anywhere. */
  readonly expectedParents?: readonly ConnectionsOfParent[];
  /** Where a delete puts some of them; absent: each where it was found. */
  readonly originalParentConnectionIds?: readonly string[];
  /** Seconds that the preflight may take, as a decimal number; absent: `DEFAULT_TIMEOUT_SECONDS`. */
  readonly timeoutSeconds?: string;
}

/** The type of the custom resource of an association. */
export const ASSOCIATION_TYPE = 'Custom::HostedConnectionAssociation';

/** The type of the custom resource that checks a migration before anything is moved. */
export const PREFLIGHT_TYPE = 'Custom::HostedConnectionMigrationPreflight';

/**
 * The type of the custom resource in the provider's stack that goes first when that stack is deleted: it deletes the
 * table of claims, which CloudFormation retains, if no claim in it is live. It has no properties but `contract`.
 */
export const CLAIMS_TABLE_TYPE = 'Custom::HostedConnectionClaimsTable';

/** All attributes: the members of Direct Connect's `Connection`, where the connection is, and where it came from. */
export const ATTRIBUTES: readonly AttributeName[] = Object.values(HostedConnectionAttribute);

export type AttributeName = `${HostedConnectionAttribute}`;

/** What the handler answers. Every attribute is there: a missing one would fail `Fn::GetAtt`. */
export type AssociationAttributes = Record<AttributeName, string>;

/** The environment variable that names the claims' table. */
export const CLAIMS_TABLE_ENV = 'CLAIMS_TABLE_NAME';

/** The environment variable with the id of the provider's stack: its account, its region and its name. */
export const PROVIDER_STACK_ENV = 'PROVIDER_STACK_ID';

/**
 * The environment variable that says, with any value, that an emulator stands in for CloudFormation: what it answers to
 * questions about an operation that is under way is then not asked for.
 */
export const EMULATOR_ENV = 'CLOUDFORMATION_EMULATOR';

/** What the stack of the provider that nobody has declared is called: nobody gives a stack of his own this name. */
export const DEFAULT_PROVIDER_STACK = 'cdk-hosted-connection-association-provider';

/** The name of the table of claims. It is fixed, so that a provider that is deployed anew finds a table that was kept. */
export function claimsTableNameOf(providerStack: string): string {
  return `${providerStack}-claims`;
}

/** How the name of the export ends under which the stack of a provider exports its service token. */
export const SERVICE_TOKEN_EXPORT = ':ServiceToken';

/** The environment variable of the drift monitor that names the provider whose claims it compares. */
export const METRICS_OF_ENV = 'METRICS_OF';

/** The environment variable of the drift monitor that names the bus of its events. */
export const EVENT_BUS_ENV = 'EVENT_BUS_NAME';

/** The environment variable of the drift monitor that says how often it runs, in seconds. */
export const INTERVAL_ENV = 'INTERVAL_SECONDS';

/** Where the metrics of the drift monitor are. */
export const METRIC_NAMESPACE = 'HostedConnections';

/** What the metrics of the drift monitor differ by: the name of the provider's stack. */
export const METRIC_DIMENSION = 'Provider';

/** The names of the metrics of the drift monitor. */
export const DRIFT_METRICS = {
  associations: 'Associations',
  drifted: 'Drifted',
  interruptionSeconds: 'InterruptionSeconds',
} as const;

/** The source of the events of the drift monitor. */
export const DRIFT_EVENT_SOURCE = 'cdk-hosted-connection-association';

/** The type of the events of the drift monitor. */
export const DRIFT_DETAIL_TYPE = 'Hosted Connection Drift';

/** What an event of the drift monitor says. */
export interface DriftDetail {
  /** The hosted connection, `dxcon-…`. */
  readonly connectionId: string;
  /** `moved`: it is on another parent; `gone`: it is deleted, rejected or on no parent of the account. */
  readonly kind: 'moved' | 'gone';
  /** Where its association has put it. */
  readonly expectedParentConnectionId: string;
  /** Where it is; `''` where it is on no parent. */
  readonly foundParentConnectionId: string;
  /** The id of the stack of its association. */
  readonly stackId: string;
  /** The logical id of its association. */
  readonly logicalResourceId: string;
}

/** A hosted connection's or an interconnect's id. */
export const CONNECTION_ID_PATTERN = /^dxcon-[a-z0-9]{8,17}$/;

/** A LAG's id. */
export const LAG_ID_PATTERN = /^dxlag-[a-z0-9]{8,17}$/;
