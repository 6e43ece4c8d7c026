import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const OLDEST = '20.16.0';

/** Runs a program of ours as if by another Node.js. */
function runAs(version: string, program: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, program];
  return spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
}

test.each(['18.20.8', '20.9.0', '20.15.1'])('setup refuses Node.js %s at once, in one line', (version) => {
  const { status, stdout, stderr } = runAs(version, 'tools/build/setup.mjs');
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: `setup: this is Node.js ${version}, expected ${OLDEST} or later: install a newer one, for example with nvm install 24\n`,
  });
});

test.each([OLDEST, '20.20.2', '22.0.0', '24.21.0'])('Node.js %s will do', (version) => {
  const code = `import { refusalOf } from './tools/build/node-version.mjs'; console.log(refusalOf('${version}'));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stdout).toBe('undefined\n');
});

test.each(['demo', 'example', 'test', 'test:e2e'])('npm run %s begins with that', (name) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(scripts[`pre${name}`]).toMatch(/^npm run setup\b/);
});

test('the README says the same version', () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  expect(engines.node).toBe(`>= ${OLDEST}`);
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(
    `Node.js ${OLDEST.replace(/\.0$/, '')} or later`,
  );
});
