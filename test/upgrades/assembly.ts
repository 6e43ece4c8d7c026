import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

export interface Member {
  readonly name?: string;
  readonly docs?: Docs;
  readonly [facet: string]: unknown;
}

export interface Type extends Member {
  readonly name: string;
  readonly initializer?: Member;
  readonly methods?: Member[];
  readonly properties?: Member[];
  readonly members?: Member[];
}

export interface Docs {
  readonly default?: string;
  readonly stability?: string;
  readonly deprecated?: string;
}

/** A jsii assembly, reduced to what a user can depend on. */
export interface Assembly {
  readonly name: string;
  readonly dependencies: Record<string, string>;
  readonly engines: Record<string, string>;
  readonly targets: Record<string, unknown>;
  readonly types: Record<string, Type>;
  readonly [header: string]: unknown;
}

/** What jsii needs to read an assembly at all. */
const HEADER = ['schema', 'jsiiVersion', 'version', 'fingerprint'];

/** What names a place in the sources. */
const PLACES = ['locationInModule', 'locationInFile', 'symbolId'];

/** The assembly that was built last. */
export function readBuiltAssembly(): Assembly {
  const built = readJson('.jsii') as Assembly;
  const { engines } = readJson('package.json') as { engines: Record<string, string> };
  return reduce({ ...built, engines });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

function reduce({ name, dependencies, engines, targets, types, schema }: Assembly): Assembly {
  const header = Object.fromEntries(HEADER.map((key) => [key, '0.0.0']));
  const reduced = JSON.parse(JSON.stringify(types, dropPlacesAndProse)) as Record<string, Type>;
  return { ...header, schema, name, dependencies, engines, targets, types: reduced };
}

function dropPlacesAndProse(key: string, value: unknown): unknown {
  if (PLACES.includes(key)) return undefined;
  if (key !== 'docs') return value;
  const { default: byDefault, stability, deprecated } = value as Docs;
  return { default: byDefault, stability, deprecated };
}
