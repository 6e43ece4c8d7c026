import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './built';

/** What an app has synthesized, as far as it must be the same in every language. */
export interface Assembly {
  /** The stack's template, as it stands in the file. */
  readonly template: string;
  /** The hashes of the files of all assets, by their paths in the assembly. */
  readonly assets: Record<string, string>;
}

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly DeletionPolicy?: string }>;
  readonly Conditions?: Record<string, unknown>;
  readonly Outputs: Record<string, unknown>;
}

const TEMPLATE = 'Partner.template.json';

export function readAssembly(folder: string): Assembly {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const assets = paths.filter((path) => path.startsWith(join(folder, 'asset.'))).sort();
  return {
    template: readFileSync(join(folder, TEMPLATE), 'utf8'),
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
  return [...differingLines(withoutMetadata(expected.template), withoutMetadata(actual.template)), ...assets];
}

function differingLines(expected: string, actual: string): string[] {
  if (expected === actual) return [];
  const [left, right] = [expected.split('\n'), actual.split('\n')];
  const line = left.findIndex((text, index) => text !== right[index]);
  const at = line < 0 ? left.length : line;
  return [`template, line ${at + 1}: ${left[at] ?? '(its end)'}, got ${right[at] ?? '(its end)'}`];
}

/** What must not depend on the CDK's version: the resources' ids and types, and the outputs' keys. */
export function frozenParts({ template }: Assembly): string {
  const { Resources, Outputs } = parseTemplate(template);
  const resources = Object.entries(Resources).map(([id, { Type }]) => `${id} ${Type}`);
  return [...resources.filter((line) => !line.startsWith('CDKMetadata ')), ...Object.keys(Outputs)]
    .sort()
    .join('\n');
}
