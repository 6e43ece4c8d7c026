import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EXCUSES } from './histories/excuses';
import { HARSHNESS } from './histories/harshness';

const read = (path: string) => readFileSync(join(__dirname, path), 'utf8');

const readme = read('README.md');
const sources = readdirSync(join(__dirname, 'histories'))
  .filter((name) => name !== 'excuses.ts')
  .map((name) => read(`histories/${name}`));

test('every invariant that is asserted is listed, and none is listed that is not asserted', () => {
  const asserted = sources.flatMap((source) =>
    [...source.matchAll(/violate\(\s*`(\d+): /g)].map(([, number]) => Number(number)),
  );
  const listed = [...readme.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(listed.length).toBeGreaterThan(0);
  expect([...new Set(asserted)].sort((a, b) => a - b)).toEqual(listed);
});

test('every excuse is listed with its reason, and is used', () => {
  const listed = [...readme.matchAll(/^- _(.+?)_: (.+)$/gm)].map(([, name, reason]) => [name, reason]);
  expect(listed).toEqual(Object.entries(EXCUSES));
  const unused = Object.keys(EXCUSES).filter(
    (name) => !sources.some((source) => source.includes(`'${name}':`) || source.includes(`${name}:`)),
  );
  expect(unused).toEqual([]);
});

test('every group of what can be as bad as it gets is listed', () => {
  const table = readme.slice(readme.indexOf('| Group |'), readme.indexOf('## The invariants'));
  const listed = [...table.matchAll(/^\| `(.+?)` \| (.+) \|$/gm)].map(([, name, what]) => [name, what]);
  expect(listed).toEqual(Object.entries(HARSHNESS));
});
