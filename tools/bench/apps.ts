import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import type { Side } from './fleet';

export const REPOSITORY = join(__dirname, '../..');
/** Under node_modules, where the app finds its packages. */
const APP = join(REPOSITORY, 'node_modules/.cache/bench/app.cjs');

const COMPILED_PACKAGE: Plugin = {
  name: 'compiled-package',
  setup: (building) => {
    building.onResolve({ filter: /^\.\.\/\.\.\/lib$/ }, () => ({
      path: join(REPOSITORY, 'lib/index.js'),
      external: true,
    }));
  },
};

export interface SynthOptions {
  readonly outdir: string;
  /** Whether the CDK's own validation of templates runs, as it does by default. */
  readonly validation: boolean;
}

/** Makes `app.ts` a script for plain node that loads the package as it is compiled, not its sources. */
export async function compileApp(): Promise<void> {
  await build({
    entryPoints: [join(__dirname, 'app.ts')],
    outfile: APP,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    plugins: [COMPILED_PACKAGE],
    logLevel: 'warning',
  });
}

/**
 * Synthesizes an app in a process of its own.
 *
 * @returns milliseconds of processor time, from the start of the process to the end of the synthesis.
 */
export async function synthesize(side: Side, count: number, options: SynthOptions): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [APP, side, String(count), options.outdir], {
    cwd: REPOSITORY,
    env: { ...process.env, CDK_VALIDATION: String(options.validation) },
  });
  return Number(stdout);
}
