import { PAGES, exists, quotedIn, read, section } from './pages';

const PAGE = 'CONTRIBUTING.md';

/** The answers to "Where does X live?", one for each question. */
const ANSWERS = section(PAGE, 'Where does X live?')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (---|Question)/.test(line))
  .map((line) => [line.split(' | ')[0]?.slice(2) ?? '', quotedIn(line)] as const);

test.each(ANSWERS)('%s: the answer is there', (_question, paths) => {
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !exists(path))).toEqual([]);
});

test('ten questions have an answer', () => expect(ANSWERS.length).toBeGreaterThanOrEqual(10));

test('the layout names folders that are there', () => {
  const paths = section(PAGE, 'Layout')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => quotedIn(line.split(' | ')[0] ?? ''));
  expect(paths.length).toBeGreaterThanOrEqual(20);
  expect(paths.filter((path) => !exists(path))).toEqual([]);
});

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

test.each(PAGES)('the npm scripts that %s names are there', (page) => {
  const named = [...read(page).matchAll(/\bnpm run ([\w:]+)/g)].map(([, script]) => script ?? '');
  expect([...new Set(named)].filter((script) => !(script in scripts))).toEqual([]);
});
