import { Duration, RemovalPolicy, Stack, type App } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, determineLatestNodeRuntime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { TABLE_ENV } from './recording';

/** The stack, its function and its table have this name: other stacks find the function by it. */
export const RECORDER_STACK = 'HostedConnectionTestRecorder';

/** Longer than a recorder waits to be told. */
const TIMEOUT = Duration.minutes(4);

/** What answers recorders. It has a stack of its own, so it outlives them. */
export function defineRecorderStack(app: App, bundle: string): Stack {
  const stack = new Stack(app, RECORDER_STACK);
  const table = new Table(stack, 'Table', {
    tableName: RECORDER_STACK,
    partitionKey: { name: 'id', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const recorder = new LambdaFunction(stack, 'Function', {
    functionName: RECORDER_STACK,
    description: 'Writes down what CloudFormation sends to custom resources, for a test',
    code: Code.fromAsset(bundle),
    handler: 'index.handler',
    runtime: determineLatestNodeRuntime(stack),
    timeout: TIMEOUT,
    // The one that Lambda makes would stay.
    logGroup: new LogGroup(stack, 'Logs', {
      retention: RetentionDays.ONE_DAY,
      removalPolicy: RemovalPolicy.DESTROY,
    }),
    environment: { [TABLE_ENV]: table.tableName },
    // A second delivery of an event shall be CloudFormation's, not the Lambda service's.
    retryAttempts: 0,
  });
  table.grantReadWriteData(recorder);
  return stack;
}
