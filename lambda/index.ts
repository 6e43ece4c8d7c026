import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { CLAIMS_TABLE_ENV } from '../lib/contract';
import { Handler } from './handler';
import { IsCompleteAnswer } from './is-complete';
import { logToConsole } from './log';
import { OnEventAnswer } from './on-event';
import { IsCompleteEvent } from './request';

/** The Provider framework's waiter is the retry loop, and a call that interrupts traffic must not be repeated blindly. */
const once = { maxAttempts: 1 };

const handler = new Handler({
  directConnect: new DirectConnectClient(once),
  dynamoDb: new DynamoDBClient(once),
  cloudFormation: new CloudFormationClient(once),
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
