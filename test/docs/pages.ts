import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** What a user reads: the README and the guide, without what programs write. */
export const GUIDE = ['README.md', ...markdownIn('docs')];

const FOLDERS = ['', 'association/', 'direct-connect/', 'drift/', 'migration/', 'provider/'];

/** What a reader of the handler reads. */
const HANDLER = FOLDERS.map((folder) => `lambda/${folder}README.md`);

/** All that people write. */
export const PAGES = [...GUIDE, 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', ...HANDLER];

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function exists(path: string): boolean {
  return existsSync(join(ROOT, path));
}

function markdownIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

/** The blocks of code of a page that are in a language. */
export function blocksOf(page: string, language: string): string[] {
  const fenced = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms');
  return [...read(page).matchAll(fenced)].map(([, code]) => code ?? '');
}

/** What is under a heading of a page, up to the next heading that is not below it. */
export function section(page: string, heading: string): string {
  const lines = read(page).split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  const first = lines[start];
  if (first === undefined) throw new Error(`${page} has no section '${heading}'`);
  const level = first.indexOf(' ');
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return rest.slice(0, end === -1 ? undefined : end).join('\n');
}

/** What stands between backticks. */
export function quotedIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, quoted]) => quoted ?? '');
}
