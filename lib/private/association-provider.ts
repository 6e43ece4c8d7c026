import { ArnFormat, CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct, IDependable } from 'constructs';
import { validateOutputs } from './association-outputs';
import { CLAIMS_TABLE_ENV } from '../contract';
import { POLL_INTERVAL_SECONDS, SERVICE_TIMEOUT_MARGIN_SECONDS, TOTAL_TIMEOUT_SECONDS } from '../timing';
import { HandlerFunction } from './handler-function';
import { validateResources } from './stack-resources';

/** Feature flags of the app that would give the provider other resources, and so other ids, than its stack has. */
const FLAGS_KEPT_OFF = [
  '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy',
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup',
];

/** Properties of a custom resource of the provider. */
export interface ProvidedResourceProps {
  /** The type of the resource. */
  readonly resourceType: string;

  /** Seconds that the handler gives itself for an operation. */
  readonly timeoutSeconds: number;

  /** What the handler is told. */
  readonly properties: Record<string, unknown>;
}

/** What makes `Custom::HostedConnectionAssociation` work. There is one in a stack, and it goes with the stack. */
export class AssociationProvider extends Construct {
  /** The provider of the stack that the scope is in; made on the first call. */
  public static of(scope: Construct): AssociationProvider {
    const stack = Stack.of(scope);
    const existing = stack.node.children.find((child) => child instanceof AssociationProvider);
    // The id is frozen, like every one below it: CloudFormation cannot update the `ServiceToken` of a custom resource.
    return existing ?? new AssociationProvider(stack, 'HostedConnectionProvider');
  }

  /** What the custom resources call. */
  private readonly serviceToken: string;

  /** Reaches all that a custom resource needs as long as it lives: permissions, claims, waiter and logs. */
  private readonly lastResource: IDependable;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const flag of FLAGS_KEPT_OFF) {
      this.node.setContext(flag, false);
    }
    const claims = this.createClaimsTable();
    const onEvent = this.createOnEvent();
    const isComplete = this.createIsComplete(claims);
    const framework = this.createFramework(onEvent, isComplete);
    this.serviceToken = framework.serviceToken;
    this.lastResource = this.createLastResource(framework, onEvent, isComplete);
    this.node.addValidation({ validate: () => validateOutputs(Stack.of(this)) });
    this.node.addValidation({ validate: () => validateResources(Stack.of(this)) });
  }

  /** A custom resource that is answered by this provider. */
  public createResource(scope: Construct, id: string, props: ProvidedResourceProps): CustomResource {
    const { timeoutSeconds, ...rest } = props;
    // eslint-disable-next-line cdk/no-variable-construct-id, cdk/require-passing-this -- the caller names it, and is its scope
    const resource = new CustomResource(scope, id, {
      ...rest,
      serviceToken: this.serviceToken,
      serviceTimeout: Duration.seconds(timeoutSeconds + SERVICE_TIMEOUT_MARGIN_SECONDS),
    });
    resource.node.addDependency(this.lastResource);
    return resource;
  }

  private createClaimsTable(): dynamodb.Table {
    return new dynamodb.Table(this, 'Claims', {
      partitionKey: { name: 'connectionId', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private createOnEvent(): HandlerFunction {
    return new HandlerFunction(this, 'OnEvent', {
      entryPoint: 'onEvent',
      description: 'Validates the properties of hosted connection associations',
    });
  }

  // A throttled invocation would fail the association: no reserved concurrency.
  private createIsComplete(claims: dynamodb.ITable): HandlerFunction {
    const isComplete = new HandlerFunction(this, 'IsComplete', {
      entryPoint: 'isComplete',
      description: 'Moves hosted connections between interconnects and LAGs',
      environment: { [CLAIMS_TABLE_ENV]: claims.tableName },
    });
    const statements = [
      ...renderDirectConnectStatements(Stack.of(this)),
      renderClaimsStatement(claims),
      renderGuardStatement(Stack.of(this)),
    ];
    for (const statement of statements) {
      isComplete.function.addToRolePolicy(statement);
    }
    return isComplete;
  }

  private createFramework(onEvent: HandlerFunction, isComplete: HandlerFunction): Provider {
    const frameworkLogs = new logs.LogGroup(this, 'FrameworkLogs', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new Provider(this, 'Framework', {
      onEventHandler: onEvent.function,
      isCompleteHandler: isComplete.function,
      queryInterval: Duration.seconds(POLL_INTERVAL_SECONDS),
      totalTimeout: Duration.seconds(TOTAL_TIMEOUT_SECONDS),
      logGroup: frameworkLogs,
    });
  }

  /**
   * The invocation settings depend on the function that the service token names, which depends on everything else:
   * on the log groups by this method, on the rest by its references.
   */
  private createLastResource(framework: Provider, ...handlers: HandlerFunction[]): IDependable {
    const entryPoint = framework.node.findChild('framework-onEvent') as lambda.IFunction;
    const entryPointResource = entryPoint.node.defaultChild as lambda.CfnFunction;
    entryPointResource.node.addDependency(...handlers.map((handler) => handler.logGroup));
    // A second delivery of an event would start a second waiter.
    return new lambda.EventInvokeConfig(this, 'EntryPointInvocation', {
      function: entryPoint,
      retryAttempts: 0,
    });
  }
}

/**
 * Not narrowed to the connections that are declared: a policy shrinks before the association that left the template is
 * deleted, and that delete moves its connection back.
 */
function renderDirectConnectStatements(stack: Stack): iam.PolicyStatement[] {
  // The account in the ARN of a hosted connection may be the customer's.
  const arnOf = (resource: string) =>
    stack.formatArn({
      service: 'directconnect',
      account: '*',
      resource,
      resourceName: '*',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  return [
    new iam.PolicyStatement({
      actions: ['directconnect:AssociateHostedConnection'],
      resources: [arnOf('dxcon'), arnOf('dxlag')],
    }),
    new iam.PolicyStatement({
      actions: [
        'directconnect:DescribeHostedConnections',
        'directconnect:DescribeInterconnects',
        'directconnect:DescribeLags',
      ],
      resources: ['*'],
    }),
  ];
}

function renderClaimsStatement(claims: dynamodb.ITable): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resources: [claims.tableArn],
  });
}

/** What the handler asks CloudFormation: whether it still waits for a move, and whether it is rolling back. */
function renderGuardStatement(stack: Stack): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'],
    resources: [stack.stackId],
  });
}
