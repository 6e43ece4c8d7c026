import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmTarball, ROOT } from './built';
import { run } from './command';
import type { App, Language } from './language';
import { CDK } from './versions';

const SOURCE = join(__dirname, 'apps/typescript/app.mts');
const TYPESCRIPT = join(ROOT, 'node_modules/typescript/bin/tsc');
const NODE_TYPES = join(ROOT, 'node_modules/@types');

const COMPILER_OPTIONS = {
  strict: true,
  target: 'es2022',
  module: 'node20',
  types: ['node'],
  typeRoots: [NODE_TYPES],
  skipLibCheck: true,
};

export const typescript: Language = {
  name: 'TypeScript',
  target: 'js',
  install: (folder) => installWith(CDK, folder),
  carriedTarball: () => Promise.resolve(npmTarball()),
};

/** The app next to a CDK of these versions. npm refuses those that the peer range does not allow. */
export async function installWith(
  versions: { lib: string; constructs: string },
  folder: string,
): Promise<App> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: ['app.ts'] }),
  );
  cpSync(SOURCE, join(folder, 'app.ts'));
  const packages = [npmTarball(), `aws-cdk-lib@${versions.lib}`, `constructs@${versions.constructs}`];
  const options = ['--save-exact', '--strict-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...options, ...packages], { folder });
  await run(process.execPath, [TYPESCRIPT], { folder });
  return { folder, command: [process.execPath, 'app.js'] };
}
