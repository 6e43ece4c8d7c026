import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './built';

/** What an app has synthesized, as far as it must be the same in every language. */
export interface Assembly {
  /** The templates as they stand in their files, by the ids of the stacks: the partner's, and that of its provider. */
  readonly templates: Record<string, string>;
  /** The hashes of the files of all assets, by their paths in the assembly. */
  readonly assets: Record<string, string>;
}

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly DeletionPolicy?: string }>;
  readonly Conditions?: Record<string, unknown>;
  readonly Outputs: Record<string, unknown>;
}

const EMPTY = JSON.stringify({ Resources: {} });

const STACKS = ['Partner', 'HostedConnectionProvider'];

export function readAssembly(folder: string): Assembly {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const assets = paths.filter((path) => path.startsWith(join(folder, 'asset.'))).sort();
  const templates = STACKS.map((id) => [id, readFileSync(join(folder, `${id}.template.json`), 'utf8')]);
  return {
    templates: Object.fromEntries(templates) as Record<string, string>,
    assets: Object.fromEntries(assets.map((path) => [path.slice(folder.length + 1), sha256(path)])),
  };
}

export const parseTemplate = (text: string): Template => JSON.parse(text) as Template;

/** The template without the CDK's own record of the versions in use, which names the language's runtime. */
export function withoutMetadata(text: string): string {
  const template = parseTemplate(text);
  delete template.Resources.CDKMetadata;
  delete template.Conditions?.CDKMetadataAvailable;
  return JSON.stringify(template, undefined, 1);
}

/** What is different between two assemblies; nothing, if they are the same byte for byte. */
export function differences(expected: Assembly, actual: Assembly): string[] {
  const paths = new Set([...Object.keys(expected.assets), ...Object.keys(actual.assets)]);
  const assets = [...paths]
    .filter((path) => expected.assets[path] !== actual.assets[path])
    .map((path) => `asset ${path}: ${expected.assets[path] ?? 'none'}, got ${actual.assets[path] ?? 'none'}`);
  const templates = Object.entries(expected.templates).flatMap(([id, text]) =>
    differingLines(id, withoutMetadata(text), withoutMetadata(actual.templates[id] ?? EMPTY)),
  );
  return [...templates, ...assets];
}

function differingLines(id: string, expected: string, actual: string): string[] {
  if (expected === actual) return [];
  const [left, right] = [expected.split('\n'), actual.split('\n')];
  const line = left.findIndex((text, index) => text !== right[index]);
  const at = line < 0 ? left.length : line;
  return [`template of ${id}, line ${at + 1}: ${left[at] ?? '(its end)'}, got ${right[at] ?? '(its end)'}`];
}

/** What must not depend on the CDK's version: the resources' ids and types, and the outputs' keys. */
export function frozenParts({ templates }: Assembly): string {
  return Object.entries(templates)
    .flatMap(([stack, text]) => frozenPartsOf(text).map((part) => `${stack}: ${part}`))
    .sort()
    .join('\n');
}

function frozenPartsOf(text: string): string[] {
  const { Resources, Outputs } = parseTemplate(text);
  const resources = Object.entries(Resources).map(([id, { Type }]) => `${id} ${Type}`);
  return [...resources.filter((line) => !line.startsWith('CDKMetadata ')), ...Object.keys(Outputs)];
}
