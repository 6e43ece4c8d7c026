// Writes API.md from the docstrings, and the JSON Schemas of what the command line prints, and compiles every example of
// README and docstrings as jsii translates them.
// With --check, they are compared instead of written. Usage: npm run docs [-- --check]
import { toJsonSchema } from '@valibot/to-json-schema';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { renderPlanPicture } from './plan-picture.mjs';
import { withFixtures } from './fixtures.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
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

/** What `--json` of a command prints. */
async function renderSchema(command) {
  const module = await tsImport(`../../cli/${command}/schema.ts`, import.meta.url);
  return `${JSON.stringify(toJsonSchema(module[`${command}Schema`]), undefined, 2)}\n`;
}

async function main(isCheck) {
  const rendered = {
    'API.md': renderReference(),
    'docs/plan.schema.json': await renderSchema('plan'),
    'docs/status.schema.json': await renderSchema('status'),
    'docs/plan-page.svg': await renderPlanPicture(),
    'docs/watch.schema.json': await renderSchema('watch'),
  };
  for (const [name, text] of Object.entries(rendered)) {
    const path = join(ROOT, name);
    if (!isCheck) writeFileSync(path, text);
    else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
      throw new Failure(`${name} is not what the code says: run \`npm run docs\`, and commit it`);
    }
  }
  await compileExamples();
}

try {
  await main(process.argv.includes('--check'));
  console.log('docs: API.md and the schemas are fresh, and every example of README and docstrings compiles');
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`docs: ${error.message}`);
  process.exitCode = 1;
}
