import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder, onlyFile } from './built';
import { run } from './command';
import type { Language } from './language';
import { CDK } from './versions';

const SOURCE = join(__dirname, 'apps/python/app.py');
const wheel = (): string => onlyFile(distFolder('python'), /\.whl$/);

export const python: Language = {
  name: 'Python',
  target: 'python',
  async install(folder) {
    cpSync(SOURCE, join(folder, 'app.py'));
    await run('python3', ['-m', 'venv', 'venv'], { folder });
    const interpreter = join(folder, 'venv/bin/python');
    const packages = [
      wheel(),
      `aws-cdk-lib==${CDK.lib}`,
      `constructs==${CDK.constructs}`,
      `jsii==${CDK.jsii}`,
    ];
    // What is imported is compiled then; to compile all of the CDK takes as long as to download it.
    const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-compile'];
    await run(interpreter, ['-m', 'pip', 'install', ...options, ...packages], { folder });
    return { folder, command: [interpreter, 'app.py'] };
  },
  async carriedTarball(folder) {
    await run('python3', ['-m', 'zipfile', '-e', wheel(), folder], { folder });
    return onlyFile(folder, /\.tgz$/);
  },
};
