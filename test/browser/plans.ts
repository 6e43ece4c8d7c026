import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { HostedConnectionAssociation, HostedConnectionParent, HostedConnectionProvider } from '../../lib';
import { Inventory, hostedConnections, inventory } from '../../simulator';

const COMMAND = join(__dirname, '../../cli/dist/hosted-connections.mjs');

/** Most stacks have room for so many. */
const IN_A_STACK = 450;

interface Wanted {
  readonly inventory: Inventory;
  /** The parent that each connection is declared to be on. */
  readonly declared: ReadonlyMap<string, string>;
}

/** The page that the command writes: in the file of which this is the path. */
export function planPage({ inventory: given, declared }: Wanted, expectedCode: number): string {
  process.env['CDK_VALIDATION'] = 'false';
  const folder = mkdtempSync(join(tmpdir(), 'plan-'));
  const [file, page] = [join(folder, 'inventory.json'), join(folder, 'plan.html')];
  writeFileSync(file, JSON.stringify(given));
  const app = new App({ outdir: join(folder, 'cdk.out') });
  const all = [...declared];
  for (let first = 0; first < all.length; first += IN_A_STACK) {
    const stack = new Stack(app, `Night${first / IN_A_STACK + 1}`);
    const provider = HostedConnectionProvider.fromDeployed(stack, 'Provider');
    for (const [connectionId, parentId] of all.slice(first, first + IN_A_STACK)) {
      const parent = HostedConnectionParent.fromLagId(parentId);
      new HostedConnectionAssociation(stack, connectionId, { connectionId, parent, provider, outputs: [] });
    }
  }
  app.synth();
  const args = ['plan', '--app', join(folder, 'cdk.out'), '--inventory', file, '--html', page];
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
  if (status !== expectedCode)
    throw new Error(`plan has ended with ${status}, not ${expectedCode}: ${stderr}`);
  return page;
}

/** What customers call their connections. */
export const NAMES = [
  'Acme',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "O'Neill & Söhne",
  'שירותי ענן',
  'end\u202egnihtemos',
  '東京データセンター',
  '</style></title><h1>mine</h1>',
];

const HOMES = ['dxcon-11111111', 'dxcon-22222222', 'dxlag-aaaaaaaa'] as const;

/** 30 connections: most of them move, some are there, and one is refused. */
export function small(): Wanted {
  const ids = hostedConnections(30);
  const home = (index: number) => HOMES[index % HOMES.length] ?? HOMES[0];
  const hosted = HOMES.map((parent) => [
    parent,
    ids.flatMap((connectionId, index) =>
      home(index) === parent
        ? [
            {
              connectionId,
              vlan: 101 + index,
              connectionName: NAMES[index % NAMES.length],
              ownerAccount: `4444555566${10 + (index % 7)}`,
            },
          ]
        : [],
    ),
  ]);
  const lags = ['dxlag-aaaaaaaa', { lagId: 'dxlag-bbbbbbbb', lagName: 'New & <larger>' }];
  return {
    inventory: inventory({
      interconnects: ['dxcon-11111111', 'dxcon-22222222'],
      lags,
      hosted: {
        ...Object.fromEntries(hosted),
        'dxlag-bbbbbbbb': [{ connectionId: 'dxcon-holder01', vlan: 101 }],
      },
    }),
    declared: new Map(ids.map((id, index) => [id, index % 5 === 2 ? 'dxlag-aaaaaaaa' : 'dxlag-bbbbbbbb'])),
  };
}

/** 1,000 connections on 40 LAGs. Most are adopted: moving them all would only make the plan take longer. */
export function large(): Wanted {
  const ids = hostedConnections(1000);
  const lags = Array.from({ length: 40 }, (_, index) => `dxlag-${String(index + 1).padStart(8, '0')}`);
  const [target = ''] = lags;
  const home = (index: number) => lags[index % lags.length] ?? target;
  const hosted = lags.map((lag) => [lag, ids.filter((_, index) => home(index) === lag)]);
  return {
    inventory: inventory({ lags, hosted: Object.fromEntries(hosted) }),
    declared: new Map(ids.map((id, index) => [id, index < 40 ? target : home(index)])),
  };
}
