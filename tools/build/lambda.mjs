// Bundles each function of lambda/ with its SDK clients into the one file of it that ships in the package.
import { build } from 'esbuild';

/** The handler and the drift monitor are assets of their own: a change of one does not redeploy the other. */
const FUNCTIONS = { 'lambda/index.ts': 'lambda/dist', 'lambda/drift/index.ts': 'lambda/drift/dist' };

for (const [entryPoint, folder] of Object.entries(FUNCTIONS)) {
  await build({
    entryPoints: [entryPoint],
    outfile: `${folder}/index.mjs`,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    // CommonJS parts of the SDK call require(); ESM has none unless it is made.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'warning',
  });
}
