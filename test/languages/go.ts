import { cpSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { distFolder, onlyFile } from './built';
import { run } from './command';
import type { Language } from './language';
import { CDK } from './versions';

const SOURCE = join(__dirname, 'apps/go/main.go');
const MODULE =
  'github.com/cdk-hosted-connection-association/cdk-hosted-connection-association-go/cdkhostedconnectionassociation';
const CDK_MODULE = 'github.com/aws/aws-cdk-go/awscdk/v2';
const CONSTRUCTS_MODULE = 'github.com/aws/constructs-go/constructs/v10';

export const go: Language = {
  name: 'Go',
  target: 'go',
  async install(folder) {
    cpSync(SOURCE, join(folder, 'main.go'));
    const builtModule = dirname(onlyFile(distFolder('go'), /^[^/]+\/go\.mod$/));
    writeFileSync(join(folder, 'go.mod'), goMod(builtModule));
    await run('go', ['mod', 'tidy'], { folder });
    await run('go', ['build', '-o', 'app', '.'], { folder });
    return { folder, command: [join(folder, 'app')] };
  },
  carriedTarball: () => Promise.resolve(onlyFile(distFolder('go'), /\.tgz$/)),
};

/** Versions are replaced, not required: the built module requires those that it was built with, and the highest wins. */
function goMod(builtModule: string): string {
  return [
    'module partner',
    'go 1.25',
    `replace ${MODULE} => ${builtModule}`,
    `replace ${CDK_MODULE} => ${CDK_MODULE} v${CDK.lib}`,
    `replace ${CONSTRUCTS_MODULE} => ${CONSTRUCTS_MODULE} v${CDK.constructs}`,
    '',
  ].join('\n');
}
