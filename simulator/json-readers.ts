/** Turns a piece of JSON into a checked value, or throws an error that names the piece's path. */
export type Reader<T> = (value: unknown, path: string) => T;

type MemberReaders<T> = { readonly [K in keyof Required<T>]: Reader<Exclude<T[K], undefined>> };

export class InventoryError extends Error {
  constructor(
    private readonly path: string,
    private readonly problem: string,
  ) {
    super(`inventory ${path}: ${problem}`);
    this.name = 'InventoryError';
  }

  /** The same, with the name of the file that it stands in. */
  inFile(file: string): InventoryError {
    return new InventoryError(`${file} at ${this.path}`, this.problem);
  }
}

export const text: Reader<string> = (value, path) =>
  typeof value === 'string' ? value : mismatch(value, path, 'a string');

export const flag: Reader<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : mismatch(value, path, 'true or false');

export const integer: Reader<number> = (value, path) =>
  typeof value === 'number' && Number.isInteger(value) ? value : mismatch(value, path, 'a whole number');

/** A date as the AWS CLI writes it: version 2 an ISO string, version 1 epoch seconds. */
export const date: Reader<Date> = (value, path) => {
  const read = value instanceof Date ? value : dateOf(value);
  return read && !Number.isNaN(read.getTime())
    ? read
    : mismatch(value, path, 'an ISO date or seconds since 1970');
};

export function oneOf<T extends string>(choices: readonly T[]): Reader<T> {
  return (value, path) =>
    choices.find((choice) => choice === value) ?? mismatch(value, path, `one of ${choices.join(', ')}`);
}

export function matching(pattern: RegExp, example: string): Reader<string> {
  return (value, path) =>
    typeof value === 'string' && pattern.test(value) ? value : mismatch(value, path, `like ${example}`);
}

export function list<T>(item: Reader<T>): Reader<T[]> {
  return (value, path) =>
    Array.isArray(value)
      ? value.map((element, index) => item(element, `${path}[${index}]`))
      : mismatch(value, path, 'a list');
}

export const jsonObject: Reader<Record<string, unknown>> = (value, path) =>
  isObject(value) ? value : mismatch(value, path, 'an object');

/** An object. Members that are not named are left out: the service may have learnt some since. */
export function record<T extends object>(
  members: MemberReaders<T>,
  required: readonly (keyof T & string)[],
): Reader<T> {
  return (value, path) => {
    const source = jsonObject(value, path);
    for (const name of required) {
      if (isAbsent(source[name])) mismatch(source[name], `${path}.${name}`, 'present');
    }
    const present = Object.entries<Reader<unknown>>(members).filter(([name]) => !isAbsent(source[name]));
    return Object.fromEntries(
      present.map(([name, reader]) => [name, reader(source[name], `${path}.${name}`)]),
    ) as T;
  };
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dateOf(value: unknown): Date | undefined {
  if (typeof value === 'number') return new Date(value * 1000);
  return typeof value === 'string' ? new Date(value) : undefined;
}

function mismatch(value: unknown, path: string, expected: string): never {
  const given = isAbsent(value) ? 'it is missing' : `it is ${JSON.stringify(value)}`;
  throw new InventoryError(path, `${given}, expected ${expected}`);
}
