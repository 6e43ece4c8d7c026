import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Handler, Parts } from '../../lambda/handler';
import { Kept } from '../../lambda/direct-connect/kept';
import { Decision } from '../../lambda/log';
import { IsCompleteEvent } from '../../lambda/cloudformation/event';
import { AssociationAttributes, AssociationProperties } from '../../lib/contract';
import { POLL_INTERVAL_SECONDS } from '../../lib/timing';
import { amzDate } from '../fakes/amz-date';
import { FakeCloudFormation } from '../fakes/cloud-formation';
import { FakeDynamoDb } from '../fakes/dynamo-db';
import { DirectConnectSimulator, SimulatorOptions, inventory } from '../../simulator';

/** The connection that most tests move, where it is at first, and where it can go. */
export const CONNECTION = 'dxcon-fg9607vm';
export const HOME = 'dxcon-11111111';
export const OTHER_INTERCONNECT = 'dxcon-22222222';
export const LAG_A = 'dxlag-aaaaaaaa';
export const LAG_B = 'dxlag-bbbbbbbb';
export const LAG_C = 'dxlag-cccccccc';
export const VLAN = 101;

export const LOGICAL_ID = 'HostedConnectionAssociationDxconFg9607vm';
export const STACK_ID = stackIdOf('Partner');
/** Another stack of the same account and region, which uses the same provider. */
export const OTHER_STACK_ID = stackIdOf('Customer');
export const PROVIDER_STACK_ID = stackIdOf('Provider');

/** What CloudFormation knows an association by whose create has succeeded. */
export const PHYSICAL_ID = `${CONNECTION}/${HOME}`;

export const TABLE = 'Provider-claims';

function stackIdOf(name: string): string {
  return `arn:aws:cloudformation:us-east-1:111122223333:stack/${name}/5f2b0e10-0000-11f0-8000-0242ac120002`;
}

export type OperationType = 'Create' | 'Update' | 'Delete';

/** The option of an event whose wanted parent is this one. */
export const onto = (parentConnectionId: string) => ({ properties: { parentConnectionId } });

export interface EventOptions {
  readonly properties?: Partial<AssociationProperties>;
  /** What an update comes from, where it is not the properties by default. */
  readonly oldProperties?: Partial<AssociationProperties>;
  readonly stackId?: string;
  readonly logicalId?: string;
  /** Of an update or a delete; by default that of a create that has succeeded. */
  readonly physicalId?: string;
  readonly requestId?: string;
}

export interface WorldOptions extends Partial<SimulatorOptions> {
  /** Whether all polls are in one container, which remembers what an earlier one has read. */
  readonly isWarm?: boolean;
  /** Whether a poll waits, for which the clock goes on; otherwise it leaves everything to the next poll. */
  readonly waits?: boolean;
  /** Whether the handler is told that an emulator stands in for CloudFormation. */
  readonly isEmulated?: boolean;
}

/** A call of a service. */
export interface Trip {
  readonly command: string;
  readonly sent: number;
  readonly answered: number;
}

/** The handler, with everything that it calls over HTTP, on a clock that the test turns. */
export class World {
  public time = Date.parse('2026-01-01T00:00:00Z');
  public readonly decisions: Decision[] = [];
  /** The physical id that the last operation to end gave the resource. */
  public physicalId: string | undefined;
  /** Every call that was made, with when it was sent and answered. */
  public tripsOf: () => readonly Trip[] = () => [];
  /** Called with the name of each command that is about to be sent, and with the signal that ends the call. */
  public onCall: (command: string, signal?: AbortSignal) => void = () => undefined;
  /** Where others find the same services: variables of their environment. */
  public endpoints: Readonly<Record<string, string>> = {};
  private handler: Handler;
  private requests = 0;

  private constructor(
    public readonly simulator: DirectConnectSimulator,
    public readonly dynamoDb: FakeDynamoDb,
    public readonly cloudFormation: FakeCloudFormation,
    private readonly clients: { destroy(): void }[],
    private readonly parts: Omit<Parts, 'claimsTable' | 'providerStackId' | 'kept' | 'now' | 'log'>,
    private readonly isWarm: boolean,
  ) {
    this.handler = this.container();
  }

  public static async start({
    isEmulated = false,
    isWarm = false,
    waits = false,
    ...options
  }: WorldOptions = {}): Promise<World> {
    let world: World | undefined = undefined;
    const clock = () => world?.time ?? 0;
    const simulator = await DirectConnectSimulator.start({ inventory: PARTNER, clock, ...options });
    const [dynamoDb, cloudFormation] = [new FakeDynamoDb(TABLE), new FakeCloudFormation()];
    const once = {
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    };
    const [dynamoDbUrl, cloudFormationUrl] = [await dynamoDb.start(), await cloudFormation.start()];
    const clients = {
      directConnect: new DirectConnectClient({ ...once, endpoint: simulator.url }),
      dynamoDb: new DynamoDBClient({ ...once, endpoint: dynamoDbUrl }),
      cloudFormation: new CloudFormationClient({ ...once, endpoint: cloudFormationUrl }),
    };
    const trips = Object.values(clients).map((client) =>
      recordTrips(client, (command, signal) => world?.onCall(command, signal)),
    );
    const sleep = (ms: number) => {
      if (world) world.time += ms;
      return Promise.resolve();
    };
    const parts = { ...clients, isEmulated, ...(waits && { sleep }) };
    world = new World(simulator, dynamoDb, cloudFormation, Object.values(clients), parts, isWarm);
    world.tripsOf = () => trips.flat();
    world.endpoints = {
      AWS_ENDPOINT_URL_DIRECT_CONNECT: simulator.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
      AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormationUrl,
    };
    for (const stackId of [STACK_ID, OTHER_STACK_ID]) cloudFormation.setStack(stackId, 'UPDATE_IN_PROGRESS');
    return world;
  }

  public async stop(): Promise<void> {
    for (const client of this.clients) client.destroy();
    await Promise.all([this.simulator.stop(), this.dynamoDb.stop(), this.cloudFormation.stop()]);
  }

  /** An event as CloudFormation sends it, at this moment. */
  public event(type: OperationType, options: EventOptions = {}): IsCompleteEvent {
    const { stackId = STACK_ID, logicalId = LOGICAL_ID, physicalId = PHYSICAL_ID } = options;
    this.requests += 1;
    const event = {
      RequestType: type,
      RequestId: options.requestId ?? `${type.toLowerCase()}-${this.requests}`,
      StackId: stackId,
      ResponseURL: `https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/answer?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${amzDate(this.time)}&X-Amz-Expires=7200&X-Amz-Signature=secret`,
      ResourceType: 'Custom::HostedConnectionAssociation',
      LogicalResourceId: logicalId,
      ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:onEvent',
      ResourceProperties: {
        ServiceToken: 'arn:…',
        ServiceTimeout: '1860',
        ...PROPERTIES,
        ...options.properties,
      },
      OldResourceProperties: { ...PROPERTIES, ...options.oldProperties },
      ...(type === 'Create' ? {} : { PhysicalResourceId: physicalId }),
    };
    return event as unknown as IsCompleteEvent;
  }

  /**
   * CloudFormation begins an operation: its status says so, and `onEvent` is called. Nothing is polled yet. A stack of which
   * nothing else is said is deployed, or deleted.
   */
  public begin(type: OperationType, options: EventOptions = {}): IsCompleteEvent {
    const event = this.event(type, options);
    this.status(event, `${type.toUpperCase()}_IN_PROGRESS`);
    const [from, to] = ['UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'] as const;
    if (type === 'Delete') this.cloudFormation.changeStack(event.StackId, from, to);
    else this.cloudFormation.changeStack(event.StackId, to, from);
    return this.deliver(event);
  }

  private container(): Handler {
    const now = () => this.time;
    return new Handler({
      ...this.parts,
      claimsTable: TABLE,
      providerStackId: PROVIDER_STACK_ID,
      kept: new Kept(now),
      now,
      log: (decision) => this.decisions.push(decision),
    });
  }

  /** What the Provider framework makes of an event before it starts to poll. */
  public deliver(event: IsCompleteEvent): IsCompleteEvent {
    return { ...event, ...this.handler.onEvent(event) };
  }

  /** One poll, now. */
  public async poll(event: IsCompleteEvent): Promise<{ complete: boolean; data?: AssociationAttributes }> {
    if (!this.isWarm) this.handler = this.container();
    const answer = await this.handler.isComplete(event);
    if (answer.IsComplete) this.physicalId = answer.PhysicalResourceId ?? event.PhysicalResourceId;
    return answer.IsComplete ? { complete: true, data: answer.Data } : { complete: false };
  }

  /** Polls as the waiter does, or more rarely, until the operation has ended. */
  public async finish(
    event: IsCompleteEvent,
    everySeconds = POLL_INTERVAL_SECONDS,
  ): Promise<AssociationAttributes | undefined> {
    for (let polls = 0; polls < 720; polls += 1) {
      const { complete, data } = await this.poll(event).catch((error: unknown) => {
        this.status(event, `${event.RequestType.toUpperCase()}_FAILED`);
        throw error;
      });
      if (complete) {
        this.status(event, `${event.RequestType.toUpperCase()}_COMPLETE`);
        return data;
      }
      this.time += everySeconds * 1000;
    }
    throw new Error(`${event.RequestType} has not ended in an hour`);
  }

  /** A whole operation. */
  public async run(
    type: OperationType,
    options: EventOptions = {},
  ): Promise<AssociationAttributes | undefined> {
    this.time += 1_000;
    return this.finish(this.begin(type, options));
  }

  public status(event: IsCompleteEvent, status: string): void {
    this.cloudFormation.setResource(event.StackId, event.LogicalResourceId, {
      status,
      physicalId: event.RequestType === 'Create' ? undefined : event.PhysicalResourceId,
    });
  }

  /** CloudFormation has forgotten a resource, or says that it has deleted it. */
  public forget(owner: { readonly stackId?: string; readonly logicalId?: string } = {}): void {
    const { stackId = STACK_ID, logicalId = LOGICAL_ID } = owner;
    this.cloudFormation.setResource(stackId, logicalId, { status: 'DELETE_COMPLETE' });
  }

  public claim(): Record<string, unknown> | undefined {
    return this.dynamoDb.item(CONNECTION);
  }

  /** Edits the claim, as an operator would. */
  public editClaim(change: Record<string, unknown>): void {
    this.dynamoDb.setItem({ ...this.claim(), ...change, connectionId: CONNECTION });
  }

  /** The claim without what only keeps older operations from acting. */
  public memory(): Record<string, unknown> {
    const fence = ['version', 'operation', 'formerOperations'];
    return Object.fromEntries(Object.entries(this.claim() ?? {}).filter(([name]) => !fence.includes(name)));
  }

  /** Where the connection really is. */
  public parent(): string | undefined {
    return this.simulator.parentOf(CONNECTION);
  }

  /** How often AssociateHostedConnection was sent, whatever became of it. */
  public associateCalls(): number {
    return this.simulator.calls.filter(({ operation }) => operation === 'AssociateHostedConnection').length;
  }

  /** The rows of the table that the decisions so far belong to. */
  public rows(): number[] {
    return this.decisions.flatMap(({ row }) => (row === undefined ? [] : [row]));
  }
}

const PROPERTIES: AssociationProperties = {
  contract: '1',
  connectionId: CONNECTION,
  parentConnectionId: LAG_A,
  waitForAvailable: 'false',
  timeoutSeconds: '1800',
};

const PARTNER = inventory({
  interconnects: [HOME, OTHER_INTERCONNECT],
  lags: [LAG_A, LAG_B, LAG_C],
  hosted: {
    [HOME]: [{ connectionId: CONNECTION, connectionName: 'Acme', vlan: VLAN }],
    [LAG_B]: [{ connectionId: 'dxcon-bb000001', connectionName: 'Bolt', vlan: 202 }],
  },
});

interface Sender {
  send(...args: never[]): Promise<unknown>;
}

/** Makes a client write down its calls. */
function recordTrips(client: Sender, onCall: World['onCall']): Trip[] {
  const trips: Trip[] = [];
  const send = client.send.bind(client) as (command: object, ...rest: unknown[]) => Promise<unknown>;
  Object.assign(client, {
    send: async (command: object, ...rest: unknown[]) => {
      onCall(command.constructor.name, (rest[0] as { abortSignal?: AbortSignal } | undefined)?.abortSignal);
      const sent = performance.now();
      try {
        return await send(command, ...rest);
      } finally {
        trips.push({ command: command.constructor.name, sent, answered: performance.now() });
      }
    },
  });
  return trips;
}
