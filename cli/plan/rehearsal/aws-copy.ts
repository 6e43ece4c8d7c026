import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
} from '@aws-sdk/client-direct-connect';
import { DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DirectConnectModel, Input } from '../../../simulator';
import type { DeployedResource } from '../../aws/deployed-stacks';

/** A client of the SDK, as far as the handler uses one. */
export interface Client {
  readonly send: (command: object) => Promise<object>;
}

/** What a service answers that says no. */
class Refusal extends Error {
  public readonly $fault = 'client';
  public readonly $metadata = { httpStatusCode: 400 };

  public constructor(
    public override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

type CommandClass = new (...args: never[]) => object;

const DIRECT_CONNECT: readonly (readonly [CommandClass, string])[] = [
  [DescribeHostedConnectionsCommand, 'DescribeHostedConnections'],
  [DescribeInterconnectsCommand, 'DescribeInterconnects'],
  [DescribeLagsCommand, 'DescribeLags'],
  [AssociateHostedConnectionCommand, 'AssociateHostedConnection'],
];

/** The names of classes do not outlive a minifier. */
export function directConnectOf(model: DirectConnectModel, waitForPlace: () => void): Client {
  return client((command) => {
    waitForPlace();
    const operation =
      DIRECT_CONNECT.find(([type]) => command instanceof type)?.[1] ?? command.constructor.name;
    const answer = model.call(operation, (command as { input: Input }).input);
    switch (answer.kind) {
      case 'success':
        return answer.output;
      case 'failure':
        throw new Refusal(answer.error.type, answer.error.message);
      case 'silence':
        throw new Error('no answer');
    }
  });
}

export type Item = Record<string, AttributeValue>;

/** A copy of a table of claims, as far as the handler reads and writes it. What only counts progress is refused. */
export function tableOf(items: readonly Item[]): Client {
  const table = new Map(items.map((item) => [item['connectionId']?.S, item]));
  return client((command) => {
    if (command instanceof GetItemCommand) return { Item: table.get(command.input.Key?.['connectionId']?.S) };
    if (command instanceof DeleteItemCommand) {
      table.delete(command.input.Key?.['connectionId']?.S);
      return {};
    }
    if (!(command instanceof PutItemCommand)) throw new Refusal('ValidationException', 'not copied');
    const {
      Item: next = {},
      ConditionExpression: condition,
      ExpressionAttributeValues: values,
    } = command.input;
    const key = next['connectionId']?.S;
    const present = table.get(key);
    const expected = values?.[':version']?.N;
    if (condition !== undefined && present?.['version']?.N !== expected) {
      throw new ConditionalCheckFailedException({ message: 'another version', $metadata: {} });
    }
    table.set(key, next);
    return {};
  });
}

/** What CloudFormation says of the stacks that a deployment changes, and of all others. */
export interface Stacks {
  /** Undefined: not one of those that are changed. */
  readonly statusOf: (stackId: string) => string | undefined;
  readonly resourceOf: (stackId: string, logicalId: string) => DeployedResource | undefined;
  readonly elsewhere: Elsewhere;
}

/** What is deployed, and is not changed. */
export interface Elsewhere {
  readonly statusOf: (stackId: string) => Promise<string | undefined>;
  readonly resourceOf: (stackId: string, logicalId: string) => Promise<DeployedResource | undefined>;
}

export function cloudFormationOf(stacks: Stacks): Client {
  return client(async (command) => {
    if (command instanceof DescribeStacksCommand) {
      const { StackName: id = '' } = command.input;
      const status = stacks.statusOf(id) ?? (await stacks.elsewhere.statusOf(id));
      if (status === undefined) throw new Refusal('ValidationError', `Stack with id ${id} does not exist`);
      return { Stacks: [{ StackStatus: status }] };
    }
    if (!(command instanceof DescribeStackResourceCommand)) throw new Refusal('InvalidAction', 'not copied');
    const { StackName: id = '', LogicalResourceId: logicalId = '' } = command.input;
    const isChanged = stacks.statusOf(id) !== undefined;
    const resource = isChanged
      ? stacks.resourceOf(id, logicalId)
      : await stacks.elsewhere.resourceOf(id, logicalId);
    if (resource === undefined)
      throw new Refusal('ValidationError', `Resource ${logicalId} does not exist for stack ${id}`);
    const { status: ResourceStatus, physicalId: PhysicalResourceId } = resource;
    return { StackResourceDetail: { ResourceStatus, PhysicalResourceId } };
  });
}

function client(answer: (command: object) => object | Promise<object>): Client {
  return { send: async (command) => answer(command) };
}
