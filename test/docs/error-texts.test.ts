import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, quotedIn, read, section } from './pages';

const PAGE = 'docs/when-something-failed.md';

/** The code that makes the texts, and the tests that expect them; literals that are split over lines are put together. */
const SOURCES = ['lambda', 'lib', 'test/lambda', 'test/lib']
  .flatMap(sourcesIn)
  .map(read)
  .join('\n')
  .replace(/['`] \+\n\s*['`]/g, '');

function sourcesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.d)\.ts$/.test(name),
  );
  return names.map((name) => join(folder, name));
}

/** What the code must have of the texts that the tables of a section quote: what is between two `…`. */
function fragmentsIn(heading: string, columns: number): string[] {
  const cells = section(PAGE, heading)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((line) => line.split(' | ').slice(0, columns));
  const texts = cells.flatMap(quotedIn).filter((text) => text.includes(' ') && !text.startsWith('aws '));
  const fragments = texts.flatMap((text) => text.split('…')).map((fragment) => fragment.trim());
  return [...new Set(fragments)].filter((fragment) => fragment.length >= 10);
}

describe.each([
  ['The deployment failed', 30],
  ['The synthesis failed', 15],
])('the texts under "%s"', (heading, expected) => {
  const fragments = fragmentsIn(heading, 1);

  test.each(fragments)('%s', (fragment) => {
    expect(SOURCES.includes(fragment)).toBe(true);
  });

  test('are many', () => expect(fragments.length).toBeGreaterThanOrEqual(expected));
});

test('each row says what you do', () => {
  const rows = read(PAGE)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
  expect(rows.filter((row) => / \|\s+\|/.test(row))).toEqual([]);
});
