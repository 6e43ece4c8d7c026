import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** What npm users download: no sources, no tests, and nothing that an earlier build has left in the folders. */
const ALLOWED = [
  '.jsii',
  'API.md',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'cli/dist/THIRD_PARTY_LICENSES',
  'cli/dist/hosted-connections.mjs',
  ...namesIn('docs', /\.svg$/).map((name) => `docs/${name}.svg`),
  'lambda/dist/index.mjs',
  'lambda/drift/dist/index.mjs',
  'package.json',
  ...namesIn('lib', /(?<!\.d)\.ts$/).flatMap((name) => [`lib/${name}.d.ts`, `lib/${name}.js`]),
];

function namesIn(folder: string, extension: RegExp): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    extension.test(name),
  );
  return names.map((name) => name.replace(extension, ''));
}

test('the npm package has these files and no others', () => {
  const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files } = { files: [] }] = JSON.parse(answer) as { files: { path: string }[] }[];
  expect(files.map(({ path }) => path).sort()).toEqual(ALLOWED.sort());
}, 30_000);
