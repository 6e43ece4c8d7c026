import { section, table } from '../bench/markdown';
import { explains, type Explanation } from './explanations';
import { isSurvivor, type Mutant, type Results } from './results';

/** `docs/reports/mutation.md` */
export function render({ version, mutants }: Results, explanations: readonly Explanation[]): string {
  const survivors = mutants.filter(isSurvivor);
  const parts = [
    introduce(version, mutants),
    section('Score', table(SCORE_HEAD, [...filesOf(mutants).map(scoreRow), scoreRow(['all', mutants])])),
    section(
      'Survivors',
      `${survivors.length} mutants. Where the last column explains none, a test is missing.`,
    ),
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

const SCORE_HEAD = ['file', 'mutants', 'killed', 'timed out', 'survived', 'never run', 'score'];

function scoreRow([file, mutants]: readonly [string, readonly Mutant[]]): string[] {
  const count = (status: string) => String(mutants.filter((mutant) => mutant.status === status).length);
  const counts = ['Killed', 'Timeout', 'Survived', 'NoCoverage'].map(count);
  return [file, String(mutants.length), ...counts, scoreOf(mutants)];
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
