import { ApiError } from '../../simulator';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Item, Placeholders, SetChange, meets, project, readSetChange, refuseUnused } from './expressions';

interface Request extends Placeholders {
  readonly TableName: string;
}

interface GetItem extends Request {
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly ProjectionExpression?: string;
}

interface PutItem extends Request {
  readonly Item: Item;
  readonly ConditionExpression?: string;
}

interface UpdateItem extends Request {
  readonly Key: Item;
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ReturnValues?: string;
}

interface DeleteItem extends Request {
  readonly Key: Item;
}

interface Scan extends Request {
  readonly ConsistentRead?: boolean;
  readonly ExclusiveStartKey?: Item;
}

/** DynamoDB's pages have a megabyte; of items as small as these that would be one page. */
const ITEMS_IN_A_PAGE = 2;

/**
 * A table of Amazon DynamoDB, as much of it as is needed. Claims are read consistently, and written on the condition
 * that they are as they were read; the progress of migrations (`migration/…`) and the notes of searches (`search/…`) are read and written as they are, and
 * elements added to a set in them or taken from it, and counted. The table is read as a whole, and deleted. Anything else is refused.
 */
export class ClaimsTable {
  private readonly items = new Map<string, Item>();
  private isDeleted = false;

  public constructor(private readonly name: string) {}

  /** The item as plain values, for assertions. */
  public item(connectionId: string): Record<string, unknown> | undefined {
    const item = this.items.get(connectionId);
    return item && unmarshall(item);
  }

  /** Whether the table is there. */
  public get exists(): boolean {
    return !this.isDeleted;
  }

  /** The keys of all items. */
  public get keys(): string[] {
    return [...this.items.keys()];
  }

  /** Writes an item past all conditions, as an operator would. */
  public setItem(item: { connectionId: string } & Record<string, unknown>): void {
    this.items.set(item.connectionId, marshall(item, { removeUndefinedValues: true }));
  }

  public removeItem(connectionId: string): void {
    this.items.delete(connectionId);
  }

  /** @throws ApiError as DynamoDB would. */
  public call(operation: string, input: object): object {
    if (this.isDeleted || (input as Request).TableName !== this.name) {
      throw new ApiError(400, 'ResourceNotFoundException', 'Requested resource not found');
    }
    switch (operation) {
      case 'GetItem':
        return this.getItem(input as GetItem);
      case 'PutItem':
        return this.putItem(input as PutItem);
      case 'UpdateItem':
        return this.updateItem(input as UpdateItem);
      case 'DeleteItem':
        return this.deleteItem(input as DeleteItem);
      case 'Scan':
        return this.scan(input as Scan);
      case 'DeleteTable':
        return this.deleteTable(input as Request);
      default:
        throw new ApiError(400, 'UnknownOperationException', operation);
    }
  }

  private getItem(input: GetItem): object {
    allowOnly(input, ['Key', 'ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames']);
    refuseUnused([input.ProjectionExpression], input);
    const key = keyOf(input.Key);
    if (isClaim(key) && input.ConsistentRead !== true) throw refused('a claim is read consistently');
    const item = this.items.get(key);
    if (item === undefined) return {};
    const { ProjectionExpression: projection } = input;
    return { Item: projection === undefined ? item : project(projection, item, input) };
  }

  private putItem(input: PutItem): object {
    allowOnly(input, ['Item', 'ConditionExpression', ...PLACEHOLDERS]);
    const key = keyOf(input.Item);
    if (isClaim(key) && input.ConditionExpression === undefined)
      throw refused('a claim is written conditionally');
    this.check(key, input, []);
    this.items.set(key, input.Item);
    return {};
  }

  private updateItem(input: UpdateItem): object {
    allowOnly(input, ['Key', 'UpdateExpression', 'ConditionExpression', 'ReturnValues', ...PLACEHOLDERS]);
    const key = keyOf(input.Key);
    if (isClaim(key)) throw refused('a claim is written whole');
    this.check(key, input, [input.UpdateExpression]);
    const change = readSetChange(input.UpdateExpression, input);
    const updated = changed(this.items.get(key) ?? input.Key, change);
    this.items.set(key, updated);
    return returned(input.ReturnValues ?? 'NONE', updated, change);
  }

  private deleteItem(input: DeleteItem): object {
    allowOnly(input, ['Key']);
    const key = keyOf(input.Key);
    if (isClaim(key)) throw refused('a claim is released, not deleted');
    this.items.delete(key);
    return {};
  }

  private scan(input: Scan): object {
    allowOnly(input, ['ConsistentRead', 'ExclusiveStartKey']);
    if (input.ConsistentRead !== true) throw refused('claims are read consistently');
    const all = [...this.items.entries()];
    const { ExclusiveStartKey: last } = input;
    const start = last === undefined ? 0 : all.findIndex(([key]) => key === keyOf(last)) + 1;
    const page = all.slice(start, start + ITEMS_IN_A_PAGE);
    const end = page.at(-1)?.[0];
    const more = end !== undefined && start + page.length < all.length;
    return {
      Items: page.map(([, item]) => item),
      Count: page.length,
      ...(more && { LastEvaluatedKey: { connectionId: { S: end } } }),
    };
  }

  private deleteTable(input: Request): object {
    allowOnly(input, []);
    this.items.clear();
    this.isDeleted = true;
    return { TableDescription: { TableName: this.name, TableStatus: 'DELETING' } };
  }

  private check(key: string, input: PutItem | UpdateItem, otherExpressions: readonly string[]): void {
    const { ConditionExpression: condition } = input;
    refuseUnused([condition, ...otherExpressions], input);
    if (condition !== undefined && !meets(condition, this.items.get(key), input)) {
      throw new ApiError(400, 'ConditionalCheckFailedException', 'The conditional request failed');
    }
  }
}

const PLACEHOLDERS = ['ExpressionAttributeNames', 'ExpressionAttributeValues'];

function changed(item: Item, { action, attribute, elements, counter, by }: SetChange): Item {
  const before = item[attribute]?.SS ?? [];
  const kept = before.filter((element) => !elements.includes(element));
  const after = action === 'ADD' ? [...kept, ...elements] : kept;
  const others = Object.fromEntries(Object.entries(item).filter(([name]) => name !== attribute));
  const rest = { ...others, [counter]: { N: String(Number(item[counter]?.N ?? 0) + by) } };
  // DynamoDB has no empty set.
  return after.length === 0 ? rest : { ...rest, [attribute]: { SS: after } };
}

function returned(values: string, item: Item, { attribute }: SetChange): object {
  switch (values) {
    case 'NONE':
      return {};
    case 'ALL_NEW':
      return { Attributes: item };
    case 'UPDATED_NEW': {
      const value = item[attribute];
      return value === undefined ? {} : { Attributes: { [attribute]: value } };
    }
    default:
      throw refused(`ReturnValues ${values}`);
  }
}

function isClaim(key: string): boolean {
  return !key.startsWith('migration/') && !key.startsWith('search/');
}

function keyOf(item: Item): string {
  const key = item['connectionId']?.S;
  if (key === undefined) throw refused('the key is connectionId');
  return key;
}

function allowOnly(input: object, members: readonly string[]): void {
  const unknown = Object.keys(input).filter((name) => name !== 'TableName' && !members.includes(name));
  if (unknown.length > 0) throw refused(`unexpected ${unknown.join(', ')}`);
}

function refused(message: string): ApiError {
  return new ApiError(400, 'ValidationException', message);
}
