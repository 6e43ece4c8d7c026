import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HostedConnectionMigration, HostedConnectionParent } from '../../lib';
import { CONTRACT } from '../../lib/contract';
import { MAX_TIMEOUT_SECONDS, SERVICE_TIMEOUT_MARGIN_SECONDS } from '../../lib/timing';
import { membersOf } from './interfaces';
import { GUIDE, ROOT, blocksOf, quotedIn, read, section } from './pages';

const PAGE = 'docs/provider.md';
const BY_HAND = 'Can I use it without the CDK?';

/** What the first cells of the table in a section quote. */
function firstCellsIn(heading: string): string[] {
  const rows = section(PAGE, heading)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => quotedIn(row.split(' | ')[0] ?? ''));
}

test('the warnings are those that the constructs give', () => {
  const sources = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.d)\.ts$/.test(name))
    .map((name) => read(join('lib', name)));
  const given = sources.flatMap((source) => [...source.matchAll(/addWarningV2\(\s*'([^']+)'/g)]);
  expect(given.length).toBeGreaterThan(0);
  expect(firstCellsIn('What does this warning mean?').sort()).toEqual(given.map(([, id]) => id).sort());
});

test('the settings are the properties of a provider', () => {
  const props = membersOf('lib/hosted-connection-provider.ts', 'HostedConnectionProviderProps');
  expect(firstCellsIn('How do I give it other settings?').sort()).toEqual(props.sort());
});

test('a template that is written by hand can have the properties that the handler reads', () => {
  // What a migration tells its associations is of no use to others.
  const read = membersOf('lib/contract.ts', 'AssociationProperties').filter((name) => name !== 'migration');
  expect(firstCellsIn(BY_HAND).sort()).toEqual([...read, 'ServiceTimeout'].sort());
});

test('its numbers are those of the code', () => {
  const [template = ''] = blocksOf(PAGE, 'yaml');
  expect(template).toContain(`contract: '${CONTRACT}'`);
  const [, timeout] = /timeoutSeconds: '(\d+)'/.exec(template) ?? [];
  expect(template).toContain(`ServiceTimeout: ${Number(timeout) + SERVICE_TIMEOUT_MARGIN_SECONDS}`);
  expect(section(PAGE, BY_HAND)).toContain(`\`'1'\` to \`'${MAX_TIMEOUT_SECONDS}'\``);
});

test('a stack can have as many connections as the guide says', () => {
  const stack = new Stack(new App(), 'Stack');
  const moves = Array.from({ length: 20 }, (_, index) => ({
    connectionId: `dxcon-fg96${String(index).padStart(4, '0')}`,
  }));
  const parent = HostedConnectionParent.fromLagId('dxlag-fhccu14t');
  new HostedConnectionMigration(stack, 'Migration', { moves, parent, canary: 1 });
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: object };
  const beside = Object.keys(Resources).length - moves.length;
  // The quota of CloudFormation, and the metadata of the CDK.
  const associations = 500 - 1;
  expect(namedInGuide(/(\d+) associations and/g)).toEqual([`${associations}`]);
  expect(namedInGuide(/can have (\d+) associations/g)).toEqual([`${associations}`]);
  expect(namedInGuide(/or a \[?migration(?:\]\(\S+\))? of (\d+) connections/g)).toEqual([
    `${associations - beside}`,
  ]);
});

function namedInGuide(pattern: RegExp): string[] {
  const found = [...GUIDE.map(read).join('\n').matchAll(pattern)];
  return [...new Set(found.map(([, number]) => number ?? ''))];
}
