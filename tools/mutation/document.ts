import { section, table } from '../bench/markdown';
import { explains, type Explanation } from './explanations';
import { isSurvivor, type Mutant, type Results } from './results';

/**
 * `docs/reports/mutation.md`
 *
 * @param current the files of the handler as they are, by name.
 */
export function render(
  results: Results,
  explanations: readonly Explanation[],
  current: ReadonlyMap<string, string>,
): string {
  const { version } = results;
  const mutants = results.mutants.filter(({ file }) => current.has(file));
  const survivors = mutants.filter(isSurvivor);
  const parts = [
    introduce(version, mutants),
    section('What was run', sayWhatWasRun(results, current)),
    section('Score', table(SCORE_HEAD, [...filesOf(mutants).map(scoreRow), scoreRow(['all', mutants])])),
    section('Survivors', countSurvivors(survivors, explanations)),
    ...filesOf(survivors).map((each) => renderSurvivors(each, explanations)),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The share of the mutants that the tests have noticed. */
export function scoreOf(mutants: readonly Mutant[]): string {
  const killed = mutants.filter((mutant) => !isSurvivor(mutant)).length;
  return `${((100 * killed) / mutants.length).toFixed(1)}%`;
}

function introduce(version: string, mutants: readonly Mutant[]): string {
  return [
    '# Mutation testing',
    `Made by \`npm run test:mutation\` with StrykerJS ${version}; do not edit. The last column is written in \`tools/mutation/explanations.ts\`.`,
    `StrykerJS changes the handler in one small place at a time, and runs the tests of \`test/lambda/\`. A change that makes a test fail, or run for too long, is killed; one that no test notices survives. **${scoreOf(mutants)}** of ${mutants.length} mutants do not survive.`,
  ].join('\n\n');
}

/** A run takes hours, so it is made in parts, and the handler goes on. */
function sayWhatWasRun({ sources }: Results, current: ReadonlyMap<string, string>): string {
  const all = [...current.keys()].sort();
  const missing = all.filter((file) => !sources.has(file));
  const changed = all.filter((file) => sources.has(file) && sources.get(file) !== current.get(file));
  if (missing.length + changed.length === 0) return `All ${all.length} files, as they are.`;
  const list = (files: readonly string[]) => files.map((file) => `\`${file}\``).join(', ') || 'none';
  return [
    `${all.length - missing.length - changed.length} of ${all.length} files as they are.`,
    `Changed since: ${list(changed)}.`,
    `Never run: ${list(missing)}.`,
  ].join('\n\n');
}

const SCORE_HEAD = ['file', 'mutants', 'killed', 'timed out', 'survived', 'never run', 'score'];

function scoreRow([file, mutants]: readonly [string, readonly Mutant[]]): string[] {
  const count = (status: string) => String(mutants.filter((mutant) => mutant.status === status).length);
  const counts = ['Killed', 'Timeout', 'Survived', 'NoCoverage'].map(count);
  return [file, String(mutants.length), ...counts, scoreOf(mutants)];
}

function countSurvivors(survivors: readonly Mutant[], explanations: readonly Explanation[]): string {
  const isExplained = (mutant: Mutant) => explanations.some((each) => explains(each, mutant));
  const explained = survivors.filter(isExplained).length;
  return `${survivors.length} mutants, of which ${explained} are explained. Where the last column is empty, a test is missing, or has been written since the run.`;
}

function renderSurvivors(
  [file, survivors]: readonly [string, readonly Mutant[]],
  explanations: readonly Explanation[],
): string {
  const rows = survivors.map((mutant) => [
    String(mutant.line),
    mutant.mutator,
    code(mutant.original),
    code(mutant.replacement),
    whyOf(mutant, explanations),
  ]);
  return `### ${file}\n\n${table(['line', 'mutator', 'original', 'replacement', 'why it may survive'], rows)}`;
}

function whyOf(mutant: Mutant, explanations: readonly Explanation[]): string {
  const explanation = explanations.find((each) => explains(each, mutant));
  return explanation?.why ?? (mutant.status === 'NoCoverage' ? '_no test gets here_' : '');
}

function filesOf(mutants: readonly Mutant[]): (readonly [string, readonly Mutant[]])[] {
  const files = [...new Set(mutants.map(({ file }) => file))];
  return files.map((file) => [file, mutants.filter((mutant) => mutant.file === file)]);
}

/** Code in a cell of a table, which a bar would end, between more backticks than stand in it. */
function code(text: string): string {
  if (text === '') return '';
  const fence = text.includes('`') ? '``' : '`';
  const space = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${space}${text.replaceAll('|', '\\|')}${space}${fence}`;
}
