import { section, table } from '../bench/markdown';
import { explains, type Explanation } from './explanations';
import { STATUSES, hashOf, type FileResult, type Mutant, type Results } from './results';

/**
 * `docs/reports/mutation.md`
 *
 * @param current the files of the handler as they are, by name.
 */
export function render(
  { version, files }: Results,
  explanations: readonly Explanation[],
  current: ReadonlyMap<string, string>,
): string {
  const present = Object.entries(files).filter(([file]) => current.has(file));
  const all = present.map(([, result]) => result);
  const rows = [...present.map(([file, result]) => scoreRow(file, [result])), scoreRow('all', all)];
  const survivors = all.flatMap((result) => result.survivors);
  const parts = [
    introduce(version, all),
    section('What was run', sayWhatWasRun(files, current)),
    section('Score', table(SCORE_HEAD, rows)),
    section('Survivors', countSurvivors(survivors, explanations)),
    ...present.flatMap(([file, result]) => renderSurvivors(file, result, explanations)),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The share of the mutants that the tests have noticed. */
export function scoreOf(results: readonly FileResult[]): string {
  const survived = results.flatMap(({ survivors }) => survivors).length;
  return `${(100 * (1 - survived / countOf(results))).toFixed(1)}%`;
}

export function countOf(results: readonly FileResult[]): number {
  return results.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
}

function introduce(version: string, results: readonly FileResult[]): string {
  return [
    '# Mutation testing',
    `Made by \`npm run test:mutation\` with StrykerJS ${version}; do not edit. The last column is written in \`tools/mutation/explanations.ts\`.`,
    `StrykerJS changes the handler in one small place at a time, and runs the tests of \`test/lambda/\`. A change that makes a test fail, or run for too long, is killed; one that no test notices survives. **${scoreOf(results)}** of ${countOf(results)} mutants do not survive.`,
  ].join('\n\n');
}

/** A run takes hours, so it is made in parts, and the handler goes on. */
function sayWhatWasRun(files: Results['files'], current: ReadonlyMap<string, string>): string {
  const all = [...current.keys()].sort();
  const missing = all.filter((file) => files[file] === undefined);
  const changed = all.filter((file) => files[file] && files[file].source !== hashOf(current.get(file) ?? ''));
  if (missing.length + changed.length === 0) return `All ${all.length} files, as they are.`;
  const list = (files: readonly string[]) => files.map((file) => `\`${file}\``).join(', ') || 'none';
  return [
    `${all.length - missing.length - changed.length} of ${all.length} files as they are.`,
    `Changed since: ${list(changed)}.`,
    `Never run: ${list(missing)}.`,
  ].join('\n\n');
}

const SCORE_HEAD = ['file', 'mutants', 'killed', 'timed out', 'survived', 'never run', 'score'];

function scoreRow(name: string, results: readonly FileResult[]): string[] {
  const count = (status: (typeof STATUSES)[number]) =>
    String(results.reduce((sum, { counts }) => sum + counts[status], 0));
  return [name, String(countOf(results)), ...STATUSES.map(count), scoreOf(results)];
}

function countSurvivors(survivors: readonly Mutant[], explanations: readonly Explanation[]): string {
  const isExplained = (mutant: Mutant) => explanations.some((each) => explains(each, mutant));
  const explained = survivors.filter(isExplained).length;
  return `${survivors.length} mutants, of which ${explained} are explained. Where the last column is empty, a test is missing, or has been written since the run.`;
}

function renderSurvivors(
  file: string,
  { survivors }: FileResult,
  explanations: readonly Explanation[],
): string[] {
  if (survivors.length === 0) return [];
  const rows = survivors.map((mutant) => [
    String(mutant.line),
    mutant.mutator,
    code(mutant.original),
    code(mutant.replacement),
    whyOf(mutant, explanations),
  ]);
  return [`### ${file}`, table(['line', 'mutator', 'original', 'replacement', 'why it may survive'], rows)];
}

function whyOf(mutant: Mutant, explanations: readonly Explanation[]): string {
  const explanation = explanations.find((each) => explains(each, mutant));
  return explanation?.why ?? (mutant.status === 'NoCoverage' ? '_no test gets here_' : '');
}

/** Code in a cell of a table, which a bar would end, between more backticks than stand in it. */
function code(text: string): string {
  if (text === '') return '';
  const fence = text.includes('`') ? '``' : '`';
  const space = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${space}${text.replaceAll('|', '\\|')}${space}${fence}`;
}
