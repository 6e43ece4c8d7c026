import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const BUNDLE = 'lambda/dist/index.mjs';
const isSource = (path: string) => !path.endsWith('dist');

/** Bundles a copy of the handler in a folder of its own. */
function bundleIn(...path: string[]): Buffer {
  const folder = join(mkdtempSync(join(tmpdir(), 'bundle-')), ...path);
  for (const name of ['lib', 'tools/build']) mkdirSync(join(folder, name), { recursive: true });
  cpSync(join(ROOT, 'lambda'), join(folder, 'lambda'), { recursive: true, filter: isSource });
  for (const file of [
    'lib/contract.ts',
    'lib/hosted-connection-attribute.ts',
    'lib/timing.ts',
    'tools/build/lambda.mjs',
    'package.json',
    'tsconfig.json',
  ]) {
    cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, ['tools/build/lambda.mjs'], { cwd: folder, stdio: 'pipe' });
  return readFileSync(join(folder, BUNDLE));
}

// Its hash is the asset's name: another one would redeploy the functions of every stack, for nothing.
test('the bundle is the same bytes, wherever and however often it is built', () => {
  const built = readFileSync(join(ROOT, BUNDLE));
  expect(bundleIn('here').equals(built)).toBe(true);
  expect(bundleIn('deep', 'down', 'there').equals(built)).toBe(true);
}, 30_000);
