import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CdkCustomResourceEvent } from 'aws-lambda';
import { CLAIMS_TABLE_ENV, EMULATOR_ENV, PROVIDER_STACK_ENV } from '../lib/contract';
import { IsCompleteEvent } from './cloudformation/event';
import { Handler, IsCompleteResponse, OnEventResponse } from './handler';
import { logToConsole } from './log';
import { RetryThrottled } from './retry';

const config = { retryStrategy: new RetryThrottled() };

const handler = new Handler({
  directConnect: new DirectConnectClient(config),
  dynamoDb: new DynamoDBClient(config),
  cloudFormation: new CloudFormationClient(config),
  claimsTable: process.env[CLAIMS_TABLE_ENV] ?? '',
  providerStackId: process.env[PROVIDER_STACK_ENV] ?? '',
  isEmulated: process.env[EMULATOR_ENV] !== undefined,
  now: Date.now,
  log: logToConsole,
});

export function onEvent(event: CdkCustomResourceEvent): Promise<OnEventResponse> {
  return Promise.resolve().then(() => handler.onEvent(event));
}

export function isComplete(event: IsCompleteEvent): Promise<IsCompleteResponse> {
  return handler.isComplete(event);
}
