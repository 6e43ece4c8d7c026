import { Ansis } from 'ansis';
import { harmless } from './harmless';
import { LiveDisplay } from './live';

/** What a command prints to. */
export interface Streams {
  readonly stdout: Pick<NodeJS.WriteStream, 'write'> & {
    readonly columns?: number;
    readonly rows?: number;
    readonly isTTY?: boolean;
  };
  readonly stderr: Pick<NodeJS.WriteStream, 'write'>;
}

/** Where a command prints, how wide that is, and its colours. */
export interface Terminal {
  /** Infinity where nobody reads it on a screen. */
  readonly columns: number;
  readonly colors: Ansis;
  readonly print: (text: string) => void;
  /** To standard error, in one line of its own. */
  readonly complain: (text: string) => void;
  /** Where lines can be drawn over; undefined where they would end up in a pipe or a file. */
  readonly live?: LiveDisplay;
}

export function terminalOf({ stdout, stderr }: Streams): Terminal {
  return {
    get columns() {
      return stdout.columns ?? Infinity;
    },
    colors: stdout.isTTY === undefined ? new Ansis(0) : new Ansis(),
    print: (text) => void stdout.write(`${harmless(text)}\n`),
    complain: (text) => void stderr.write(`${harmless(text)}\n`),
    live: stdout.isTTY === true && process.env['TERM'] !== 'dumb' ? new LiveDisplay(stdout) : undefined,
  };
}
