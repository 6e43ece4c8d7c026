import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');
const DIST = join(ROOT, 'dist');

/** What the build says of a language; the word after `built` would be a weaker one. */
export interface BuildResult {
  readonly state: 'built' | 'generated' | 'not built' | 'failed';
  readonly reason?: string;
}

export function buildResult(target: string): BuildResult {
  const results = JSON.parse(readFileSync(join(DIST, 'report.json'), 'utf8')) as Record<string, BuildResult>;
  return results[target] ?? { state: 'not built', reason: 'it was not asked for' };
}

export const BUILT_VERSION = (
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
).version;

export const distFolder = (target: string): string => join(DIST, target);

/** The only file below a folder with a name like this. */
export function onlyFile(folder: string, pattern: RegExp): string {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const found = names.filter((name) => pattern.test(name));
  const [name] = found;
  if (name === undefined || found.length > 1) {
    throw new Error(
      `expected one file like ${String(pattern)} in ${folder}, found ${found.length}: run \`npm run package\``,
    );
  }
  return join(folder, name);
}

export const npmTarball = (): string => onlyFile(distFolder('js'), /\.tgz$/);

export const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
