import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { CLAIMS_TABLE_ENV } from '../lib/contract';
import { Handler } from './handler';
import { IsCompleteAnswer } from './association/reconcile';
import { logToConsole } from './log';
import { OnEventAnswer } from './on-event';
import { IsCompleteEvent } from './cloudformation/request';
import { RetryThrottled } from './retry';

const config = { retryStrategy: new RetryThrottled() };

const handler = new Handler({
  directConnect: new DirectConnectClient(config),
  dynamoDb: new DynamoDBClient(config),
  cloudFormation: new CloudFormationClient(config),
  claimsTable: process.env[CLAIMS_TABLE_ENV] ?? '',
  now: Date.now,
  log: logToConsole,
});

export function onEvent(event: CloudFormationCustomResourceEvent): Promise<OnEventAnswer> {
  return Promise.resolve().then(() => handler.onEvent(event));
}

export function isComplete(event: IsCompleteEvent): Promise<IsCompleteAnswer> {
  return handler.isComplete(event);
}
