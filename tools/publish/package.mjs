// Builds what is published into dist/, a folder for each language, and says of each what became of it.
// Usage: node tools/publish/package.mjs [language...]; default: all languages of package.json.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFixtures } from '../docs/fixtures.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = join(ROOT, 'dist');
const PACMAK = join(ROOT, 'node_modules/jsii-pacmak/bin/jsii-pacmak');
/** Kept between two runs: the CDK's jars are large. */
const MAVEN_REPOSITORY = join(ROOT, 'node_modules/.cache/maven');

/** The commands that the build of a language needs beside Node. */
const COMMANDS = { js: [], python: ['python3'], java: ['java', 'mvn'], go: ['go'], dotnet: ['dotnet'] };

/** Go is generated from the package alone; only to compile it needs the modules of the CDK. So is .NET, which needs its SDK. */
const MODULES_MISSING = 'Command (go mod tidy';

function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

const pacmak = (language, ...args) =>
  run(
    process.execPath,
    [
      ...[PACMAK, '--targets', language, '--outdir', DIST, '--force', '--no-npmignore'],
      ...['--maven-local-repository', MAVEN_REPOSITORY, ...args],
    ],
    { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  );

const isOnThePath = (command) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));

async function build(language) {
  const missing = COMMANDS[language].filter((command) => !isOnThePath(command));
  if (language === 'dotnet' && missing.length > 0) return generate(language, 'no dotnet on the PATH');
  if (missing.length > 0) return { state: 'not built', reason: `no ${missing.join(', ')} on the PATH` };
  const { ok, output } = await pacmak(language);
  if (ok) return { state: 'built' };
  if (language === 'go' && output.includes(MODULES_MISSING))
    return generate(language, `modules cannot be had: ${complaintOf(output)}`);
  return { state: 'failed', reason: output };
}

async function generate(language, why) {
  const { ok, output } = await pacmak(language, '--code-only');
  if (!ok) return { state: 'failed', reason: output };
  return { state: 'generated', reason: `not compiled, ${why}` };
}

/** The module that `go` names, and what is wrong with it; not from where it was asked for. */
function complaintOf(output) {
  const line = output.match(/go: (?!downloading).*/)?.[0] ?? output;
  const module = line.match(/[\w./-]+@v[\w.-]+/)?.[0];
  return module === undefined ? line : `${module}: ${line.split(': ').at(-1)}`;
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** Go is downloaded as a folder; what is only generated is one too. */
const isFolder = (language, state) => language === 'go' || state === 'generated';

/** What a user downloads. */
function artifactsOf(language, state) {
  const isArtifact = (path) => isFolder(language, state) || /\.(tgz|whl|tar\.gz|jar|nupkg)$/.test(path);
  return filesIn(join(DIST, language)).filter(isArtifact);
}

function report(language, { state, reason }) {
  console.log(`package: ${language}: ${state}${reason === undefined ? '' : `, ${reason}`}`);
  const artifacts = artifactsOf(language, state).map((path) => [
    path.slice(ROOT.length),
    statSync(path).size,
  ]);
  const total = artifacts.reduce((sum, [, size]) => sum + size, 0);
  const lines =
    isFolder(language, state) && total > 0
      ? [[`dist/${language}/, ${artifacts.length} files`, total]]
      : artifacts;
  for (const [name, size] of lines) console.log(`package:   ${name} ${(size / 1024).toFixed(0)} kB`);
}

const languages = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(COMMANDS);
const unknown = languages.filter((language) => !(language in COMMANDS));
if (unknown.length > 0) {
  console.error(`package: '${unknown[0]}' is no language, expected ${Object.keys(COMMANDS).join(', ')}`);
  process.exit(2);
}
const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);
const results = Object.fromEntries(
  await withFixtures(ROOT, () =>
    Promise.all(languages.map(async (language) => [language, await build(language)])),
  ),
);
writeFileSync(join(DIST, 'report.json'), `${JSON.stringify(results, null, 2)}\n`);
for (const language of languages) report(language, results[language]);
process.exit(languages.some((language) => results[language].state === 'failed') ? 1 : 0);
