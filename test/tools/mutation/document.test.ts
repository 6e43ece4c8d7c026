import { countOf, render, scoreOf } from '../../../tools/mutation/document';
import type { Explanation } from '../../../tools/mutation/explanations';
import { withResults } from '../../../tools/mutation/results';

const SOURCE = ['const isBack = a || b;', 'const text = {', "  one: '`1`',", '};'].join('\n');

/** A mutant from a place to another, whose lines and columns begin at 1. */
function mutant(
  status: string,
  [line, column]: number[],
  [endLine, endColumn]: number[],
  replacement: string,
) {
  const location = { start: { line, column }, end: { line: endLine, column: endColumn } };
  return { mutatorName: 'Mutator', replacement, status, location };
}

const FOUND = {
  framework: { version: '1.2.3' },
  files: {
    'lambda/b.ts': { source: SOURCE, mutants: [mutant('Killed', [1, 1], [1, 5], 'let')] },
    'lambda/a.ts': {
      source: SOURCE,
      mutants: [
        mutant('NoCoverage', [3, 8], [3, 13], "''"),
        mutant('Survived', [2, 14], [4, 2], '{}'),
        mutant('Survived', [1, 16], [1, 22], 'a && b'),
        mutant('Timeout', [1, 16], [1, 17], 'b'),
        mutant('RuntimeError', [1, 1], [1, 5], 'let'),
      ],
    },
  },
};

const RESULTS = withResults(undefined, JSON.stringify(FOUND));

const CURRENT = new Map(['lambda/a.ts', 'lambda/b.ts'].map((file) => [file, SOURCE]));

const WHY = { file: 'lambda/a.ts', original: 'a || b', replacement: 'a && b', why: 'Both are the same.' };

test('what is killed or times out counts for the tests, and what no file could load does not count', () => {
  const results = Object.values(RESULTS.files);
  expect(countOf(results)).toBe(5);
  expect(scoreOf(results)).toBe('40.0%');
  expect(render(RESULTS, [], CURRENT)).toContain(
    [
      '| lambda/a.ts | 4 | 0 | 1 | 2 | 1 | 25.0% |',
      '| lambda/b.ts | 1 | 1 | 0 | 0 | 0 | 100.0% |',
      '| all | 5 | 1 | 1 | 2 | 1 | 40.0% |',
    ].join('\n'),
  );
});

test('each survivor is shown with its code, on one line that ends no cell, and with why it may survive', () => {
  const [, survivors] = render(RESULTS, [WHY], CURRENT).split('### lambda/a.ts');
  expect(survivors?.trimEnd().split('\n').slice(5)).toEqual([
    '| 1 | Mutator | `a \\|\\| b` | `a && b` | Both are the same. |',
    "| 2 | Mutator | ``{ one: '`1`', }`` | `{}` |  |",
    "| 3 | Mutator | ``'`1`'`` | `''` | _no test gets here_ |",
  ]);
});

test.each([{ file: 'lambda/b.ts' }, { original: 'a' }, { replacement: 'a' }])(
  'an explanation of another mutant explains nothing: %p',
  (other) => expect(render(RESULTS, [{ ...WHY, ...other }], CURRENT)).not.toContain(WHY.why),
);

test('what is said of a kind of mutants explains all of them', () => {
  const kind: Explanation = { status: 'NoCoverage', why: 'Nobody calls it.' };
  expect(render(RESULTS, [kind], CURRENT)).toContain("| 3 | Mutator | ``'`1`'`` | `''` | Nobody calls it. |");
  expect(render(RESULTS, [kind, WHY], CURRENT)).toContain('3 mutants, of which 2 are explained.');
});

test('the report says what was run, and at which state', () => {
  expect(render(RESULTS, [], CURRENT)).toContain('All 2 files, as they are.');
  const later = new Map([
    ['lambda/b.ts', 'changed'],
    ['lambda/c.ts', SOURCE],
  ]);
  const report = render(RESULTS, [], later);
  expect(report).toContain('Changed since: `lambda/b.ts`.');
  expect(report).toContain('Never run: `lambda/c.ts`.');
  expect(report).not.toContain('lambda/a.ts');
});

test('what was found out before is kept for each file that is not run again', () => {
  const again = { source: 'const b = 1;', mutants: [mutant('Survived', [1, 11], [1, 12], '2')] };
  const later = withResults(
    JSON.parse(JSON.stringify(RESULTS)) as typeof RESULTS,
    JSON.stringify({ framework: { version: '1.2.4' }, files: { 'lambda/b.ts': again } }),
  );
  expect(later.version).toBe('1.2.4');
  expect(later.files['lambda/a.ts']).toEqual(RESULTS.files['lambda/a.ts']);
  expect(render(later, [], CURRENT)).toContain('| lambda/b.ts | 1 | 0 | 0 | 1 | 0 | 0.0% |');
  expect(render(later, [], CURRENT)).toContain('Changed since: `lambda/b.ts`.');
});
