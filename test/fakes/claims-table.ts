import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

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

/** An error that DynamoDB answers. */
export class Refusal extends Error {
  public constructor(
    public readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * A table of Amazon DynamoDB, as much of it as claims need: consistent reads, and writes conditional on the version
 * that was read. Anything else is refused.
 */
export class ClaimsTable {
  private readonly items = new Map<string, Item>();

  public constructor(private readonly name: string) {}

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

  /** @throws Refusal as DynamoDB would. */
  public call(operation: string, input: object): object {
    if ((input as GetItem).TableName !== this.name) {
      throw new Refusal('ResourceNotFoundException', 'Requested resource not found');
    }
    switch (operation) {
      case 'GetItem':
        return this.getItem(input as GetItem);
      case 'PutItem':
        return this.putItem(input as PutItem);
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
  const condition: string = input.ConditionExpression ?? '';
  switch (condition) {
    case 'attribute_not_exists(connectionId)':
      return existing === undefined;
    case 'version = :version':
      return existing?.['version']?.N === input.ExpressionAttributeValues?.[':version']?.N;
    default:
      throw new Refusal('ValidationException', `condition ${condition}`);
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
