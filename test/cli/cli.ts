import { run } from '../../cli/program';

/** What a run of the command line came to. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  /** How wide the terminal is; default: there is none. */
  readonly columns?: number;
  /** Whether what is written can be written over, as on a terminal. */
  readonly isTTY?: boolean;
  /** Called with what is written, as it comes. */
  readonly onWrite?: (text: string) => void;
  /** The environment: where the services are, and who asks. */
  readonly environment?: Readonly<Record<string, string>>;
}

export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
};

/** Runs the command line in this process. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<Ran> {
  const printed = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    columns: options.columns,
    isTTY: options.isTTY,
    write: (text: string) => {
      printed[name] += text;
      options.onWrite?.(text);
      return true;
    },
  });
  const before = { ...process.env };
  Object.assign(process.env, CREDENTIALS, options.environment);
  try {
    const code = await run(args, { stdout: stream('out'), stderr: stream('err') });
    return { code, ...printed };
  } finally {
    process.env = before;
  }
}
