import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Fault, Faults } from './fault';
import { HttpAnswer, HttpRequest, HttpServer } from './http-server';

type Item = Record<string, AttributeValue>;

interface GetItem {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
}

interface PutItem {
  readonly TableName: string;
  readonly Item: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Item;
}

class Refusal extends Error {
  public constructor(
    public readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Amazon DynamoDB, as much of it as a table of claims needs: consistent reads, and writes conditional on the version
 * that was read. Anything else is refused.
 */
export class FakeDynamoDb {
  public readonly calls: string[] = [];
  public readonly faults = new Faults();
  private readonly items = new Map<string, Item>();
  private server: HttpServer | undefined;

  public constructor(private readonly tableName: string) {}

  public async start(): Promise<string> {
    this.server = await HttpServer.start((request) => this.respond(request));
    return this.server.url;
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** The item as plain values, for assertions. */
  public item(connectionId: string): Record<string, unknown> | undefined {
    const item = this.items.get(connectionId);
    return item && unmarshall(item);
  }

  /** Writes an item past all conditions, as an operator would. */
  public setItem(item: { connectionId: string } & Record<string, unknown>): void {
    this.items.set(item.connectionId, marshall(item, { removeUndefinedValues: true }));
  }

  public removeItem(connectionId: string): void {
    this.items.delete(connectionId);
  }

  private respond({ headers, body }: HttpRequest): HttpAnswer {
    const operation = String(headers['x-amz-target']).replace('DynamoDB_20120810.', '');
    this.calls.push(operation);
    const fault = this.faults.take(operation);
    if (fault?.kind === 'error') return failure(fault);
    try {
      const answer = this.carryOut(operation, JSON.parse(body) as never);
      return fault ? 'no answer' : json(200, answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return failure({ status: 400, type: error.type, message: error.message });
    }
  }

  private carryOut(operation: string, input: GetItem & PutItem): object {
    if (input.TableName !== this.tableName) {
      throw new Refusal('ResourceNotFoundException', 'Requested resource not found');
    }
    switch (operation) {
      case 'GetItem':
        return this.getItem(input);
      case 'PutItem':
        return this.putItem(input);
      default:
        throw new Refusal('UnknownOperationException', operation);
    }
  }

  private getItem(input: GetItem): object {
    allowOnly(input, ['TableName', 'Key', 'ConsistentRead']);
    if (input.ConsistentRead !== true)
      throw new Refusal('ValidationException', 'a claim is read consistently');
    const item = this.items.get(keyOf(input.Key));
    return item ? { Item: item } : {};
  }

  private putItem(input: PutItem): object {
    allowOnly(input, ['TableName', 'Item', 'ConditionExpression', 'ExpressionAttributeValues']);
    const key = keyOf(input.Item);
    if (!holds(input, this.items.get(key))) {
      throw new Refusal('ConditionalCheckFailedException', 'The conditional request failed');
    }
    this.items.set(key, input.Item);
    return {};
  }
}

function holds(input: PutItem, existing: Item | undefined): boolean {
  switch (input.ConditionExpression) {
    case 'attribute_not_exists(connectionId)':
      return existing === undefined;
    case 'version = :version':
      return existing?.['version']?.N === input.ExpressionAttributeValues?.[':version']?.N;
    default:
      throw new Refusal('ValidationException', `condition ${input.ConditionExpression}`);
  }
}

function keyOf(item: Item): string {
  const key = item['connectionId']?.S;
  if (key === undefined) throw new Refusal('ValidationException', 'the key is connectionId');
  return key;
}

function allowOnly(input: object, members: readonly string[]): void {
  const unknown = Object.keys(input).filter((name) => !members.includes(name));
  if (unknown.length > 0) throw new Refusal('ValidationException', `unexpected ${unknown.join(', ')}`);
}

function failure({ status, type, message }: Omit<Extract<Fault, { kind: 'error' }>, 'kind'>): HttpAnswer {
  return json(status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message });
}

function json(status: number, body: object): HttpAnswer {
  return { status, contentType: 'application/x-amz-json-1.0', body: JSON.stringify(body) };
}
