// After `npm version`: checks that what is tagged can be published, and leaves the artifacts in dist/. Publishes nothing.
// Usage: node tools/publish/release.mjs [--without <language>]...
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const { version } = JSON.parse(read('package.json'));

function git(...args) {
  const { stdout, stderr, status } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) fail(`\`git ${args.join(' ')}\` failed: ${stderr.trim()}`);
  return stdout.trim();
}

function fail(message) {
  console.error(`release: ${message}`);
  process.exit(1);
}

function checkTree() {
  const changes = git('status', '--porcelain');
  if (changes !== '') fail(`the tree is not clean, expected no changes; commit or stash these:\n${changes}`);
}

function checkTag() {
  const tags = git('tag', '--points-at', 'HEAD').split('\n');
  if (!tags.includes(`v${version}`)) {
    fail(
      `the commit has no tag v${version}, which is the version of package.json: run \`npm version\` first`,
    );
  }
}

function checkChangelog() {
  const heading = read('CHANGELOG.md')
    .split('\n')
    .find((line) => line.startsWith(`## [${version}]`));
  if (heading === undefined || !/ - \d{4}-\d{2}-\d{2}$/.test(heading)) {
    fail(`CHANGELOG.md has no heading '## [${version}] - <date>': give the entries of [Unreleased] one`);
  }
}

/** The checks build the artifacts and use them; these same ones are left in dist/. */
function runChecks() {
  const { status } = spawnSync('bash', ['.ci/run'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) fail('the checks failed; what they said is above');
}

function checkArtifacts(without) {
  const results = Object.entries(JSON.parse(read('dist/report.json')));
  const incomplete = results.filter(([name, { state }]) => state !== 'built' && !without.includes(name));
  if (incomplete.length === 0) return;
  const lines = incomplete.map(([name, { state, reason }]) => `  ${name}: ${state}, ${reason}`);
  fail(
    [
      'these are not built, expected all languages:',
      ...lines,
      'or leave them out with --without <name>',
    ].join('\n'),
  );
}

const { values } = parseArgs({ options: { without: { type: 'string', multiple: true, default: [] } } });
checkTree();
checkTag();
checkChangelog();
runChecks();
checkTree();
checkArtifacts(values.without);
console.log(`release: ${version} is ready in dist/`);
