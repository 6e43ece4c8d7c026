import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PluginBuild, build } from 'esbuild';
import type { HandlerClasses } from '../simulation';

const LAMBDA = join(__dirname, '../../../lambda');

/** All that is bundled but for what makes the clients. */
const ENTRY =
  "export { Handler } from './handler'; export { RetryThrottled } from './retry'; export { Kept } from './direct-connect/kept';";

/** A change of one source file on its way into the bundle. */
export interface Edit {
  readonly file: string;
  readonly edit: (source: string) => string;
}

/** The handler, bundled and minified as it ships, but for the SDK's clients, which the simulation answers for. */
export async function bundledHandler(edit?: Edit): Promise<HandlerClasses> {
  const folder = mkdtempSync(join(__dirname, 'bundle-'));
  const outfile = join(folder, 'handler.cjs');
  try {
    await build({
      stdin: { contents: ENTRY, resolveDir: LAMBDA, loader: 'ts' },
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
      plugins: edit ? [{ name: 'edit', setup: (plugin) => apply(edit, plugin) }] : [],
    });
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- made a moment ago
    return require(outfile) as HandlerClasses;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function apply({ file, edit }: Edit, plugin: PluginBuild): void {
  plugin.onLoad({ filter: new RegExp(`lambda/${file}$`) }, async ({ path }) => ({
    contents: edit(await readFile(path, 'utf8')),
    loader: 'ts' as const,
  }));
}
