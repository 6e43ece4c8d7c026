// The examples of the docstrings stand in `tools/docs/rosetta`. jsii-rosetta looks for it at the root of the package.
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Does something while jsii-rosetta finds the fixtures of the examples. */
export async function withFixtures(root, act) {
  const link = join(root, 'rosetta');
  rmSync(link, { force: true });
  symlinkSync(join('tools', 'docs', 'rosetta'), link);
  try {
    return await act();
  } finally {
    rmSync(link, { force: true });
  }
}
