import { GUIDE, read } from './pages';

/** The five minutes in which a newcomer decides. */
const README_LINES = 150;

/** What is read in ten minutes. */
const TEN_MINUTES = 2500;

/** What AWS's own guides do not write, and what speaks of somebody's machine. */
const FORBIDDEN = [
  /\bshall\b/i,
  /\bwhoever\b/i,
  /\btells\b/i,
  /\bin order\b/i,
  /(?<![\w.])\/(work|root|home|tmp)\//,
  /\blocalhost\b/i,
];

test(`the README has at most ${README_LINES} lines`, () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(README_LINES);
});

test(`the page of the handler has at most ${TEN_MINUTES} words`, () => {
  expect(read('lambda/README.md').split(/\s+/).length).toBeLessThanOrEqual(TEN_MINUTES);
});

test('the first screen of the README has the two commands', () => {
  const firstScreen = read('README.md').split('\n').slice(0, 30).join('\n');
  expect(firstScreen).toMatch(/^npm run demo\b/m);
  expect(firstScreen).toMatch(/^npm test\b/m);
});

test.each(GUIDE)('%s is in plain English', (page) => {
  const lines = read(page).split('\n');
  const found = lines.filter((line) => FORBIDDEN.some((word) => word.test(line)));
  expect(found).toEqual([]);
});
