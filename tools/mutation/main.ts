/**
 * `npm run test:mutation`: changes the handler in one small place at a time, and sees whether its tests notice. What
 * comes after `--` goes to StrykerJS. Writes `docs/reports/mutation.md`, or with `--mutate` prints what survives there.
 * With `--report` alone it runs nothing, and writes the report of what was run before, part by part. What is known of each
 * file stays in `docs/reports/mutation.json`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countOf, render, scoreOf } from './document';
import { EXPLANATIONS, explains, type Explanation } from './explanations';
import { withResults, type FileResult, type Results } from './results';

const REPOSITORY = join(__dirname, '../..');
const PACKAGES = join(__dirname, 'node_modules');
const SANDBOX = join(REPOSITORY, '.stryker/sandbox');
const RESULTS = join(REPOSITORY, '.stryker/results.json');
const REPORT = join(REPOSITORY, 'docs/reports/mutation.md');
/** What is known of each file, whoever has run it: a run of all takes hours. */
const RECORD = join(REPOSITORY, 'docs/reports/mutation.json');

async function main(args: string[]): Promise<number> {
  if (args.join(' ') === '--report') return writeReport(readAll());
  const started = Date.now();
  const code = await runStryker(args);
  const written = statSync(RESULTS, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // Some options, such as `--dryRunOnly`, test no mutant.
  if (code !== 0 || written < started) return code;
  const results = readAll();
  const part = mutatedPart(args);
  if (part === undefined) return writeReport(results);
  const files = Object.entries(results.files).filter(([file]) => part.some((each) => file.startsWith(each)));
  printPart(files.map(([, result]) => result));
  return 0;
}

function readAll(): Results {
  const known = existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, 'utf8')) as Results) : undefined;
  return existsSync(RESULTS) || !known ? withResults(known, readFileSync(RESULTS, 'utf8')) : known;
}

function writeReport(results: Results): number {
  const current = handler();
  const present = Object.entries(results.files).filter(([file]) => current.has(file));
  const files = Object.fromEntries(present);
  writeFileSync(RECORD, `${JSON.stringify({ ...results, files }, null, 2)}\n`);
  writeFileSync(REPORT, render(results, EXPLANATIONS, current));
  console.log(`score: ${scoreOf(Object.values(files))}\nwritten: docs/reports/mutation.md`);
  return refuseStaleExplanations(results);
}

/** The files that have mutants, as they are. */
function handler(): Map<string, string> {
  const names = readdirSync(join(REPOSITORY, 'lambda'), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => `lambda/${name}`);
  return new Map(files.map((file) => [file, readFileSync(join(REPOSITORY, file), 'utf8')]));
}

/** With the Node.js that it needs, which is not that of this process. */
async function runStryker(args: string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  // Upon the first Ctrl-C StrykerJS writes down what it has found out.
  process.on('SIGINT', () => undefined);
  const stryker = spawn(
    join(PACKAGES, 'node/bin/node'),
    [
      join(PACKAGES, '@stryker-mutator/core/bin/stryker.js'),
      'run',
      'tools/mutation/stryker.config.mjs',
      ...args,
    ],
    { cwd: REPOSITORY, stdio: 'inherit', env: { ...process.env, TMPDIR: folder } },
  );
  try {
    const [code] = (await once(stryker, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    for (const left of [folder, SANDBOX]) rmSync(left, { recursive: true, force: true });
  }
}

/** How the names of the files begin that `--mutate` names; undefined without it. */
function mutatedPart(args: string[]): string[] | undefined {
  const options = { mutate: { type: 'string', short: 'm' } } as const;
  const { mutate } = parseArgs({ args, options, strict: false }).values;
  return typeof mutate === 'string'
    ? mutate.split(',').map((glob) => glob.replace(/[*?{[(:].*$/s, ''))
    : undefined;
}

function printPart(results: readonly FileResult[]): void {
  for (const { file, line, original, replacement } of results.flatMap(({ survivors }) => survivors)) {
    console.log(`${file}:${line}\n  - ${original}\n  + ${replacement}`);
  }
  console.log(`score: ${scoreOf(results)} of ${countOf(results)} mutants`);
}

function refuseStaleExplanations({ files }: Results): number {
  const survivors = Object.values(files).flatMap((result) => result.survivors);
  const wasRun = ({ file }: Explanation) => file === undefined || files[file] !== undefined;
  const stale = EXPLANATIONS.filter(
    (each) => wasRun(each) && !survivors.some((survivor) => explains(each, survivor)),
  );
  for (const explanation of stale) {
    console.error(`explanations.ts explains what survives no more: ${JSON.stringify(explanation)}`);
  }
  return stale.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
