import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ASSUMPTIONS, Assumption, knownOf } from '../../lambda/assumptions/assumption';
import * as timing from '../../lib/timing';
import { ROOT, quotedIn, read, section } from './pages';

const PAGE = 'docs/what-the-handler-assumes.md';
const HEADINGS = ['What is assumed of Direct Connect?', 'What is assumed of CloudFormation?'];
const BLIND = 'What can the handler not see?';

const NAMES = Object.keys(ASSUMPTIONS) as Assumption[];

interface Row {
  readonly name: string;
  readonly number: string;
  readonly line: string;
  readonly atWorst: string;
  readonly findings: readonly string[];
}

const ROWS = HEADINGS.flatMap((heading) => section(PAGE, heading).split('\n'))
  .filter((line) => line.startsWith('| `'))
  .map((line): Row => {
    const [name = '', , number = '', text = '', atWorst = '', findings = ''] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    return { name: quotedIn(name)[0] ?? '', number, line: text, atWorst, findings: quotedIn(findings) };
  });

function sourcesIn(folder: string): string {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.ts'));
  return names.map((name) => read(join(folder, name))).join('\n');
}

test('the page has the assumptions that the handler has', () => {
  expect(ROWS.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
});

test.each(NAMES)('%s is noticed somewhere', (name) => {
  expect(sourcesIn('lambda/assumptions')).toMatch(new RegExp(`notice\\('${name}', `));
});

test.each(ROWS)('$name has its number from lib/timing.ts', ({ name, number }) => {
  const { within } = knownOf(name as Assumption);
  const [constant] = quotedIn(number);
  const seconds = constant === undefined ? undefined : (timing as Record<string, number>)[constant];
  expect(number).toBe(seconds === undefined ? '' : `\`${constant ?? ''}\`, ${seconds}`);
  if (within !== undefined) expect(seconds).toBe(within);
});

test.each(ROWS)('the line of $name is one that the handler writes', ({ line }) => {
  const sources = sourcesIn('lambda/assumptions');
  const fragments = quotedIn(line).flatMap((text) => text.split('…').map((each) => each.trim()));
  const long = fragments.filter((fragment) => fragment.length >= 8);
  expect(long.length).toBeGreaterThan(0);
  expect(long.filter((fragment) => !sources.includes(fragment))).toEqual([]);
});

test.each(ROWS)('$name says what follows', ({ atWorst }) => expect(atWorst).toMatch(/\.$/));

test('each finding of the acceptance run measures one of them, or is what only the run can see', () => {
  const sources = sourcesIn('tools/acceptance/findings');
  const ids = [...sources.matchAll(/\bid: '([a-z-]+)'|'(guard-[a-z-]+)',/g)].map(
    ([, id, guard]) => id ?? guard,
  );
  expect(ids.length).toBeGreaterThan(15);
  const named = [...ROWS.flatMap(({ findings }) => findings), ...quotedIn(section(PAGE, BLIND))];
  expect([...new Set(named)].sort()).toEqual([...new Set(ids)].sort());
});
