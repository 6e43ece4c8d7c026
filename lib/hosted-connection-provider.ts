import { Annotations, CfnOutput, CustomResource, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { CLAIMS_TABLE_ENV, CLAIMS_TABLE_TYPE, CONTRACT, DEFAULT_PROVIDER_STACK } from './contract';
import { createClaimsTable, knownTables } from './private/claims-table';
import { findDefaultProvider } from './private/default-provider';
import { deployedStackOf, validateEnvironment, validateStage } from './private/environments';
import { FunctionSettings } from './private/function-settings';
import { HandlerFunction } from './private/handler-function';
import { renderHandlerStatements } from './private/handler-permissions';
import { exportNameOf, importByServiceToken, importByStackName } from './private/imported-provider';
import { inject } from './private/property-injection';
import { createProvidedResource } from './private/provided-resource';
import { connections, ProviderConnection } from './private/provider-connection';
import { createFramework, Framework } from './private/provider-framework';
import { allowFunctions, allowLogs } from './private/provider-key';
import { declareProvider } from './private/provider-places';
import { validateSettings } from './private/provider-props';
import { DEFAULT_TIMEOUT_SECONDS } from './timing';

/** What moves the hosted connections of associations: declared in this app, or deployed already. */
export interface IHostedConnectionProvider extends IConstruct {
  /**
   * What custom resources call: the ARN of a Lambda function.
   *
   * @attribute
   */
  readonly serviceToken: string;
}

/** Properties of a provider. */
export interface HostedConnectionProviderProps {
  /**
   * The VPC that all functions of the provider run in. From there they must reach Direct Connect, DynamoDB,
   * CloudFormation, Lambda, Step Functions and Amazon S3, which takes the answers for CloudFormation.
   *
   * @default - the functions run in no VPC
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets of `vpc` that the functions run in. Public ones are refused: a function has no public address.
   *
   * @default - the private subnets
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of all functions, in `vpc`.
   *
   * @default - a group for each function, which lets everything out
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * What the table, the logs and the environment of all functions are encrypted with.
   *
   * The key's policy is extended, so that CloudWatch Logs may use the key. The policy of a key that is imported has to
   * allow that already.
   *
   * @default - keys that AWS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long the logs of all functions are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * What all functions run on. Lambda has `ARM_64` in most regions, but not in all.
   *
   * @default lambda.Architecture.X86_64
   */
  readonly architecture?: lambda.Architecture;
}

/** How a provider that is deployed already is found. */
export interface DeployedHostedConnectionProviderOptions {
  /**
   * The name of the stack that the provider is deployed in.
   *
   * @default - the name of the stack that is made where no provider is declared
   */
  readonly stackName?: string;
}

/**
 * What moves the hosted connections of associations, and remembers where they came from: functions, a table of claims,
 * permissions and logs. It must live longer than the associations, or nobody takes their connections back.
 *
 * You need not declare one. Associations without the property `provider` share one for each account and region, in a
 * stack of its own beside theirs. Declare one for other settings, in a stack that has no associations: one in a stack.
 *
 * A provider exports its service token as `<stack name>:ServiceToken`. The table outlives the stack while it has a claim
 * of a live connection.
 *
 * @exampleMetadata fixture=in-stack
 * @example
 * const provider = new HostedConnectionProvider(new Stack(scope, 'Provider'), 'Provider', {
 *   logRetention: RetentionDays.ONE_YEAR,
 * });
 * new HostedConnectionAssociation(this, 'Acme', {
 *   connectionId: 'dxcon-fg9607vm',
 *   parent: HostedConnectionParent.fromLagId('dxlag-fhccu14t'),
 *   provider,
 * });
 */
export class HostedConnectionProvider extends Construct implements IHostedConnectionProvider {
  /** By which a property injector names this class. */
  public static readonly PROPERTY_INJECTION_ID: string =
    'cdk-hosted-connection-association.HostedConnectionProvider';

  /**
   * The provider that an association in the scope uses if it has no property `provider`, made if there is none yet: to
   * tag it, to put a boundary on it, or to acknowledge what a check says about it.
   *
   * It is in a stack of its own, beside that of the scope. What is set on the app or the stage reaches it, what is set on
   * the stack of the scope does not.
   *
   * @param scope the stack, or a construct in it.
   * @throws if there is no stage above the scope, or the id of the stack is taken.
   */
  public static of(scope: Construct): IHostedConnectionProvider {
    // The id is frozen, like every one below it: CloudFormation cannot update the `ServiceToken` of a custom resource.
    return findDefaultProvider(scope, (stack) => new HostedConnectionProvider(stack, 'Provider'));
  }

  /**
   * A provider that another app, another stage or somebody else has deployed, in the account and region of whatever uses
   * it. It is imported by the name of its export: nothing is made here, and nothing here waits for its deployment.
   *
   * To make one the default of an app, set the context `cdk-hosted-connection-association:provider` to the name of its
   * stack, or to `true`.
   *
   * @param scope a stack, a stage, or a construct in one.
   * @param id the name of the construct in its scope.
   * @param options how it is found.
   * @throws if the name of the stack is malformed.
   */
  public static fromDeployed(
    scope: Construct,
    id: string,
    options: DeployedHostedConnectionProviderOptions = {},
  ): IHostedConnectionProvider {
    return importByStackName(scope, id, options.stackName ?? DEFAULT_PROVIDER_STACK);
  }

  /**
   * A provider that is deployed already, by the ARN of its function: the value of the export `<stack name>:ServiceToken`.
   *
   * @param scope a stack, a stage, or a construct in one.
   * @param id the name of the construct in its scope.
   * @param serviceToken the ARN, known at synthesis.
   * @throws if it is a token, or is not the ARN of a function.
   */
  public static fromServiceToken(
    scope: Construct,
    id: string,
    serviceToken: string,
  ): IHostedConnectionProvider {
    return importByServiceToken(scope, id, serviceToken);
  }

  /**
   * What custom resources of the provider's own stack call: the ARN of a Lambda function. In another stack, import the
   * export: a native reference can let the provider be deleted while it is used.
   */
  public readonly serviceToken: string;

  /** The name under which the stack of the provider exports the service token: `<stack name>:ServiceToken`. */
  public readonly serviceTokenExportName: string;

  /**
   * Declares a provider.
   *
   * @param scope the stack, or a construct in it, that the provider belongs to: best one that has no associations.
   * @param id the name of the construct in its scope. Once something uses the provider, it cannot be renamed.
   * @param props other settings than the default ones.
   * @throws `ValidationError` of the CDK: if the stack is nested, or has a provider already; if a property has a wrong
   * type; if there are subnets or security groups, but no VPC.
   */
  public constructor(scope: Construct, id: string, props?: HostedConnectionProviderProps) {
    super(scope, id);
    const injected = inject(HostedConnectionProvider.PROPERTY_INJECTION_ID, props, { scope, id });
    validateSettings(this, injected);
    declareProvider(this);
    fixTemplate(this);
    const framework = createFunctions(this, injected);
    this.serviceToken = framework.serviceToken;
    this.serviceTokenExportName = exportNameOf(Stack.of(this).stackName);
    const cleanUp = createCleanUp(this, framework);
    exportServiceToken(this);
    knownTables.set(this, { stackName: Stack.of(this).stackName, encryptionKey: injected?.encryptionKey });
    connections.set(this, (consumer) => connect(this, cleanUp, consumer));
  }
}

/** Feature flags of the app that would give the provider other resources, and so other ids, than its stack has. */
const FLAGS_KEPT_OFF = [
  '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy',
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup',
];

/** What writes into a template where it was made. Two apps that share a provider would change it back and forth. */
const METADATA_KEPT_OFF = ['aws:cdk:enable-path-metadata', 'aws:cdk:enable-asset-metadata'];

function fixTemplate(provider: Construct): void {
  for (const key of [...FLAGS_KEPT_OFF, ...METADATA_KEPT_OFF]) provider.node.setContext(key, false);
}

function createFunctions(provider: Construct, props?: HostedConnectionProviderProps): Framework {
  const settings: FunctionSettings = {
    ...props,
    logRetention: props?.logRetention ?? logs.RetentionDays.ONE_MONTH,
    architecture: props?.architecture ?? lambda.Architecture.X86_64,
  };
  const { encryptionKey } = settings;
  const claims = createClaimsTable(provider, encryptionKey);
  const onEvent = new HandlerFunction(provider, 'OnEvent', {
    ...settings,
    entryPoint: 'onEvent',
    description: 'Validates the properties of hosted connection associations',
  });
  // A throttled invocation would fail the association: no reserved concurrency.
  const isComplete = new HandlerFunction(provider, 'IsComplete', {
    ...settings,
    entryPoint: 'isComplete',
    description: 'Moves hosted connections between interconnects and LAGs',
    environment: { [CLAIMS_TABLE_ENV]: claims.tableName },
  });
  for (const statement of renderHandlerStatements(Stack.of(provider), claims)) {
    isComplete.function.addToRolePolicy(statement);
  }
  const framework = createFramework(provider, onEvent, isComplete, settings);
  if (encryptionKey) {
    allowLogs(provider, encryptionKey);
    allowFunctions(encryptionKey, [onEvent.function, ...framework.functions], isComplete.function);
  }
  return framework;
}

/** What goes first when the stack is deleted, while there is still somebody to delete the table. */
function createCleanUp(provider: Construct, framework: Framework): CustomResource {
  return createProvidedResource(provider, 'ClaimsCleanUp', {
    ...framework,
    resourceType: CLAIMS_TABLE_TYPE,
    timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
    properties: { contract: String(CONTRACT) },
  });
}

/** An output of our own: the export of a native reference vanishes under feature flags of the app. */
function exportServiceToken(provider: HostedConnectionProvider): void {
  const output = new CfnOutput(provider, 'ServiceToken', {
    value: provider.serviceToken,
    description: 'What custom resources of hosted connections call',
    exportName: provider.serviceTokenExportName,
  });
  output.overrideLogicalId('HostedConnectionProviderServiceToken');
}

function connect(
  provider: HostedConnectionProvider,
  lastResource: CustomResource,
  consumer: Construct,
): ProviderConnection {
  validateStage(provider, consumer);
  const stack = Stack.of(provider);
  const fix = 'declare a provider there, or leave the property provider out';
  validateEnvironment(`provider is '${provider.node.path}'`, stack, consumer, fix);
  if (deployedStackOf(consumer) !== stack) {
    return { serviceToken: Fn.importValue(provider.serviceTokenExportName), lastResource };
  }
  Annotations.of(provider).addWarningV2(
    'cdk-hosted-connection-association:providerInOwnStack',
    `'${provider.node.path}' is in the stack of associations that it serves, expected a stack without any: when the ` +
      'delete of an association fails, CloudFormation deletes the provider all the same, the delete cannot be repeated, ' +
      'and nobody takes the connection back; declare the provider in a stack of its own, or leave the property ' +
      'provider out',
  );
  return { serviceToken: provider.serviceToken, lastResource };
}
