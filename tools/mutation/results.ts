import { createHash } from 'node:crypto';

/** What StrykerJS has found out about a mutant of the handler. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly mutator: string;
  /** The code, and what stood there instead: on one line, and short. */
  readonly original: string;
  readonly replacement: string;
  readonly status: Status;
}

/** The others, such as mutants that no file could load, count neither for the tests nor against them. */
export const STATUSES = ['Killed', 'Timeout', 'Survived', 'NoCoverage'] as const;

export type Status = (typeof STATUSES)[number];

/** What became of the mutants of a file. */
export interface FileResult {
  /** The hash of the file as it was then. */
  readonly source: string;
  readonly counts: Readonly<Record<Status, number>>;
  /** In the order of their lines. */
  readonly survivors: readonly Mutant[];
}

/** What is kept of all runs: `docs/reports/mutation.json`. */
export interface Results {
  readonly version: string;
  readonly files: Readonly<Record<string, FileResult>>;
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

const LONGEST_CODE = 80;

/** What is known of each file: what StrykerJS has just found out, or what was found out before. */
export function withResults(known: Results | undefined, json: string): Results {
  const { framework, files } = JSON.parse(json) as StrykerResults;
  const found = Object.entries(files).map(([file, result]) => [file, resultOf(file, result)] as const);
  const all = Object.entries({ ...known?.files, ...Object.fromEntries(found) });
  return {
    version: framework.version,
    files: Object.fromEntries(all.sort(([one], [other]) => one.localeCompare(other))),
  };
}

function resultOf(file: string, { source, mutants }: StrykerFile): FileResult {
  const counted = mutants.flatMap(({ status, location, mutatorName, replacement }) =>
    isCounted(status)
      ? {
          file,
          line: location.start.line,
          mutator: mutatorName,
          original: shorten(codeAt(source, location)),
          replacement: shorten(replacement),
          status,
        }
      : [],
  );
  const count = (status: Status) => counted.filter((mutant) => mutant.status === status).length;
  return {
    source: hashOf(source),
    counts: Object.fromEntries(STATUSES.map((status) => [status, count(status)])) as Record<Status, number>,
    survivors: counted.filter(isSurvivor).sort((one, other) => one.line - other.line),
  };
}

export function hashOf(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 16);
}

function isCounted(status: string): status is Status {
  return (STATUSES as readonly string[]).includes(status);
}

function isSurvivor({ status }: Mutant): boolean {
  return status === 'Survived' || status === 'NoCoverage';
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
