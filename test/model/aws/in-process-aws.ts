import { ApiError } from '../../../simulator';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DirectConnectModel, Input } from '../../../simulator';
import { CallFault, Faults, faultOf } from './fault';
import { Invocation } from './invocation';
import type { CloudFormation } from '../cloudformation/cloudformation';
import { Turns, VirtualTime, aborted } from './virtual-time';

/** What an SDK client throws for an error that the service answered. */
export class ServiceError extends Error {
  public readonly $metadata: { readonly httpStatusCode: number };

  public constructor(name: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

/** What an SDK client throws when no answer comes. */
function noAnswer(): Error {
  return Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
}

export const DENIED = new ServiceError(
  'AccessDeniedException',
  'User is not authorized to perform this action',
  400,
);

/** A call that the handler makes, as a watcher sees it. */
export interface CallSeen {
  readonly invocation: Invocation;
  readonly operation: string;
  readonly input: Input;
  readonly fault: CallFault | undefined;
}

export interface BoundaryOptions {
  readonly time: VirtualTime;
  readonly turns: Turns;
  readonly faults: Faults;
  readonly watch: (call: CallSeen) => void;
  /** How long every call takes. */
  readonly latencyMs?: number;
  /** How long after its sender has given up a call is carried out that is late. */
  readonly landingMs: number;
}

/** Where every call that the handler makes crosses over to AWS: others may come first, and anything may go wrong. */
export class Boundary {
  public calls = 0;

  public constructor(private readonly options: BoundaryOptions) {}

  public async cross<T>(
    invocation: Invocation,
    operation: string,
    input: Input,
    perform: () => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    this.calls += 1;
    const { time, turns, faults, watch, latencyMs } = this.options;
    const fault = faults.ofCall(operation);
    if (latencyMs !== undefined) await time.sleep(latencyMs);
    await turns.take();
    await invocation.alive();
    if (signal?.aborted) throw noAnswer();
    watch({ invocation, operation, input, fault });
    const result = await this.under(fault, invocation, perform, signal);
    await turns.take();
    await invocation.alive();
    return result;
  }

  private async under<T>(
    fault: CallFault | undefined,
    invocation: Invocation,
    perform: () => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    if (fault === undefined) return perform();
    const struck = faultOf(fault);
    switch (struck.kind) {
      case 'killedBefore':
        invocation.kill();
        return new Promise<never>(() => undefined);
      case 'killedAfter':
        attempt(perform);
        invocation.kill();
        return new Promise<never>(() => undefined);
      case 'lostRequest':
        throw noAnswer();
      case 'lostAnswer':
        attempt(perform);
        throw noAnswer();
      case 'late':
        this.options.time.timer(this.options.landingMs, () => attempt(perform));
        throw noAnswer();
      case 'slow':
        attempt(perform);
        await Promise.race([this.options.time.sleep(struck.ms), aborted(signal)]);
        throw noAnswer();
      case 'error':
        throw new ServiceError(struck.type, struck.message, struck.status);
      case 'errorAfter':
        attempt(perform);
        throw new ServiceError(struck.type, struck.message, struck.status);
    }
  }
}

function attempt(perform: () => unknown): void {
  try {
    perform();
  } catch {
    // Nobody is there to be told.
  }
}

/** Direct Connect, answering as its SDK client does. */
export function callDirectConnect(model: DirectConnectModel, operation: string, input: Input): object {
  const answer = model.call(operation, input);
  switch (answer.kind) {
    case 'success':
      return copyOf(answer.output);
    case 'failure':
      throw new ServiceError(answer.error.type, answer.error.message, answer.error.status);
    case 'silence':
      throw noAnswer();
  }
}

/** As it comes off the wire: nothing of it is shared with the model. Much faster than `structuredClone`. */
function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) copy[name] = copyOf<unknown>(member);
  return copy as T;
}

/** DynamoDB, answering as its SDK client does. */
export function callDynamoDb(
  table: { call(operation: string, input: object): object } | undefined,
  operation: string,
  input: Input,
): object {
  if (table === undefined) {
    throw new ServiceError('ResourceNotFoundException', 'Requested resource not found', 400);
  }
  try {
    return table.call(operation, input);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.type !== 'ConditionalCheckFailedException')
      throw new ServiceError(error.type, error.message, 400);
    throw new ConditionalCheckFailedException({ message: error.message, $metadata: { httpStatusCode: 400 } });
  }
}

/** CloudFormation, answering questions about any stack as its SDK client does. */
export function callCloudFormation(
  cloudFormation: Pick<CloudFormation, 'stack' | 'describe' | 'describeStack'>,
  operation: string,
  input: Input,
): object {
  const stackId = String(input['StackName']);
  const stack = cloudFormation.stack(stackId);
  if (stack === undefined) throw invalid(`Stack with id ${stackId} does not exist`);
  switch (operation) {
    case 'DescribeStackResource': {
      const logicalId = String(input['LogicalResourceId']);
      const resource = cloudFormation.describe(stackId, logicalId);
      if (resource === undefined) throw invalid(`Resource ${logicalId} does not exist for stack ${stackId}`);
      const { status, physicalId } = resource;
      return { StackResourceDetail: { ResourceStatus: status, PhysicalResourceId: physicalId } };
    }
    case 'DescribeStacks':
      return {
        Stacks: [
          { StackId: stack.id, StackName: stack.name, StackStatus: cloudFormation.describeStack(stack) },
        ],
      };
    default:
      throw new ServiceError('InvalidAction', operation, 400);
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message, 400);
}
