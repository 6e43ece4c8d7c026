// Installs what is missing: the npm packages; with --ministack also a local AWS and the AWS CLI, in `.venv`; with
// --mutation also StrykerJS, in a folder of its own; with --browser also Chromium, on the system.
// It runs before anything is installed, so it uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { refusalOf } from './node-version.mjs';

/** A local AWS, and the AWS CLI (version 1, which is on PyPI) for the shell snippets of the docs. */
const PYTHON_PACKAGES = ['ministack==1.5.33', 'awscli==1.46.3'];
const PIP_OPTIONS = ['--quiet', '--disable-pip-version-check', '--no-input'];
const OLDEST_PYTHON = [3, 10];
const PYTHONS = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** Apart from the other packages: among these is a newer `node`, which npm would run every script with. */
const MUTATION = 'tools/mutation';

/** What npm and pip say without a network has many forms. */
const NEEDS_NETWORK =
  'The first setup needs a network: it downloads from the registries that npm (`npm config get registry`) and pip ' +
  '(`pip config list`) are set to use, and through the proxy that HTTPS_PROXY names.';

const inRepository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const VENV = inRepository('.venv');
const VENV_PYTHON = inRepository('.venv/bin/python');
const VENV_MARKER = inRepository('.venv/installed');

function run(command, args, { stdio = 'pipe', folder = '' } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: inRepository(folder),
    encoding: 'utf8',
    stdio,
  });
  return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim() };
}

const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/** What a lock file says of each package that must be there: optional ones depend on the platform. */
function lockedPackages(lockFile) {
  const text = readText(lockFile);
  if (text === undefined) return undefined;
  const required = Object.entries(JSON.parse(text).packages).filter(
    ([path, entry]) => path !== '' && !entry.optional,
  );
  return Object.fromEntries(required.map(([path, { version, integrity }]) => [path, { version, integrity }]));
}

function npmPackagesAreCurrent(folder) {
  const locked = (path) => lockedPackages(inRepository(join(folder, path)));
  return isDeepStrictEqual(locked('node_modules/.package-lock.json'), locked('package-lock.json'));
}

function installNpmPackages(folder) {
  console.log(`setup: installing the npm packages of ${join(folder, 'package-lock.json')}`);
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { stdio: 'inherit', folder };
  const { ok } = npm ? run(process.execPath, [npm, ...args], options) : run('npm', args, options);
  if (!ok) fail(`\`npm ci\` failed; its messages are above. ${NEEDS_NETWORK}`);
}

/** Installs MiniStack with the first Python that can; says of each why it could not. */
function installMiniStack() {
  const found = [];
  for (const python of PYTHONS) {
    const problem = unsuitable(python) ?? installMiniStackWith(python);
    if (problem === undefined) return;
    found.push(`  ${python}: ${problem}`);
  }
  rmSync(VENV, { recursive: true, force: true });
  fail(
    [
      `MiniStack, the local AWS, needs Python ${OLDEST_PYTHON.join('.')} or newer with venv and pip. Looked for:`,
      ...found,
      'Install such a Python and run this again (Debian, Ubuntu: apt install python3-venv), or use an emulator',
      'of your own: set AWS_ENDPOINT_URL to its address, and nothing is installed.',
      NEEDS_NETWORK,
    ].join('\n'),
  );
}

function unsuitable(python) {
  const { ok, output } = run(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
  if (!ok) return 'not found, or does not run';
  const [major, minor] = output.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_PYTHON;
  const suits = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return suits ? undefined : `is Python ${output}, too old`;
}

function installMiniStackWith(python) {
  console.log(`setup: installing ${PYTHON_PACKAGES.join(' and ')} in .venv, with ${python}`);
  rmSync(VENV, { recursive: true, force: true });
  const steps = [
    [python, ['-m', 'venv', VENV]],
    [VENV_PYTHON, ['-m', 'pip', 'install', ...PIP_OPTIONS, ...PYTHON_PACKAGES]],
  ];
  for (const [command, args] of steps) {
    const { ok, output } = run(command, args);
    if (!ok) return `\`${[command, ...args].join(' ')}\` failed: ${lastLines(output)}`;
  }
  writeFileSync(VENV_MARKER, PYTHON_PACKAGES.join('\n'));
  return undefined;
}

/** What finds it needs a package that may have been missing before. */
async function getChromium() {
  const { findChromium, installChromium } = await import('./browser.mjs');
  try {
    if ((await findChromium()) === undefined) await installChromium();
  } catch (error) {
    fail(error.message);
  }
}

const lastLines = (text) => text.split('\n').slice(-5).join('\n    ');

const miniStackIsCurrent = () =>
  existsSync(VENV_PYTHON) && readText(VENV_MARKER) === PYTHON_PACKAGES.join('\n');

function fail(message) {
  console.error(`setup: ${message}`);
  process.exit(1);
}

const refusal = refusalOf(process.versions.node);
if (refusal !== undefined) fail(refusal);

const folders = process.argv.includes('--mutation') ? ['', MUTATION] : [''];
for (const folder of folders) if (!npmPackagesAreCurrent(folder)) installNpmPackages(folder);
if (process.argv.includes('--browser')) await getChromium();
const wantsMiniStack = process.argv.includes('--ministack') && !process.env.AWS_ENDPOINT_URL;
if (wantsMiniStack && !miniStackIsCurrent()) installMiniStack();
