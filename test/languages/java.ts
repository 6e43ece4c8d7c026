import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BUILT_VERSION, distFolder, onlyFile, ROOT } from './built';
import { run } from './command';
import type { Language } from './language';
import { CDK } from './versions';

const PROJECT = join(__dirname, 'apps/java');
/** The one of tools/publish/package.mjs: what it has downloaded need not be downloaded again. */
const LOCAL_REPOSITORY = join(ROOT, 'node_modules/.cache/maven');
const GROUP = 'io/github/cdk-hosted-connection-association';

export const java: Language = {
  name: 'Java',
  target: 'java',
  async install(folder) {
    cpSync(PROJECT, folder, { recursive: true });
    // Maven would otherwise take the one that it has seen before, which may be another build of the same version.
    rmSync(join(LOCAL_REPOSITORY, GROUP), { recursive: true, force: true });
    const properties = {
      'maven.repo.local': LOCAL_REPOSITORY,
      'built.repository': pathToFileURL(distFolder('java')).href,
      'built.version': BUILT_VERSION,
      'cdk.version': CDK.lib,
      'constructs.version': CDK.constructs,
    };
    const definitions = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`);
    await run('mvn', ['-q', '-B', ...definitions, 'compile'], { folder });
    return { folder, command: ['mvn', '-q', '-B', ...definitions, 'exec:java'] };
  },
  async carriedTarball(folder) {
    const jar = onlyFile(distFolder('java'), /\d\.jar$/);
    await run('python3', ['-m', 'zipfile', '-e', jar, folder], { folder });
    return onlyFile(folder, /\.tgz$/);
  },
};
