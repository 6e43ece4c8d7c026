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
import { Elsewhere, Item, cloudFormationOf, directConnectOf, tableOf } from './aws-copy';
import { Step, inDependencyOrder } from './in-dependency-order';

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
  private readonly handlers = new Map<string, Handler>();
  private readonly statuses = new Map<string, string>();
  private readonly resources = new Map<string, DeployedResource>();
  private readonly decisions: Decision[] = [];
  private time: number;
  private requests = 0;

  public constructor(
    private readonly beginning: Beginning,
    changes: readonly StackChange[],
  ) {
    const { inventory, now, settleSeconds } = beginning;
    this.time = now;
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
    for (const { provider } of changes) this.handlers.set(provider, this.handlerOf(provider, changes));
  }

  /** Seconds since the beginning. */
  public get seconds(): number {
    return (this.time - this.beginning.now) / 1000;
  }

  public setStatus({ stackId }: StackChange, status: string): void {
    this.statuses.set(stackId, status);
  }

  /** Nothing of what has happened is so recent any more that lists might not show it. */
  public letTimePass(seconds: number): void {
    this.time += seconds * 1000;
  }

  /** Carries out operations as CloudFormation does: each as soon as those that it depends on have ended. */
  public perform(
    operations: readonly Operation[],
    dependencies: (operation: Operation) => readonly Operation[],
    options: { readonly stopsAtFailure?: boolean; readonly isReversed?: boolean } = {},
  ): Promise<Ended[]> {
    return inDependencyOrder<Operation, Running, Ended>(operations, dependencies, {
      begin: (operation) => this.begin(operation),
      poll: (running, dueAt) => this.poll(running, dueAt),
      hasFailed: ({ failure }) => failure !== undefined,
      ...options,
    });
  }

  private begin(operation: Operation): Step<Running, Ended> {
    const { stack, logicalId, resource, physicalId, type } = operation;
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
      const received = { ...event, ...this.handler(stack).onEvent(event as CdkCustomResourceEvent) };
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
    this.time = Math.max(this.time, dueAt);
    if (this.time - begunAt > TOTAL_TIMEOUT_SECONDS * 1000)
      return this.end(running, event.PhysicalResourceId, 'it does not end');
    try {
      const answer = await this.handler(operation.stack).isComplete(event);
      if (!answer.IsComplete) return { running, dueAt: this.time + POLL_INTERVAL_SECONDS * 1000 };
      return this.end(running, answer.PhysicalResourceId ?? event.PhysicalResourceId);
    } catch (error) {
      return this.end(running, event.PhysicalResourceId, messageOf(error));
    }
  }

  private end(
    { operation, number, begunAt, first }: Omit<Running, 'event'>,
    physicalId: string | undefined,
    failure?: string,
  ): { readonly ended: Ended } {
    const { stack, logicalId, resource, type } = operation;
    const status = `${type.toUpperCase()}_${failure === undefined ? 'COMPLETE' : 'FAILED'}`;
    this.note(stack.stackId, logicalId, { type: resource.type, status, physicalId });
    const since = (time: number) => (time - this.beginning.now) / 1000;
    const problems = this.decisions
      .slice(first)
      .filter((each) => each.connection === logicalId && each.decision.startsWith(PROBLEM))
      .map(({ decision }) => decision.slice(PROBLEM.length));
    const times = { begunAt: since(begunAt), endedAt: since(this.time) };
    return { ended: { operation, physicalId, failure, problems, number, ...times } };
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

  private handler({ provider }: StackChange): Handler {
    const handler = this.handlers.get(provider);
    if (handler === undefined) throw new Error(`no provider ${provider} in the rehearsal`);
    return handler;
  }

  private handlerOf(provider: string, changes: readonly StackChange[]): Handler {
    const [{ stackId } = { stackId: '' }] = changes;
    const table = tableOf(this.beginning.claims.get(provider) ?? []);
    const cloudFormation = cloudFormationOf({
      statusOf: (id) => this.statuses.get(id),
      resourceOf: (id, logicalId) => this.resources.get(`${id} ${logicalId}`),
      elsewhere: this.beginning.elsewhere,
    });
    return new Handler({
      directConnect: directConnectOf(this.model) as never,
      dynamoDb: table as never,
      cloudFormation: cloudFormation as never,
      claimsTable: 'rehearsal',
      providerStackId: stackId.replace(/:stack\/.*/, `:stack/${provider}/rehearsal`),
      isEmulated: false,
      kept: new Kept(() => this.time),
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

interface Running {
  readonly operation: Operation;
  readonly event: IsCompleteEvent;
  readonly number: number;
  /** In milliseconds. */
  readonly begunAt: number;
  /** How many decisions there were before it. */
  readonly first: number;
}
