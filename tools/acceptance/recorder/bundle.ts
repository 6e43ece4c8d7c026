import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Bundles the recorder's function into a folder, for the CDK to upload. */
export function bundleRecorder(folder: string): void {
  buildSync({
    entryPoints: [join(__dirname, 'index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
}
