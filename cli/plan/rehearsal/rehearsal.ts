import type { CdkCustomResourceEvent } from 'aws-lambda';
import { Kept } from '../../../lambda/direct-connect/kept';
import { Handler } from '../../../lambda/handler';
import type { IsCompleteEvent } from '../../../lambda/cloudformation/event';
import type { Decision } from '../../../lambda/log';
import { messageOf } from '../../../lambda/outcome';
import { POLL_INTERVAL_SECONDS, TOTAL_TIMEOUT_SECONDS } from '../../../lib/timing';
import { DirectConnectModel, Inventory } from '../../../simulator';
import type { DeployedResource } from '../../aws/deployed-stacks';
import type { Resource, StackChange } from '../change';
import { Client, Elsewhere, Item, cloudFormationOf, directConnectOf, tableOf } from './aws-copy';
import { Step, inDependencyOrder } from './in-dependency-order';
import { Places } from './places';

/** What a rehearsal begins with. */
export interface Beginning {
  readonly inventory: Inventory;
  /** The items of the tables of claims, by the stack of the provider. */
  readonly claims: ReadonlyMap<string, readonly Item[]>;
  readonly elsewhere: Elsewhere;
  /** In milliseconds. */
  readonly now: number;
  /** How long a connection takes to settle after a move. */
  readonly settleSeconds: number;
  /** How many calls of Direct Connect go through; default: all. */
  readonly callsPerSecond?: number;
}

/** An operation of CloudFormation on one resource. */
export interface Operation {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly stack: StackChange;
  readonly logicalId: string;
  readonly resource: Resource;
  /** In an update: what it was. */
  readonly old?: Resource;
  /** Of an update or a delete. */
  readonly physicalId?: string;
}

/** How an operation has ended. */
export interface Ended {
  readonly operation: Operation;
  /** What the resource is known by from now on; undefined: the handler never had it. */
  readonly physicalId: string | undefined;
  /** The text of its failure. */
  readonly failure?: string;
  /** What it has found, of which the failure tells as much as has room. */
  readonly problems: readonly string[];
  /** Which one it was to begin, from 1. */
  readonly number: number;
  /** Seconds since the beginning. */
  readonly begunAt: number;
  readonly endedAt: number;
}

/**
 * The handler itself, doing on a copy of the account what it would be asked for: with the simulator as Direct Connect, on a
 * clock of its own.
 */
export class Rehearsal {
  public readonly model: DirectConnectModel;
  private readonly tables = new Map<string, Client>();
  private readonly containers = new Map<string, Container[]>();
  private readonly stackId: string;
  private readonly statuses = new Map<string, string>();
  private readonly resources = new Map<string, DeployedResource>();
  private readonly decisions: Decision[] = [];
  private readonly places: Places;
  /** Each poll lasts as long as it waits: what goes at the same time is played one after the other. */
  private time: number;
  private requests = 0;

  public constructor(
    private readonly beginning: Beginning,
    changes: readonly StackChange[],
  ) {
    const { inventory, now, settleSeconds, callsPerSecond } = beginning;
    this.time = now;
    this.places = new Places(callsPerSecond);
    this.model = new DirectConnectModel({
      inventory,
      settleMs: settleSeconds * 1000,
      clock: () => this.time,
    });
    for (const { stackId, isNew, before } of changes) {
      this.statuses.set(stackId, isNew ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS');
      for (const [logicalId, { type, physicalId }] of before)
        this.note(stackId, logicalId, { type, status: 'CREATE_COMPLETE', physicalId });
    }
    this.stackId = changes[0]?.stackId ?? '';
    for (const { provider } of changes)
      this.tables.set(provider, tableOf(beginning.claims.get(provider) ?? []));
  }

  /** Seconds since the beginning. */
  public get seconds(): number {
    return this.since(this.time);
  }

  private since(time: number): number {
    return (time - this.beginning.now) / 1000;
  }

  public setStatus({ stackId }: StackChange, status: string): void {
    this.statuses.set(stackId, status);
  }

  /** Nothing of what has happened is so recent any more that lists might not show it. */
  public letTimePass(seconds: number): void {
    this.time += seconds * 1000;
  }

  /** Carries out operations as CloudFormation does: each as soon as those that it depends on have ended. */
  public async perform(
    operations: readonly Operation[],
    dependencies: (operation: Operation) => readonly Operation[],
    options: { readonly stopsAtFailure?: boolean; readonly isReversed?: boolean } = {},
  ): Promise<Ended[]> {
    const startsAt = this.time;
    const doing = {
      begin: (operation: Operation, at: number) => this.begin(operation, at),
      poll: (running: Running, dueAt: number) => this.poll(running, dueAt),
      hasFailed: ({ failure }: Ended) => failure !== undefined,
      ...options,
    };
    const ended = await inDependencyOrder(operations, dependencies, doing, startsAt);
    this.time = ended.reduce(
      (last, { endedAt }) => Math.max(last, this.beginning.now + endedAt * 1000),
      startsAt,
    );
    return ended;
  }

  private begin(operation: Operation, at: number): Step<Running, Ended> {
    const { stack, logicalId, resource, physicalId, type } = operation;
    this.time = at;
    this.requests += 1;
    const [begunAt, number] = [this.time, this.requests];
    const event = { ...this.eventOf(operation), RequestId: `rehearsal-${number}` };
    this.note(stack.stackId, logicalId, {
      type: resource.type,
      status: `${type.toUpperCase()}_IN_PROGRESS`,
      physicalId,
    });
    const first = this.decisions.length;
    try {
      const { handler } = this.container(stack);
      const received = { ...event, ...handler.onEvent(event as CdkCustomResourceEvent) };
      const running = { operation, event: received as IsCompleteEvent, number, begunAt, first };
      return { running, dueAt: this.time };
    } catch (error) {
      // The framework answers a delete of what was never created by itself.
      return this.end(
        { operation, number, begunAt, first },
        type === 'Create' ? undefined : physicalId,
        messageOf(error),
      );
    }
  }

  private async poll(running: Running, dueAt: number): Promise<Step<Running, Ended>> {
    const { operation, event, begunAt } = running;
    this.time = dueAt;
    if (this.time - begunAt > TOTAL_TIMEOUT_SECONDS * 1000)
      return this.end(running, event.PhysicalResourceId, 'it does not end');
    const container = this.container(operation.stack);
    try {
      const answer = await container.handler.isComplete(event);
      if (!answer.IsComplete) return { running, dueAt: this.time + POLL_INTERVAL_SECONDS * 1000 };
      return this.end(running, answer.PhysicalResourceId ?? event.PhysicalResourceId);
    } catch (error) {
      return this.end(running, event.PhysicalResourceId, messageOf(error));
    } finally {
      container.freeAt = this.time;
    }
  }

  private end(
    { operation, number, begunAt, first }: Omit<Running, 'event'>,
    physicalId: string | undefined,
    failure?: string,
  ): Step<Running, Ended> {
    const { stack, logicalId, resource, type } = operation;
    const status = `${type.toUpperCase()}_${failure === undefined ? 'COMPLETE' : 'FAILED'}`;
    this.note(stack.stackId, logicalId, { type: resource.type, status, physicalId });
    const problems = this.decisions
      .slice(first)
      .filter((each) => each.connection === logicalId && each.decision.startsWith(PROBLEM))
      .map(({ decision }) => decision.slice(PROBLEM.length));
    const times = { begunAt: this.since(begunAt), endedAt: this.since(this.time) };
    return { ended: { operation, physicalId, failure, problems, number, ...times }, dueAt: this.time };
  }

  private eventOf({ type, stack, logicalId, resource, old, physicalId }: Operation): object {
    const signed = new Date(this.time).toISOString().replace(/[-:]|\.\d+/g, '');
    return {
      RequestType: type,
      StackId: stack.stackId,
      ResponseURL: `https://rehearsal/?X-Amz-Date=${signed}&X-Amz-Expires=7200`,
      ResourceType: resource.type,
      LogicalResourceId: logicalId,
      ResourceProperties: resource.properties,
      ...(old && { OldResourceProperties: old.properties }),
      ...(type !== 'Create' && { PhysicalResourceId: physicalId }),
    };
  }

  /** One that has nothing to do, as Lambda would choose it. */
  private container({ provider }: StackChange): Container {
    const containers = this.containers.get(provider) ?? [];
    this.containers.set(provider, containers);
    const free = containers.find(({ freeAt }) => freeAt <= this.time);
    if (free !== undefined) return free;
    const container = { handler: this.newHandler(provider), freeAt: this.time };
    containers.push(container);
    return container;
  }

  private newHandler(provider: string): Handler {
    const table = this.tables.get(provider);
    if (table === undefined) throw new Error(`no provider ${provider} in the rehearsal`);
    const cloudFormation = cloudFormationOf({
      statusOf: (id) => this.statuses.get(id),
      resourceOf: (id, logicalId) => this.resources.get(`${id} ${logicalId}`),
      elsewhere: this.beginning.elsewhere,
    });
    const directConnect = directConnectOf(this.model, () => (this.time = this.places.take(this.time)));
    return new Handler({
      directConnect: directConnect as never,
      dynamoDb: table as never,
      cloudFormation: cloudFormation as never,
      claimsTable: 'rehearsal',
      providerStackId: this.stackId.replace(/:stack\/.*/, `:stack/${provider}/rehearsal`),
      isEmulated: false,
      kept: new Kept(() => this.time),
      sleep: (ms) => {
        this.time += ms;
        return Promise.resolve();
      },
      now: () => this.time,
      log: (decision) => this.decisions.push(decision),
    });
  }

  private note(stackId: string, logicalId: string, resource: DeployedResource): void {
    this.resources.set(`${stackId} ${logicalId}`, resource);
  }
}

/** How the handler logs what a preflight has found. */
const PROBLEM = 'problem: ';

/** What runs a handler: one poll at a time. */
interface Container {
  readonly handler: Handler;
  freeAt: number;
}

interface Running {
  readonly operation: Operation;
  readonly event: IsCompleteEvent;
  readonly number: number;
  /** In milliseconds. */
  readonly begunAt: number;
  /** How many decisions there were before it. */
  readonly first: number;
}
