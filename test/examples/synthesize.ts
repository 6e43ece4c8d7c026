import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Resource } from '../lib/stacks';

const ROOT = join(__dirname, '../..');

export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, { readonly Export?: { readonly Name: unknown } } | undefined>;
}

export const VALIDATED = { CDK_VALIDATION: 'true' };

/**
 * Runs an example's app as the `cdk` CLI does, and answers the templates by the names of their stacks.
 *
 * @param dependencies gets, for each stack, what has to be deployed before it.
 * @param environment variables of the app; `VALIDATED` turns the CDK's own validation of its templates on.
 * @throws if the CLI would print a warning.
 */
export async function synthesize(
  example: string,
  context: Record<string, string> = {},
  dependencies: Record<string, string[]> = {},
  environment: Record<string, string> = {},
): Promise<Record<string, Template>> {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk.out-'));
  await promisify(execFile)(process.execPath, ['--import', 'tsx', `examples/${example}/app.ts`], {
    cwd: ROOT,
    env: { ...process.env, ...environment, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  const assemblies = assembliesIn(outdir);
  const warnings = [...assemblies.flatMap(readWarnings), ...readFindings(outdir)];
  if (warnings.length > 0) throw new Error(`the example ${example} has warnings:\n${warnings.join('\n')}`);
  return Object.fromEntries(assemblies.flatMap((assembly) => readTemplates(assembly, dependencies)));
}

/** The app's own assembly, and those of its stages. */
function assembliesIn(outdir: string): string[] {
  const stages = readdirSync(outdir).filter((name) => name.startsWith('assembly-'));
  return [outdir, ...stages.map((name) => join(outdir, name))];
}

function readTemplates(assembly: string, before: Record<string, string[]>): [string, Template][] {
  const { artifacts } = readJson(join(assembly, 'manifest.json')) as {
    artifacts: Record<string, Artifact>;
  };
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, { displayName, dependencies = [], properties }]) => {
      before[displayName ?? id] = dependencies;
      return [displayName ?? id, readJson(join(assembly, properties.templateFile)) as Template];
    });
}

function readWarnings(assembly: string): string[] {
  const files = readdirSync(assembly).filter((name) => name.endsWith('.metadata.json'));
  const entries = files.flatMap((name) =>
    Object.values(readJson(join(assembly, name)) as Record<string, MetadataEntry[]>).flat(),
  );
  return entries.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data));
}

/** What the CDK's own validation says of the templates, where it is on. */
function readFindings(outdir: string): string[] {
  const report = join(outdir, 'validation-report.json');
  if (!existsSync(report)) return [];
  const { pluginReports } = readJson(report) as { pluginReports: unknown[] };
  return pluginReports.map((each) => JSON.stringify(each));
}

interface MetadataEntry {
  readonly type: string;
  readonly data?: unknown;
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly dependencies?: string[];
  readonly properties: { readonly templateFile: string };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
