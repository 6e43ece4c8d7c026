// Finds a Chromium for the browser tests; with --install it gets one where there is none. Prints its path.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const QUIET = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };

/**
 * @returns the path or name of a Chromium that runs: that of CHROMIUM_PATH, one of the system, or Playwright's own;
 * undefined if there is none.
 * @throws Error if CHROMIUM_PATH is set, and does not run.
 */
export async function findChromium() {
  const { CHROMIUM_PATH: given } = process.env;
  if (given) {
    if (runs(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}: expected a Chromium that runs; correct it, or unset it`);
  }
  return [...NAMES, await playwrightsOwn()].find(runs);
}

/** @throws Error that says what was tried. */
export async function installChromium() {
  const tried = [];
  for (const [what, install] of [
    ['apt-get install chromium', withApt],
    ['playwright-core install chromium', withPlaywright],
  ]) {
    console.error(`setup: installing Chromium with ${what}`);
    const problem = install();
    const found = problem === undefined ? await findChromium() : undefined;
    if (found !== undefined) return found;
    tried.push(`  ${what}: ${problem ?? 'it installed none that runs'}`);
  }
  throw new Error(
    [
      `the browser tests need Chromium. Looked for CHROMIUM_PATH and ${NAMES.join(', ')}, and tried:`,
      ...tried,
      'Install one, and set CHROMIUM_PATH to it if it is not on the PATH.',
    ].join('\n'),
  );
}

function withApt() {
  const isRoot = process.getuid?.() === 0;
  if (run('apt-get', ['--version']) !== undefined) return 'there is no apt-get';
  const [command, ...before] = isRoot ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  if (!isRoot && run('sudo', ['-n', 'true']) !== undefined)
    return 'it needs root, or sudo without a password';
  // A list that is older than the archive names files that are gone.
  run(command, [...before, 'update', '-qq']);
  return run(command, [...before, 'install', '-y', '-qq', '--no-install-recommends', 'chromium']);
}

function withPlaywright() {
  return run(process.execPath, [join(playwrightsFolder(), 'cli.js'), 'install', 'chromium']);
}

/** @returns why it failed; undefined if it did not. */
function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...QUIET });
  if (status === 0) return undefined;
  return error?.message ?? `${stdout}${stderr}`.trim().split('\n').slice(-3).join('\n    ');
}

function runs(path) {
  return path !== undefined && run(path, ['--version']) === undefined;
}

function playwrightsFolder() {
  return dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  return chromium.executablePath();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const found = await findChromium();
    if (found === undefined && !process.argv.includes('--install')) {
      throw new Error(
        'there is no Chromium: expected one; run npm run setup -- --browser, or set CHROMIUM_PATH',
      );
    }
    console.log(found ?? (await installChromium()));
  } catch (error) {
    console.error(`setup: ${error.message}`);
    process.exitCode = 1;
  }
}
