import { Ansis } from 'ansis';

/** What a command prints to. */
export interface Streams {
  readonly stdout: Pick<NodeJS.WriteStream, 'write'> & {
    readonly columns?: number;
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
}

export function terminalOf({ stdout, stderr }: Streams): Terminal {
  return {
    columns: stdout.columns ?? Infinity,
    colors: stdout.isTTY === undefined ? new Ansis(0) : new Ansis(),
    print: (text) => void stdout.write(`${text}\n`),
    complain: (text) => void stderr.write(`${text}\n`),
  };
}
