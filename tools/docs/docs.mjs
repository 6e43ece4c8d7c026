// Writes API.md from the docstrings, and compiles every example of README and docstrings as jsii translates them.
// With --check, API.md is compared instead of written. Usage: npm run docs [-- --check]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFixtures } from './fixtures.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const API = join(ROOT, 'API.md');
/** What rosetta leaves beside the assembly, and nobody needs. */
const TABLET = join(ROOT, '.jsii.tabl.json');

function run(tool, ...args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join('node_modules', tool, 'bin', tool), ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    },
  );
  if (status !== 0) throw new Failure(`${tool} failed:\n${stdout}${stderr}`);
}

/** Thrown, not exited with: what was made on the way is removed first. */
class Failure extends Error {}

function renderReference() {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  try {
    run('jsii-docgen', '--output', join(folder, 'API'));
    return withContents(readFileSync(join(folder, 'API.md'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The kinds of types, and the types of each, after the first heading. */
function withContents(reference) {
  const [title, ...rest] = reference.split('\n');
  const contents = rest.flatMap((line) => {
    const [, level, name, id] = /^(##|###) (\S.*?) <a name="[^"]*" id="([^"]+)"><\/a>$/.exec(line) ?? [];
    return level === undefined ? [] : [`${level === '##' ? '' : '  '}- [${name}](#${id})`];
  });
  return [title, '', ...contents, ...rest].join('\n');
}

async function compileExamples() {
  try {
    await withFixtures(ROOT, () => run('jsii-rosetta', 'extract', '--strict', ROOT));
  } finally {
    rmSync(TABLET, { force: true });
  }
}

async function main(isCheck) {
  const reference = renderReference();
  if (!isCheck) {
    writeFileSync(API, reference);
  } else if (!existsSync(API) || readFileSync(API, 'utf8') !== reference) {
    throw new Failure('API.md is not what the docstrings say: run `npm run docs`, and commit it');
  }
  await compileExamples();
}

try {
  await main(process.argv.includes('--check'));
  console.log('docs: API.md is fresh, and every example of README and docstrings compiles');
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`docs: ${error.message}`);
  process.exitCode = 1;
}
