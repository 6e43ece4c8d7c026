import { spawnSync } from 'node:child_process';
import { PAGES, blocksOf } from './pages';

const SNIPPETS = PAGES.flatMap((page) => blocksOf(page, 'sh').map((code) => [page, code] as const));

test('the documentation has shell snippets', () => expect(SNIPPETS.length).toBeGreaterThan(10));

// Those that call `aws` are run by test/e2e/snippets.test.ts.
test.each(SNIPPETS)('%s: bash can read\n%s', (_page, code) => {
  const { stderr, status } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('what bash cannot read is noticed', () => {
  expect(spawnSync('bash', ['-n'], { input: "echo 'a\n" }).status).not.toBe(0);
});
