import { ATTRIBUTES } from '../../lib/contract';
import { membersOf } from './interfaces';
import { read } from './pages';

const REFERENCE = read('API.md');
const ASSOCIATION = 'cdk-hosted-connection-association.HostedConnectionAssociation';

describe('API.md names', () => {
  test.each(ATTRIBUTES)('the attribute %s', (name) => {
    expect(REFERENCE).toContain(`id="${ASSOCIATION}.property.${name}"`);
  });

  test.each([
    ...propertiesOf('lib/hosted-connection-association.ts', 'HostedConnectionAssociationProps'),
    ...propertiesOf('lib/hosted-connection-migration.ts', 'HostedConnectionMigrationProps'),
    ...propertiesOf('lib/hosted-connection-move.ts', 'HostedConnectionMove'),
    ...propertiesOf('lib/hosted-connection-drift-monitor.ts', 'HostedConnectionDriftMonitorProps'),
    ...propertiesOf('lib/hosted-connection-provider.ts', 'HostedConnectionProviderProps'),
  ])('the property %s.%s', (struct, name) => {
    expect(REFERENCE).toContain(`id="cdk-hosted-connection-association.${struct}.property.${name}"`);
  });
});

test.each([
  'HostedConnectionAssociation',
  'HostedConnectionDriftMonitor',
  'HostedConnectionMigrationProps',
  'HostedConnectionParent',
  'IHostedConnectionProvider',
])('the table of contents has %s, where it is', (name) => {
  const [contents = ''] = REFERENCE.split('## Constructs ');
  const [, id = ''] = new RegExp(`- \\[${name}\\]\\(#([^)]+)\\)`).exec(contents) ?? [];
  expect(REFERENCE).toContain(`id="${id}"`);
  expect(id).toMatch(new RegExp(`\\.${name}$`));
});

function propertiesOf(path: string, interfaceName: string): [string, string][] {
  return membersOf(path, interfaceName).map((name) => [interfaceName, name]);
}
