// Bundles the command line with all that it uses into the one file that ships in the package, and the licences of what
// is in it into another.
import { build } from 'esbuild';
import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OUT = 'cli/dist';
const FILE = `${OUT}/hosted-connections.mjs`;

const { metafile } = await build({
  entryPoints: ['cli/main.ts'],
  outfile: FILE,
  bundle: true,
  minify: true,
  // Errors are told apart by their names.
  keepNames: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  mainFields: ['module', 'main'],
  banner: {
    js: "#!/usr/bin/env node\nimport{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
  // The style and the script of the page that `plan --html` writes.
  loader: { '.css': 'text', '.browser.mjs': 'text' },
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
});
// Without this, what pip installs of it cannot be run.
chmodSync(FILE, 0o755);
writeFileSync(`${OUT}/THIRD_PARTY_LICENSES`, licences(packagesIn(Object.values(metafile.outputs)[0].inputs)));

/** The folders of the packages of which something is in the bundle. */
function packagesIn(inputs) {
  const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = used.map(([path]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/** A text that several have stands there once, under all of their names. */
function licences(folders) {
  const byText = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}`.trim());
  return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
