import { ApiError } from '../../simulator';
import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/** What expressions refer to by placeholders. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}

/** Whether an item, or its absence, meets a condition: existence, equality and elements of sets, joined by AND. */
export function meets(condition: string, item: Item | undefined, given: Placeholders): boolean {
  return condition.split(' AND ').every((clause) => meetsClause(clause, item, given));
}

function meetsClause(clause: string, item: Item | undefined, given: Placeholders): boolean {
  const [, not, existing] = /^attribute_(not_)?exists\(([\w.#]+)\)$/.exec(clause) ?? [];
  if (existing !== undefined) return (valueAt(item, existing, given) === undefined) === (not !== undefined);
  const [, without, set, element] = /^(NOT )?contains\((\w+), (:\w+)\)$/.exec(clause) ?? [];
  if (set !== undefined && element !== undefined) {
    const elements = valueAt(item, set, given)?.SS ?? [];
    return elements.includes(valueOf(element, given).S ?? '') === (without === undefined);
  }
  const [, path, placeholder] = /^([\w.#]+) = (:\w+)$/.exec(clause) ?? [];
  if (path === undefined || placeholder === undefined) throw invalid(`condition ${clause}`);
  const value = valueAt(item, path, given);
  return value !== undefined && isDeepStrictEqual(value, valueOf(placeholder, given));
}

/** The parts of an item that a projection names, in the places where they are. */
export function project(projection: string, item: Item, given: Placeholders): Item {
  const projected: Item = {};
  for (const path of projection.split(/, */)) {
    const value = valueAt(item, path, given);
    if (value !== undefined) put(projected, namesOf(path, given), value);
  }
  return projected;
}

/** The attribute, the elements that are to be added to the set in it or taken from it, and a number that changes as well. */
export interface SetChange {
  readonly action: 'ADD' | 'DELETE';
  readonly attribute: string;
  readonly elements: readonly string[];
  readonly counter: string;
  readonly by: number;
}

export function readSetChange(expression: string, given: Placeholders): SetChange {
  const [, action, attribute = '', set = '', between, counter = '', change = ''] =
    /^(ADD|DELETE) (\w+) (:\w+)(,| ADD) (\w+) (:\w+)$/.exec(expression) ?? [];
  const isRead = (action === 'ADD' && between === ',') || (action === 'DELETE' && between === ' ADD');
  if (!isRead) throw invalid(`update ${expression}`);
  const elements = valueOf(set, given).SS;
  const by = Number(valueOf(change, given).N);
  if (elements === undefined || Number.isNaN(by)) throw invalid(`update ${expression}`);
  return { action, attribute, elements, counter, by };
}

function valueAt(item: Item | undefined, path: string, given: Placeholders): AttributeValue | undefined {
  const [first = '', ...rest] = namesOf(path, given);
  return rest.reduce<AttributeValue | undefined>((value, name) => value?.M?.[name], item?.[first]);
}

function put(item: Item, [name = '', ...rest]: readonly string[], value: AttributeValue): void {
  if (rest.length === 0) {
    item[name] = value;
    return;
  }
  const inner = item[name]?.M ?? {};
  item[name] = { M: inner };
  put(inner, rest, value);
}

function namesOf(path: string, { ExpressionAttributeNames = {} }: Placeholders): string[] {
  return path.split('.').map((name) => {
    const named = name.startsWith('#') ? ExpressionAttributeNames[name] : name;
    if (named === undefined) throw invalid(`an expression attribute name used is not defined: ${name}`);
    return named;
  });
}

function valueOf(placeholder: string, { ExpressionAttributeValues = {} }: Placeholders): AttributeValue {
  const value = ExpressionAttributeValues[placeholder];
  if (value === undefined) throw invalid(`an expression attribute value used is not defined: ${placeholder}`);
  return value;
}

/** Placeholders that no expression uses are refused, as DynamoDB does. */
export function refuseUnused(expressions: readonly (string | undefined)[], given: Placeholders): void {
  const used = new Set(expressions.flatMap((expression) => expression?.match(/[#:]\w+/g) ?? []));
  const names = Object.keys(given.ExpressionAttributeNames ?? {});
  const values = Object.keys(given.ExpressionAttributeValues ?? {});
  const unused = [...names, ...values].filter((placeholder) => !used.has(placeholder));
  if (unused.length > 0) throw invalid(`${unused.join(', ')} unused in expressions`);
}

function invalid(message: string): ApiError {
  return new ApiError(400, 'ValidationException', message);
}
