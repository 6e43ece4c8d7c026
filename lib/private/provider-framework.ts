import { CfnResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct, IDependable } from 'constructs';
import { POLL_INTERVAL_SECONDS, TOTAL_TIMEOUT_SECONDS } from '../timing';
import { FunctionSettings } from './function-settings';
import { HandlerFunction } from './handler-function';

/** The functions of the Provider framework, and what each does. Their own descriptions carry the path of the construct. */
const DESCRIPTIONS = {
  onEvent: 'Takes the events of hosted connection associations from CloudFormation',
  isComplete: 'Asks whether hosted connections are where they shall be',
  onTimeout: 'Answers for hosted connections that took too long',
} as const;

/** What the framework consists of, as far as the provider goes on with it. */
export interface Framework {
  /** What custom resources call. */
  readonly serviceToken: string;
  /** The three functions. */
  readonly functions: lambda.IFunction[];
  /** Reaches all that a custom resource needs as long as it lives: permissions, claims, waiter and logs. */
  readonly lastResource: IDependable;
}

/** The Provider framework of the CDK between CloudFormation and the two handlers. */
export function createFramework(
  provider: Construct,
  onEvent: HandlerFunction,
  isComplete: HandlerFunction,
  settings: FunctionSettings,
): Framework {
  const { vpc, vpcSubnets, securityGroups, encryptionKey, logRetention } = settings;
  const logGroup = new logs.LogGroup(provider, 'FrameworkLogs', {
    retention: logRetention,
    encryptionKey,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const framework = new Provider(provider, 'Framework', {
    onEventHandler: onEvent.function,
    isCompleteHandler: isComplete.function,
    queryInterval: Duration.seconds(POLL_INTERVAL_SECONDS),
    totalTimeout: Duration.seconds(TOTAL_TIMEOUT_SECONDS),
    providerFunctionEnvEncryption: encryptionKey,
    logGroup,
    vpc,
    vpcSubnets,
    securityGroups,
  });
  const functions = adjustFunctions(framework, settings.architecture);
  const lastResource = createLastResource(provider, functions.onEvent, [onEvent, isComplete]);
  return { serviceToken: framework.serviceToken, functions: Object.values(functions), lastResource };
}

/** The framework has no property for these. */
function adjustFunctions(framework: Provider, { name: architecture }: lambda.Architecture) {
  const adjust = (name: keyof typeof DESCRIPTIONS) => {
    const each = framework.node.findChild(`framework-${name}`) as lambda.IFunction;
    const resource = each.node.defaultChild as CfnResource;
    resource.addPropertyOverride('Description', DESCRIPTIONS[name]);
    resource.addPropertyOverride('Architectures', [architecture]);
    return each;
  };
  return { onEvent: adjust('onEvent'), isComplete: adjust('isComplete'), onTimeout: adjust('onTimeout') };
}

/**
 * The invocation settings depend on the function that the service token names, which depends on everything else:
 * on the log groups by this function, on the rest by its references.
 */
function createLastResource(
  provider: Construct,
  entryPoint: lambda.IFunction,
  handlers: HandlerFunction[],
): IDependable {
  const entryPointResource = entryPoint.node.defaultChild as CfnResource;
  entryPointResource.node.addDependency(...handlers.map((handler) => handler.logGroup));
  // A second delivery of an event would start a second waiter.
  return new lambda.EventInvokeConfig(provider, 'EntryPointInvocation', {
    function: entryPoint,
    retryAttempts: 0,
  });
}
