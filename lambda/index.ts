import { setTimeout } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CdkCustomResourceEvent } from 'aws-lambda';
import { CLAIMS_TABLE_ENV, EMULATOR_ENV, PROVIDER_STACK_ENV } from '../lib/contract';
import { IsCompleteEvent } from './cloudformation/event';
import { Kept } from './direct-connect/kept';
import { Handler, IsCompleteResponse, OnEventResponse } from './handler';
import { logToConsole } from './log';
import { RetryThrottled } from './retry';

const config = { retryStrategy: new RetryThrottled() };
// Its calls are repeated at the pace that the account's rate allows.
const once = { maxAttempts: 1 };

const handler = new Handler({
  directConnect: new DirectConnectClient(once),
  dynamoDb: new DynamoDBClient(config),
  cloudFormation: new CloudFormationClient(config),
  claimsTable: process.env[CLAIMS_TABLE_ENV] ?? '',
  providerStackId: process.env[PROVIDER_STACK_ENV] ?? '',
  kept: new Kept(Date.now),
  sleep: setTimeout,
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
