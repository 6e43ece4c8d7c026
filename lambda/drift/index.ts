import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CLAIMS_TABLE_ENV, EVENT_BUS_ENV, INTERVAL_ENV, METRICS_OF_ENV } from '../../lib/contract';
import { RetryThrottled } from '../retry';
import { movedConnection } from './api-call';
import { DriftMonitor } from './monitor';

const config = { retryStrategy: new RetryThrottled() };

const monitor = new DriftMonitor({
  directConnect: new DirectConnectClient(config),
  dynamoDb: new DynamoDBClient(config),
  eventBridge: new EventBridgeClient(config),
  claimsTable: process.env[CLAIMS_TABLE_ENV] ?? '',
  provider: process.env[METRICS_OF_ENV] ?? '',
  eventBus: process.env[EVENT_BUS_ENV] ?? '',
  intervalMs: Number(process.env[INTERVAL_ENV]) * 1000,
  now: Date.now,
  write: (line) => console.log(JSON.stringify(line)),
});

/** The rule with the schedule, and the one for calls of the API. */
export async function checkDrift(event: unknown): Promise<void> {
  const call = movedConnection(event);
  switch (call.kind) {
    case 'none':
      return monitor.compareAll();
    case 'refused':
      return;
    case 'moved':
      return monitor.compareOne(call.connectionId);
  }
}
