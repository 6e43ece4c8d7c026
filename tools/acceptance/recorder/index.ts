import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { answer } from './answer';
import { RECORDING_PREFIX, TABLE_ENV, toldKey, type RecorderProperties, type Recording } from './recording';
import { describeUrl } from './response-url';

/** How long it waits to be told, at most. */
const PATIENCE_MS = 90_000;
const LOOK_MS = 250;

const dynamoDb = new DynamoDBClient();
const TableName = process.env[TABLE_ENV];

type Event = CloudFormationCustomResourceEvent;
type Answered = Pick<Recording, 'answered' | 'answeredAfterMs' | 'answerStatus'>;

/** A custom resource without a framework: it answers as its properties say, and writes down what it was sent. */
export async function handler(event: Event, context: Context): Promise<void> {
  const at = Date.now();
  const properties = propertiesOf(event);
  const answered = await verdictOn(event, properties);
  const answerStatus = await answer(event.ResponseURL, {
    Status: answered,
    Reason: 'this recorder was told to fail',
    PhysicalResourceId: physicalIdOf(event) || `${properties.label}/made/${event.RequestId}`,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  });
  await write(recordingOf(event, context, { at, answered, answeredAfterMs: Date.now() - at, answerStatus }));
}

function recordingOf(event: Event, context: Context, answered: Answered & { at: number }): Recording {
  const { label, revision } = propertiesOf(event);
  return {
    label,
    revision,
    type: event.RequestType,
    requestId: event.RequestId,
    logicalId: event.LogicalResourceId,
    physicalId: physicalIdOf(event),
    invocationId: context.awsRequestId,
    url: describeUrl(event.ResponseURL, event),
    ...answered,
  };
}

async function verdictOn(event: Event, properties: RecorderProperties): Promise<Recording['answered']> {
  const { label, onCreate, onDelete } = properties;
  switch (event.RequestType) {
    case 'Create':
      if (onCreate === 'fail when told' || onCreate === 'wait until told') await untilTold(label);
      return onCreate === 'fail' || onCreate === 'fail when told' ? 'FAILED' : 'SUCCESS';
    case 'Update':
      return 'SUCCESS';
    case 'Delete':
      return onDelete === 'fail until told' && !(await isTold(label)) ? 'FAILED' : 'SUCCESS';
  }
}

async function untilTold(label: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && !(await isTold(label))) await sleep(LOOK_MS);
}

async function isTold(label: string): Promise<boolean> {
  const { Item } = await dynamoDb.send(
    new GetItemCommand({ TableName, Key: marshall({ id: toldKey(label) }), ConsistentRead: true }),
  );
  return Item !== undefined;
}

async function write(recording: Recording): Promise<void> {
  const Item = marshall(
    { id: `${RECORDING_PREFIX}${randomUUID()}`, ...recording },
    { removeUndefinedValues: true },
  );
  await dynamoDb.send(new PutItemCommand({ TableName, Item }));
}

function propertiesOf(event: Event): RecorderProperties {
  return event.ResourceProperties as unknown as RecorderProperties;
}

function physicalIdOf(event: Event): string {
  return event.RequestType === 'Create' ? '' : event.PhysicalResourceId;
}
