import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Assembly } from './assembly';
import { buildResult, ROOT } from './built';
import { CDK_VERSIONS, Checks, DEPLOYED_LANGUAGE } from './checks';
import { dotnet } from './dotnet';
import { go } from './go';
import { java } from './java';
import type { Language } from './language';
import { NODES } from './node';
import { python } from './python';
import { Report } from './report';

const OTHERS = [java, python, go];

/**
 * `npm run test:languages`: builds the artifacts, and uses each as its users do. A language that cannot be tested here is
 * a failure, unless it is named: `-- --without go`.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { without: { type: 'string', multiple: true, default: [] } } });
  const known = OTHERS.map(({ target }) => target as string);
  const unknown = values.without.find((target) => !known.includes(target));
  if (unknown !== undefined) throw new Error(`--without ${unknown}: expected one of ${known.join(', ')}`);

  const report = new Report();
  await report.check('build', () => buildAll());
  if (report.failed) return report.close();
  const folder = mkdtempSync(join(tmpdir(), 'languages-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  await checkAll(new Checks(folder), report, values.without);
  return report.close();
}

/** Two at a time: they wait for downloads about half of the time. */
async function checkAll(checks: Checks, report: Report, without: readonly string[]): Promise<void> {
  const reference = report.check('TypeScript', () => checks.reference());
  const javaDone = checkLanguage(checks, report, java, reference, without);
  await reference;
  await checkLanguage(checks, report, python, reference, without);
  await javaDone;
  await checkLanguage(checks, report, go, reference, without);
  await report.check(`${dotnet.name} generated`, () => checks.carriesTheTarball(dotnet));
  report.skip(dotnet.name, 'no app is tried in it');
  for (const version of NODES) {
    await report.check(`Node.js ${version}`, () => checks.node(version, required(reference)));
  }
  for (const versions of CDK_VERSIONS) {
    const name = `aws-cdk-lib ${versions.lib}, constructs ${versions.constructs}`;
    await report.check(name, () => checks.cdk(versions, required(reference)));
  }
}

async function checkLanguage(
  checks: Checks,
  report: Report,
  language: Language,
  reference: Promise<Assembly | undefined>,
  without: readonly string[],
): Promise<void> {
  const { state, reason = '' } = buildResult(language.target);
  if (without.includes(language.target)) {
    report.skip(language.name, `as told by --without; the build says: ${state} ${reason}`);
    if (state === 'generated')
      await report.check(`${language.name} tarball`, () => checks.carriesTheTarball(language));
    return;
  }
  const app = await report.check(language.name, () => {
    if (state !== 'built') throw new Error(`the artifact was ${state}: ${reason}`);
    return checks.language(language, required(reference));
  });
  if (app === undefined || language !== DEPLOYED_LANGUAGE) return;
  await report.check(`${language.name} deployed`, () => checks.deployment(app));
}

async function required(reference: Promise<Assembly | undefined>): Promise<Assembly> {
  const assembly = await reference;
  if (assembly === undefined) throw new Error('there is nothing to compare with: TypeScript failed');
  return assembly;
}

function buildAll(): void {
  const { status } = spawnSync(process.execPath, ['tools/publish/package.mjs'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('`npm run package` failed; its messages are above');
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
