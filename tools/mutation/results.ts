/** What StrykerJS has found out about a mutant of the handler. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly mutator: string;
  /** The code, and what stood there instead: on one line, and short. */
  readonly original: string;
  readonly replacement: string;
  readonly status: string;
}

export interface Results {
  readonly version: string;
  readonly mutants: readonly Mutant[];
  /** The files as they were when their mutants were tested, by name. */
  readonly sources: ReadonlyMap<string, string>;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Location {
  readonly start: Position;
  readonly end: Position;
}

/** What is read of https://github.com/stryker-mutator/mutation-testing-elements, the format of the results. */
interface StrykerResults {
  readonly framework: { readonly version: string };
  readonly files: Readonly<Record<string, StrykerFile>>;
}

interface StrykerFile {
  readonly source: string;
  readonly mutants: readonly StrykerMutant[];
}

interface StrykerMutant {
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: string;
  readonly location: Location;
}

/** The others, such as mutants that no file could load, count neither for the tests nor against them. */
const COUNTED = ['Killed', 'Timeout', 'Survived', 'NoCoverage'];

const LONGEST_CODE = 80;

export function readResults(json: string): Results {
  const { framework, files } = JSON.parse(json) as StrykerResults;
  const mutants = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({
      file,
      line: mutant.location.start.line,
      mutator: mutant.mutatorName,
      original: shorten(codeAt(source, mutant.location)),
      replacement: shorten(mutant.replacement),
      status: mutant.status,
    })),
  );
  const counted = mutants.filter(({ status }) => COUNTED.includes(status));
  const sources = new Map(Object.entries(files).map(([file, { source }]) => [file, source]));
  return { version: framework.version, mutants: counted.sort(inOrder), sources };
}

export function isSurvivor({ status }: Mutant): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

function inOrder(one: Mutant, other: Mutant): number {
  return one.file.localeCompare(other.file) || one.line - other.line;
}

/** Lines and columns begin at 1. */
function codeAt(source: string, { start, end }: Location): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.pop() ?? '';
  return [...lines, last.slice(0, end.column - 1)].join('\n').slice(start.column - 1);
}

function shorten(code: string): string {
  const line = code.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_CODE ? line : `${line.slice(0, LONGEST_CODE)}…`;
}
