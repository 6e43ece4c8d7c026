import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
/** Nobody listens there. */
const REGISTRY = 'http://127.0.0.1:1/';

test('setup without a network says that it needs one', () => {
  const clone = mkdtempSync(join(tmpdir(), 'clone-'));
  try {
    mkdirSync(join(clone, 'tools/build'), { recursive: true });
    for (const name of ['setup.mjs', 'node-version.mjs']) {
      cpSync(join(ROOT, 'tools/build', name), join(clone, 'tools/build', name));
    }
    const dependency = { version: '1.0.0', resolved: `${REGISTRY}a.tgz`, integrity: 'sha512-AAAA' };
    const root = { name: 'clone', version: '1.0.0', dependencies: { a: '1.0.0' } };
    writeFileSync(join(clone, 'package.json'), JSON.stringify({ ...root, engines: { node: '>= 20.16.0' } }));
    const lock = { ...root, lockfileVersion: 3, packages: { '': root, 'node_modules/a': dependency } };
    writeFileSync(join(clone, 'package-lock.json'), JSON.stringify(lock));

    const { status, stderr } = spawnSync(process.execPath, ['tools/build/setup.mjs'], {
      cwd: clone,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: clone,
        npm_config_registry: REGISTRY,
        npm_config_fetch_retries: '0',
      },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/ECONNREFUSED/);
    expect(stderr).toMatch(
      /setup: `npm ci` failed; its messages are above\. The first setup needs a network: /,
    );
    expect(stderr).toMatch(/npm config get registry.*HTTPS_PROXY/);
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
});
