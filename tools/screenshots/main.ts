/**
 * `npm run screenshots`: runs `plan`, `watch` and `status` in a terminal, on a local AWS with a simulated Direct Connect,
 * and writes what they show to `docs/`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DirectConnectSimulator } from '../../simulator';
import { BEGINNINGS } from '../demo/beginnings';
import { Cdk, succeeded } from '../local-aws/cdk';
import type { LocalAws } from '../local-aws/local-aws';
import { PROVIDER_ID } from '../local-aws/provider';
import { withLocalAws } from '../local-aws/with-local-aws';
import { Screen } from './screen';

const APP = 'npx tsx examples/migration/app.ts';
const STACK = 'Migration';
const MOVED_BY_HAND = 'dxcon-fgq8r9s0';

/** Long enough for somebody to be interrupted when the picture is taken. */
const SETTLE_MS = 6000;

async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const inventory = BEGINNINGS['migration'];
  if (inventory === undefined) throw new Error('there is no example migration');
  await withLocalAws({ inventory, settleMs: SETTLE_MS }, take);
}

async function take(aws: LocalAws, simulator: DirectConnectSimulator): Promise<void> {
  const cdk = new Cdk(aws);
  const folder = join(aws.folder, 'cdk.out');
  const environment = { ...aws.environment(), AWS_ENDPOINT_URL_DIRECT_CONNECT: simulator.url };
  succeeded(await cdk.bootstrap());
  succeeded(await cdk.synth(APP, folder));

  const plan = new Screen('plan', ['plan', '--app', folder], environment);
  await plan.ended;
  write(
    'plan',
    plan.picture(
      'What hosted-connections plan prints: the connections that a deployment would move, in their order',
    ),
  );

  succeeded(await cdk.deploy(folder, { stacks: [PROVIDER_ID] }));
  const watch = new Screen('watch', ['watch', '--every', '0.5', '--wait', '100'], environment);
  await watch.shows(/waiting for/);
  const deployed = cdk.deploy(folder, { stacks: [STACK] });
  await watch.shows(/2 of 5 done[^]*interrupted for 3 s/);
  write(
    'watch',
    watch.picture(
      'What hosted-connections watch shows in the middle of a deployment: who is interrupted, and how far it has come',
    ),
  );
  succeeded(await deployed);
  watch.stop();
  await watch.ended;

  simulator.moveByHand(MOVED_BY_HAND, 'dxlag-fgkq2m7x');
  const status = new Screen('status', ['status'], environment);
  await status.ended;
  write(
    'status',
    status.picture('What hosted-connections status prints: one of five connections was moved by hand'),
  );
}

function write(name: string, picture: string): void {
  const file = `docs/${name}.svg`;
  writeFileSync(join(__dirname, '../..', file), picture);
  console.log(`wrote ${file}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
