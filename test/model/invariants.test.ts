import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string) => readFileSync(join(__dirname, path), 'utf8');

const asserted = ['histories/invariants.ts', 'histories/migration-invariants.ts'].flatMap((path) =>
  [...read(path).matchAll(/violate\(\s*`(\d+): /g)].map(([, number]) => Number(number)),
);
const listed = [...read('README.md').matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));

test('every invariant that is asserted is listed, and none is listed that is not asserted', () => {
  expect(listed.length).toBeGreaterThan(0);
  expect([...new Set(asserted)].sort((a, b) => a - b)).toEqual(listed);
});
