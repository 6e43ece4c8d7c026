/**
 * `npm run bench`: what this package costs beside what there is without it, measured side by side. Prints the aims and
 * writes `docs/reports/benchmarks.md`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, compileApp } from './apps';
import { isMet, ratioOf, show } from './comparison';
import { measureDeployments } from './deployments';
import { render } from './document';
import { listAims, type Figures } from './figures';
import { measureImports } from './imports';
import { measureTemplates } from './templates';

async function main(): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  await compileApp();
  const figures: Figures = {
    imports: await step('handlers', measureImports),
    templates: await step('templates and syntheses', measureTemplates),
    deployments: await step('deployments on MiniStack', measureDeployments),
  };
  for (const aim of listAims(figures)) {
    const [ours, theirs] = [show(aim.ours, aim.unit), show(aim.theirs, aim.unit)];
    const verdict = isMet(aim) ? 'met   ' : 'MISSED';
    console.log(`${verdict} ${ratioOf(aim).toFixed(2)} (aim ${aim.aim}) ${aim.what}: ${ours} to ${theirs}`);
  }
  writeFileSync(join(REPOSITORY, 'docs/reports/benchmarks.md'), render(figures));
  console.log('written: docs/reports/benchmarks.md');
}

async function step<T>(name: string, measure: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const measured = await measure();
  console.log(`${name}: measured in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return measured;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
