import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';

/** The versions of Node.js that users have, beside the one that runs this. */
export const NODES = ['22.23.3', '24.21.0'];

/** Another Node.js, in a folder of its own: npm would run every script of the folder with it. Returns its path. */
export async function installNode(version: string, folder: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const options = ['--save-exact', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...options, `${name}@${version}`], { folder });
  const node = join(folder, 'node_modules', name, 'bin/node');
  const actual = (await run(node, ['--version'], { folder })).trim();
  if (actual !== `v${version}`) throw new Error(`${node} is Node.js ${actual}, expected v${version}`);
  return node;
}
