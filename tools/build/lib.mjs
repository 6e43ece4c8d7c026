// Compiles lib/ with jsii, and nothing else.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/jsii/bin/jsii', '--generate-tsconfig', 'tsconfig.jsii.json'],
  { stdio: 'inherit', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' } },
);
process.exit(status ?? 1);
