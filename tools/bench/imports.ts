import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY, synthesize } from './apps';
import { median } from './statistics';

const ROUNDS = 9;

/** What a function loads before its first call of AWS. */
export interface ImportFigures {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** Processor time, without that of an empty process. */
  readonly milliseconds: number;
}

interface Script {
  readonly name: string;
  /** What the process runs, as CommonJS in an async function. */
  readonly code: string;
  /** Files that `require` does not know of. */
  readonly modules: readonly string[];
}

interface Sample {
  readonly files: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Handlers as they are deployed, each time loaded in a process of its own, by turns. */
export async function measureImports(): Promise<ImportFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-imports-'));
  try {
    await synthesize('peer', 1, { outdir: folder, validation: false });
    const scripts = listScripts(peerHandlerIn(folder));
    const samples = new Map<Script, Sample[]>(scripts.map((script) => [script, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const script of scripts) samples.get(script)?.push(await run(script));
    }
    const [empty, ...loaded] = scripts.map((script) => summary(script, samples.get(script) ?? []));
    return loaded.map((figures) => ({
      ...figures,
      milliseconds: figures.milliseconds - (empty?.milliseconds ?? 0),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function listScripts(peerHandler: string): Script[] {
  const bundle = join(REPOSITORY, 'lambda/dist/index.mjs');
  const client = "new (require('@aws-sdk/client-direct-connect').DirectConnectClient)({});";
  const load = `require(${JSON.stringify(peerHandler)});`;
  return [
    { name: 'an empty process', code: '', modules: [] },
    {
      name: 'This package: its handler with its SDK clients, one bundle',
      code: `await import(${JSON.stringify(bundle)});`,
      modules: [bundle],
    },
    { name: '`AwsCustomResource`: its handler alone', code: load, modules: [] },
    {
      name: '`AwsCustomResource`: its handler, and the SDK client that it loads for its first call',
      code: load + client,
      modules: [],
    },
  ];
}

function peerHandlerIn(assembly: string): string {
  const asset = readdirSync(assembly).find((name) => name.startsWith('asset.'));
  if (asset === undefined) throw new Error(`expected the asset of a function in ${assembly}, got none`);
  return join(assembly, asset, 'index.js');
}

async function run({ code, modules }: Script): Promise<Sample> {
  const program = `(async () => {
    ${code}
    const { user, system } = process.cpuUsage();
    const milliseconds = (user + system) / 1000;
    const files = [...Object.keys(require.cache), ...${JSON.stringify(modules)}];
    const bytes = files.reduce((sum, file) => sum + require('node:fs').statSync(file).size, 0);
    console.log(JSON.stringify({ milliseconds, files: files.length, bytes }));
  })();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], {
    cwd: REPOSITORY,
    env: {
      ...process.env,
      AWS_REGION: 'us-east-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  return JSON.parse(stdout) as Sample;
}

function summary({ name }: Script, samples: readonly Sample[]): ImportFigures {
  const [first] = samples;
  if (first === undefined) throw new Error(`${name} was not measured`);
  return { ...first, name, milliseconds: median(samples.map(({ milliseconds }) => milliseconds)) };
}
