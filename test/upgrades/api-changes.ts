import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Assembly, Member, Type } from './assembly';

const ROOT = join(__dirname, '../..');
/** Within the project, so that jsii finds the CDK from there. */
const CACHE = join(ROOT, 'node_modules/.cache');

/** What a new version of the API does to those who use the one before. */
export interface ApiChanges {
  /** What their apps may depend on, and is not as it was. */
  readonly breaking: string[];
  /** What is new, and what accepts or promises more than it did. */
  readonly additions: string[];
}

export function compareApis(before: Assembly, after: Assembly): ApiChanges {
  if (isDeepStrictEqual(before, after)) return { breaking: [], additions: [] };
  const breaking = [
    ...incompatibilities(before, after),
    ...changedDefaults(before, after),
    ...changedFacts(before, after),
  ];
  const isNamed = (name: string) =>
    breaking.some((text) => name.split('.').every((word) => text.includes(word)));
  return { breaking, additions: additions(before, after).filter((name) => !isNamed(name)) };
}

/** What jsii-diff says of two assemblies: the rules of jsii, for all its languages. */
function incompatibilities(before: Assembly, after: Assembly): string[] {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'api-'));
  try {
    const folders = [write(before, join(folder, 'before')), write(after, join(folder, 'after'))];
    return linesOfJsiiDiff(...folders);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(assembly: Assembly, folder: string): string {
  const { name, dependencies } = assembly;
  mkdirSync(folder);
  writeFileSync(join(folder, '.jsii'), JSON.stringify(assembly));
  const manifest = { name, peerDependencies: dependencies, jsii: {} };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

function linesOfJsiiDiff(...folders: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/jsii-diff/bin/jsii-diff', ...folders, '--error-on', 'all'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    },
  );
  const output = `${stdout}${stderr}`;
  const lines = [...output.matchAll(/^err\s+- (.*)$/gm)].map(([, line]) => line ?? '');
  if ((status === 0) !== (lines.length === 0)) throw new Error(`jsii-diff failed: ${output}`);
  return lines;
}

function changedDefaults(before: Assembly, after: Assembly): string[] {
  const now = membersOf(after);
  return [...membersOf(before)].flatMap(([name, { docs: was }]) => {
    const is = now.get(name)?.docs;
    if (is === undefined || is.default === was?.default) return [];
    return [`${name}: its default was '${was?.default ?? ''}', and is '${is.default ?? ''}'`];
  });
}

/** The names of the package in each language, and next to which versions it can be installed. */
function changedFacts(before: Assembly, after: Assembly): string[] {
  const now = factsOf(after);
  return [...factsOf(before)]
    .filter(([name, was]) => now.get(name) !== was)
    .map(([name, was]) => `${name}: was '${was}', and is '${now.get(name) ?? ''}'`);
}

function factsOf({ dependencies, engines, targets }: Assembly): Map<string, string> {
  return new Map(leavesOf({ dependencies, engines, targets }, 'package'));
}

function leavesOf(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${path}.${key}`));
}

function additions(before: Assembly, after: Assembly): string[] {
  const [members, facts] = [membersOf(before), factsOf(before)];
  const newMembers = [...membersOf(after)].filter(([name, is]) => !isDeepStrictEqual(members.get(name), is));
  const newFacts = [...factsOf(after).keys()].filter((name) => !facts.has(name));
  return [...newMembers.map(([name]) => name), ...newFacts];
}

/** The types and all that is in them, by name, without what is in turn in that. */
function membersOf({ types }: Assembly): Map<string, Member> {
  return new Map(Object.values(types).flatMap(withMembers));
}

function withMembers({ initializer, methods, properties, members, ...type }: Type): [string, Member][] {
  const within = [methods ?? [], properties ?? [], members ?? [], initializer ?? []].flat();
  return [
    [type.name, type],
    ...within.map((member): [string, Member] => [`${type.name}.${member.name ?? 'constructor'}`, member]),
  ];
}
