import type { Handler as HandlerType, Parts } from '../../lambda/handler';
import { Handler } from '../../lambda/handler';
import { Kept } from '../../lambda/direct-connect/kept';
import { RetryThrottled } from '../../lambda/retry';
import type { IsCompleteEvent } from '../../lambda/cloudformation/event';
import { HANDLER_TIMEOUT_SECONDS, POLL_INTERVAL_SECONDS, TOTAL_TIMEOUT_SECONDS } from '../../lib/timing';
import { StandardRetryStrategy } from '@smithy/core/retry';
import type { RetryStrategyV2 } from '@smithy/types';
import { Association, DirectConnectModel, Input, ModelOptions } from '../../simulator';
import type { Behavior } from './cloudformation/behavior';
import { CloudFormation } from './cloudformation/cloudformation';
import { Faults, FaultPlan } from './aws/fault';
import {
  Boundary,
  CallSeen,
  DENIED,
  ServiceError,
  callCloudFormation,
  callDirectConnect,
  callDynamoDb,
} from './aws/in-process-aws';
import { Invocation } from './aws/invocation';
import { USER_FUNCTIONS, framework, surroundFramework } from './cloudformation/provider-framework';
import { Container, Containers, sdkClient } from './aws/sdk-client';
import { CLAIMS_TABLE, CustomResourceRequest, Stack } from './cloudformation/stack';
import { ClaimsTable } from '../fakes/claims-table';
import { Turns, VirtualTime, drive, newSignal } from './aws/virtual-time';

/** How often the waiter of the Provider framework polls. */
const POLLS = TOTAL_TIMEOUT_SECONDS / POLL_INTERVAL_SECONDS;

/** How late an event is delivered that is delivered late, and how long after the first the second delivery is. */
const LATE_MS = 90_000;
const AGAIN_MS = 3_000;

const LANDING_MS = 9_000;

const PROVIDER_STACK_ID = 'arn:aws:cloudformation:us-east-1:111122223333:stack/provider/0';

/** How long the framework waits after an Invoke that failed. */
const INVOKE_AGAIN_MS = 10_000;

/** The handler and the strategy of its clients, with or without a mutation. */
export interface HandlerClasses {
  readonly Handler: new (parts: Parts) => Pick<HandlerType, 'onEvent' | 'isComplete'>;
  readonly RetryThrottled: new () => RetryStrategyV2;
  readonly Kept: new (now: () => number) => Kept;
}

export interface SimulationOptions extends Omit<ModelOptions, 'clock'> {
  readonly turns: Turns;
  readonly faults: FaultPlan;
  readonly handler?: HandlerClasses;
  /** How long after its stack was begun the handler's permissions do not work yet, in milliseconds. */
  readonly iamDelayMs?: number;
  /** How long every call takes; default: no time. */
  readonly latencyMs?: number;
  /** How long after its sender has given up a call is carried out that is late; default: a little. */
  readonly landingMs?: number;
  /** What CloudFormation does where that is not known; default: what is kinder. */
  readonly behavior?: Behavior;
}

/** The body of an answer to CloudFormation. */
interface Answer {
  readonly Status: string;
  readonly PhysicalResourceId?: string;
  readonly Reason?: string;
}

/** What can be watched of a simulation. */
export interface Watcher {
  /** The handler has sent a call on behalf of a request. */
  called(call: CallSeen, request: CustomResourceRequest): void;
  /** Direct Connect has accepted an association, perhaps later than that. */
  associated(association: Association, request: CustomResourceRequest): void;
  ended(request: CustomResourceRequest): void;
  /** The framework answers, whether or not CloudFormation waits for it. */
  answered(request: CustomResourceRequest, success: boolean, reason: string): void;
  sent(request: CustomResourceRequest): void;
  threw(error: unknown): void;
  logged(line: string): void;
}

/** Everything on one virtual clock: CloudFormation, the Provider framework, the handler, and what the handler calls. */
export class Simulation {
  public readonly time = new VirtualTime();
  public readonly model: DirectConnectModel;
  public readonly cloudFormation: CloudFormation;
  public readonly faults: Faults;
  public readonly boundary: Boundary;
  public watcher: Watcher = {
    called: nothing,
    associated: nothing,
    answered: nothing,
    ended: nothing,
    sent: nothing,
    threw: nothing,
    logged: nothing,
  };
  private readonly turns: Turns;
  private readonly iamDelayMs: number;
  private readonly handler: HandlerClasses;
  private readonly containers: Containers;
  private readonly requests = new Map<string, CustomResourceRequest>();
  private readonly requestsOfInvocations = new Map<Invocation, CustomResourceRequest>();

  public constructor({
    turns,
    faults,
    handler = REAL,
    iamDelayMs = 0,
    latencyMs,
    landingMs = LANDING_MS,
    behavior,
    ...model
  }: SimulationOptions) {
    this.iamDelayMs = iamDelayMs;
    this.turns = turns;
    this.handler = handler;
    this.containers = new Containers(() => ({
      strategy: new handler.RetryThrottled(),
      kept: new handler.Kept(this.time.now),
    }));
    this.faults = new Faults(faults);
    this.model = new DirectConnectModel({ ...model, clock: this.time.now });
    const watch = (call: CallSeen) => this.watch(call);
    this.boundary = new Boundary({
      time: this.time,
      turns,
      faults: this.faults,
      watch,
      latencyMs,
      landingMs,
    });
    const events = {
      send: (request: CustomResourceRequest, event: object) => this.send(request, event),
      ended: (request: CustomResourceRequest) => this.watcher.ended(request),
    };
    this.cloudFormation = new CloudFormation(this.time, turns, events, behavior);
  }

  public async run(program: () => Promise<void>): Promise<void> {
    surroundFramework({
      startExecution: ({ input }) => this.startExecution(input),
      invokeFunction: ({ FunctionName, Payload }) => this.invokeAgainOnError(FunctionName, Payload),
      httpRequest: ({ path }, body) => this.put(path, body),
    });
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const { setTimeout } = globalThis;
    const { random } = Math;
    const { now } = Date;
    Date.now = this.time.now;
    Math.random = pseudoRandom();
    AbortSignal.timeout = (ms) => this.signalAfter(ms);
    globalThis.setTimeout = ((ring: () => void, ms = 0) => {
      // Timers of Node.js ring in whole milliseconds.
      this.time.timer(Math.ceil(ms), ring);
    }) as unknown as typeof setTimeout;
    try {
      await drive(this.time, this.turns, program());
    } finally {
      AbortSignal.timeout = timeout;
      globalThis.setTimeout = setTimeout;
      Math.random = random;
      Date.now = now;
    }
  }

  /** From now on nothing goes wrong any more, and nobody says what is not so. */
  public heal(): void {
    this.faults.heal();
    this.cloudFormation.heal();
  }

  /** CloudFormation invokes the framework's function asynchronously: Lambda delivers at least once. */
  private send(request: CustomResourceRequest, event: object): void {
    this.requests.set(request.requestId, request);
    this.watcher.sent(request);
    const fault = this.faults.ofDelivery(
      'event delivered twice',
      'event delivered twice at once',
      'event delivered late',
    );
    const deliver = () => {
      // The framework's functions go with their stack.
      if (!request.stack.provider.isGone) this.start(() => framework.onEvent(structuredClone(event)));
    };
    if (fault === 'event delivered late') this.time.timer(LATE_MS, deliver);
    else deliver();
    if (fault === 'event delivered twice') this.time.timer(AGAIN_MS, deliver);
    if (fault === 'event delivered twice at once') deliver();
  }

  private startExecution(input: string): Promise<void> {
    this.start(() => this.waiter(input));
    return Promise.resolve();
  }

  /** The framework's state machine: polls until the framework's function does not throw. */
  private async waiter(input: string): Promise<void> {
    const { provider } = this.requestOf(input).stack;
    let cause: unknown;
    for (let poll = 0; poll <= POLLS; poll += 1) {
      // The state machine goes with its stack.
      if (provider.isGone) return;
      const fault = this.faults.ofDelivery('poll killed');
      try {
        await framework.isComplete(JSON.parse(input) as object);
        if (fault === undefined) return;
      } catch (error) {
        cause = error;
      }
      await this.time.sleep(POLL_INTERVAL_SECONDS * 1000);
    }
    const errorMessage = cause instanceof Error ? cause.message : '';
    await framework.onTimeout({ Cause: JSON.stringify({ errorMessage }) });
  }

  /** What the framework's outbound module does: on any error it waits, and invokes again. */
  private async invokeAgainOnError(name: string, payload: string) {
    const fault = this.faults.ofDelivery('invoke failed before', 'invoke failed after');
    if (fault === undefined) return this.invoke(name, payload);
    if (fault === 'invoke failed after') await this.invoke(name, payload);
    await this.time.sleep(INVOKE_AGAIN_MS);
    return this.invoke(name, payload);
  }

  private async invoke(name: string, payload: string): Promise<{ Payload: string; FunctionError?: string }> {
    const event = JSON.parse(payload) as IsCompleteEvent;
    const request = this.requestOf(payload);
    if (request.stack.provider.isGone)
      throw new ServiceError('ResourceNotFoundException', 'Function not found', 404);
    const invocation = new Invocation();
    this.requestsOfInvocations.set(invocation, request);
    const container = this.containers.take();
    const handler = this.handlerFor(invocation, request, container);
    const run = Promise.resolve().then<unknown>(() =>
      name === USER_FUNCTIONS.onEvent ? handler.onEvent(event) : handler.isComplete(event),
    );
    return Promise.race([
      run
        .then(
          (value) => ({ Payload: JSON.stringify(value) }),
          (error: unknown) => ({ FunctionError: 'Unhandled', Payload: JSON.stringify(failureOf(error)) }),
        )
        .finally(() => this.containers.giveBack(container)),
      invocation.death.then(() => ({
        FunctionError: 'Unhandled',
        Payload: JSON.stringify({
          errorMessage: 'RequestId: 1 Error: Runtime exited with error: signal: killed',
        }),
      })),
      this.time.sleep(HANDLER_TIMEOUT_SECONDS * 1000).then(() => {
        invocation.kill();
        const errorMessage = `Task timed out after ${HANDLER_TIMEOUT_SECONDS}.00 seconds`;
        return { FunctionError: 'Unhandled', Payload: JSON.stringify({ errorMessage }) };
      }),
    ]);
  }

  private handlerFor(invocation: Invocation, request: CustomResourceRequest, { strategy, kept }: Container) {
    const { stack } = request;
    const client = (retry: RetryStrategyV2, perform: (operation: string, input: Input) => object) =>
      sdkClient(retry, (operation, input, signal) => {
        const act = () => {
          if (this.time.now() - stack.createdAt < this.iamDelayMs) throw DENIED;
          return perform(operation, input);
        };
        return this.boundary.cross(invocation, operation, input, act, signal);
      });
    return new this.handler.Handler({
      directConnect: client(ONCE, (operation, input) =>
        this.callDirectConnect(operation, input, request),
      ) as never,
      dynamoDb: client(strategy, (operation, input) =>
        callDynamoDb(tableOf(stack), operation, input),
      ) as never,
      cloudFormation: client(strategy, (operation, input) =>
        callCloudFormation(this.cloudFormation, operation, input),
      ) as never,
      claimsTable: CLAIMS_TABLE,
      providerStackId: PROVIDER_STACK_ID,
      isEmulated: false,
      kept,
      sleep: (ms) => this.time.sleep(ms),
      now: this.time.now,
      log: (decision) => this.watcher.logged(JSON.stringify(decision)),
    });
  }

  private callDirectConnect(operation: string, input: Input, request: CustomResourceRequest): object {
    const before = this.model.associations.length;
    try {
      return callDirectConnect(this.model, operation, input);
    } finally {
      for (const association of this.model.associations.slice(before)) {
        this.watcher.associated(association, request);
      }
    }
  }

  /** The framework's answer to CloudFormation. */
  private async put(path: string, body: string): Promise<void> {
    await this.turns.take();
    const fault = this.faults.ofDelivery('response lost');
    if (fault) throw new Error('socket hang up');
    const requestId = requestIdIn(path);
    const { Status, PhysicalResourceId: physicalId = '', Reason: reason = '' } = JSON.parse(body) as Answer;
    const success = Status === 'SUCCESS';
    const request = this.requests.get(requestId);
    if (request) this.watcher.answered(request, success, reason);
    this.cloudFormation.answer(requestId, { success, physicalId, reason });
  }

  /** By its URL: a retry may have the RequestId of the one before. */
  private requestOf(payload: string): CustomResourceRequest {
    const { ResponseURL } = JSON.parse(payload) as { ResponseURL: string };
    const request = this.requests.get(requestIdIn(new URL(ResponseURL).pathname));
    if (request === undefined) throw new Error(`no request ${ResponseURL}`);
    return request;
  }

  private watch(call: CallSeen): void {
    const request = this.requestsOfInvocations.get(call.invocation);
    if (request) this.watcher.called(call, request);
  }

  private start(run: () => Promise<void>): void {
    run().catch((error: unknown) => this.watcher.threw(error));
  }

  private signalAfter(ms: number): AbortSignal {
    const controller = newSignal();
    this.time.timer(ms, () => controller.abort());
    return controller.signal;
  }
}

function requestIdIn(path: string): string {
  return /^\/(request-\d+)/.exec(path)?.[1] ?? '';
}

function tableOf({ provider }: Stack): ClaimsTable | undefined {
  return provider.isGone ? undefined : provider.table;
}

function nothing(): void {
  // Nobody watches.
}

function failureOf(error: unknown): object {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { errorType: name, errorMessage: message, trace: stack?.split('\n') ?? [] };
}

const REAL: HandlerClasses = { Handler, RetryThrottled, Kept };

const ONCE = new StandardRetryStrategy(1);

/** The same numbers in every run, so that a history can be run again. */
function pseudoRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
