import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DriftMonitor } from '../../../lambda/drift/monitor';
import { DirectConnectSimulator, InventoryPlan, inventory } from '../../../simulator';
import { FakeDynamoDb } from '../../fakes/dynamo-db';
import { HttpServer } from '../../fakes/http-server';

export const TABLE = 'claims';
export const BUS = 'partner-bus';
export const PROVIDER = 'partner-provider';
export const NOW = Date.parse('2026-01-01T00:00:00Z');
const STACK_ID = 'arn:aws:cloudformation:us-east-1:111122223333:stack/Partner/5f2b';
const INTERVAL_MS = 900_000;

interface SentEvent {
  readonly Source: string;
  readonly DetailType: string;
  readonly EventBusName: string;
  readonly Resources: string[];
  readonly Detail: string;
}

/** The monitor with all that it calls over HTTP. */
export class Monitored {
  public readonly dynamoDb = new FakeDynamoDb(TABLE);
  public readonly lines: Record<string, unknown>[] = [];
  public readonly events: SentEvent[] = [];
  /** Called with each line. */
  public onLine: () => void = () => undefined;
  /** How many of the events of a call the bus does not take. */
  public refusedEvents = 0;
  /** What the bus says of such an event. */
  public refusal: object = { ErrorCode: 'InternalFailure', ErrorMessage: 'try again' };
  /** Where others find the same services: variables of their environment. */
  public endpoints: Readonly<Record<string, string>> = {};
  public monitor!: DriftMonitor;
  public simulator!: DirectConnectSimulator;
  private bus!: HttpServer;
  private clients: { destroy(): void }[] = [];

  public static async start(plan: InventoryPlan): Promise<Monitored> {
    const world = new Monitored();
    world.simulator = await DirectConnectSimulator.start({ inventory: inventory(plan), clock: () => NOW });
    world.bus = await HttpServer.start(({ headers, body }) => ({
      ...world.put(String(headers['x-amz-target']), body),
      contentType: 'application/x-amz-json-1.1',
      afterMs: 0,
    }));
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const once = { region: 'us-east-1', credentials, maxAttempts: 1 };
    const dynamoDbUrl = await world.dynamoDb.start();
    world.endpoints = {
      AWS_ENDPOINT_URL_DIRECT_CONNECT: world.simulator.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
      AWS_ENDPOINT_URL_EVENTBRIDGE: world.bus.url,
    };
    const clients = {
      directConnect: new DirectConnectClient({ ...once, endpoint: world.simulator.url }),
      dynamoDb: new DynamoDBClient({ ...once, endpoint: dynamoDbUrl }),
      eventBridge: new EventBridgeClient({ ...once, endpoint: world.bus.url }),
    };
    world.clients = Object.values(clients);
    world.monitor = new DriftMonitor({
      ...clients,
      claimsTable: TABLE,
      provider: PROVIDER,
      eventBus: BUS,
      intervalMs: INTERVAL_MS,
      now: () => NOW,
      write: (line) => {
        world.lines.push(line);
        world.onLine();
      },
    });
    return world;
  }

  public async stop(): Promise<void> {
    for (const client of this.clients) client.destroy();
    await Promise.all([this.simulator.stop(), this.dynamoDb.stop(), this.bus.stop()]);
  }

  /** A claim of a connection whose association has put it on a parent. */
  public claim(connectionId: string, parentId: string, change: Record<string, unknown> = {}): void {
    this.dynamoDb.setItem({
      connectionId,
      format: 1,
      version: 3,
      owner: { stackId: STACK_ID, logicalResourceId: `Association${connectionId.slice(-1)}` },
      operation: { requestId: 'one', type: 'Create', issuedAt: 1, receivedAt: 1 },
      formerOperations: [],
      phase: 'settled',
      foundOn: 'dxcon-11111111',
      originalParentConnectionId: 'dxcon-11111111',
      fallbackParentConnectionId: 'dxcon-11111111',
      movedTo: [parentId],
      deadline: 1,
      updatedAt: NOW - 3600_000,
      ...change,
    });
  }

  /** The lines about connections, without those that are metrics. */
  public get told(): Record<string, unknown>[] {
    return this.lines.filter((line) => !('_aws' in line));
  }

  /** The lines that are metrics. */
  public get metrics(): Record<string, unknown>[] {
    return this.lines.filter((line) => '_aws' in line);
  }

  private put(target: string, body: string): { status: number; body: string } {
    if (target !== 'AWSEvents.PutEvents')
      return { status: 400, body: '{"__type":"UnknownOperationException"}' };
    const { Entries } = JSON.parse(body) as { Entries: SentEvent[] };
    if (Entries.length < 1 || Entries.length > 10)
      return { status: 400, body: '{"__type":"ValidationException"}' };
    this.events.push(...Entries);
    const refused = Array<object>(this.refusedEvents).fill(this.refusal);
    const results = [{ EventId: '1' }, ...refused];
    return { status: 200, body: JSON.stringify({ FailedEntryCount: refused.length, Entries: results }) };
  }
}
