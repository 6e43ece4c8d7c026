import * as path from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  CLAIMS_TABLE_ENV,
  claimsTableNameOf,
  EVENT_BUS_ENV,
  INTERVAL_ENV,
  METRICS_OF_ENV,
} from '../contract';
import { DRIFT_TIMEOUT_SECONDS } from '../timing';
import { KnownTable } from './claims-table';
import { allowToLook } from './handler-permissions';

const BUNDLE = path.join(__dirname, '..', '..', 'lambda', 'drift', 'dist');

/** Properties of the function of a drift monitor. */
export interface DriftFunctionProps extends KnownTable {
  /** The bus that the events go to. */
  readonly eventBus: events.IEventBus;
  /** How often it runs. */
  readonly interval: Duration;
}

/** The function that compares, with what it may do. */
export function createDriftFunction(monitor: Construct, props: DriftFunctionProps): lambda.Function {
  const { stackName, encryptionKey, eventBus, interval } = props;
  const handler = new lambda.Function(monitor, 'Handler', {
    description: 'Compares hosted connections with their associations',
    code: lambda.Code.fromAsset(BUNDLE),
    handler: 'index.checkDrift',
    runtime: lambda.determineLatestNodeRuntime(monitor),
    memorySize: 256,
    timeout: Duration.seconds(DRIFT_TIMEOUT_SECONDS),
    environment: {
      [CLAIMS_TABLE_ENV]: claimsTableNameOf(stackName),
      [METRICS_OF_ENV]: stackName,
      [EVENT_BUS_ENV]: eventBus.eventBusName,
      [INTERVAL_ENV]: String(interval.toSeconds()),
    },
    logGroup: new logs.LogGroup(monitor, 'Logs', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  });
  for (const statement of renderStatements(Stack.of(monitor), props)) handler.addToRolePolicy(statement);
  encryptionKey?.grantDecrypt(handler);
  return handler;
}

/** Each action is a call that the monitor sends: test/lib/security.test.ts compares them. */
function renderStatements(stack: Stack, { stackName, eventBus }: DriftFunctionProps): iam.PolicyStatement[] {
  const table = { service: 'dynamodb', resource: 'table', resourceName: claimsTableNameOf(stackName) };
  return [
    new iam.PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:Scan'],
      resources: [stack.formatArn(table)],
    }),
    allowToLook(),
    new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: [eventBus.eventBusArn] }),
  ];
}
