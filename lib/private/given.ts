import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { misuse } from './errors';

/** What a property must be, for those whose language does not check it. */
export interface Expectation {
  /** Whether a value is right. */
  readonly isRight: (value: unknown) => boolean;
  /** What is expected, and how to get it: `a boolean: pass true or false`. */
  readonly expected: string;
}

const BOOLEAN: Expectation = {
  isRight: (value) => typeof value === 'boolean',
  expected: 'true or false: pass a boolean',
};

/** Throws unless the properties are an object. */
export function validateObject(props: unknown, fix: string, construct: IConstruct): void {
  if (typeof props === 'object' && props !== null) return;
  throw misuse(`the properties are ${shown(props)}, expected an object: ${fix}`, construct);
}

/** Throws unless the value is right. */
export function validateGiven(
  property: string,
  value: unknown,
  { isRight, expected }: Expectation,
  construct?: IConstruct,
): void {
  if (!isRight(value)) throw misuse(`${property} is ${shown(value)}, expected ${expected}`, construct);
}

/** Throws unless the value is right, or not given. */
export function validateOptional(
  property: string,
  value: unknown,
  expectation: Expectation,
  construct?: IConstruct,
): void {
  if (value !== undefined && value !== null) validateGiven(property, value, expectation, construct);
}

/** Throws unless each of these properties is a boolean, or not given. */
export function validateBooleans<T extends object>(
  props: T,
  names: readonly (keyof T & string)[],
  construct: IConstruct,
): void {
  for (const name of names) validateOptional(name, props[name], BOOLEAN, construct);
}

/** Whether a value is an object that has, as far as one can see, a member of that name. */
export function hasMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && name in value;
}

/** A value as an error shows it: what cannot be seen in a text is written out. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${writtenOut(value)}'`;
  if (typeof value === 'number') return Token.isUnresolved(value) ? 'a token' : String(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return 'a list';
  const { name } = value.constructor;
  return name === 'Object' ? 'an object' : `an object of the class ${name}`;
}

/** Line ends, tabs and whatever is as good as invisible, as escapes. */
function writtenOut(text: string): string {
  return text.replace(/[\p{C}\p{Z}]/gu, (character) => (character === ' ' ? ' ' : escapeOf(character)));
}

function escapeOf(character: string): string {
  const quoted = JSON.stringify(character).slice(1, -1);
  if (quoted !== character) return quoted;
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
