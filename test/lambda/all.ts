/*
 * Every test of the handler in one file, for `npm run test:mutation`: what they import is loaded once, and not for each
 * file. Those that took the least time go first: most mutants die of any of them.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const { secondsOfFile = {} } = globalThis as { readonly secondsOfFile?: Readonly<Record<string, number>> };

const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });

const duration = (name: string) => secondsOfFile[name] ?? 0;

for (const name of names.sort((a, b) => duration(a) - duration(b))) {
  if (name.endsWith('.test.ts')) describe(name, () => void jest.requireActual(join(__dirname, name)));
}
