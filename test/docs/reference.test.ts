import ts from 'typescript';
import { ATTRIBUTES } from '../../lib/contract';
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
  ])('the property %s.%s', (struct, name) => {
    expect(REFERENCE).toContain(`id="cdk-hosted-connection-association.${struct}.property.${name}"`);
  });
});

/** The names of an interface's members, from the source: at run time there is none. */
function propertiesOf(path: string, interfaceName: string): [string, string][] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest);
  const declaration = source.statements
    .filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === interfaceName);
  if (!declaration) throw new Error(`${path} declares no interface ${interfaceName}`);
  return declaration.members.map((member) => [interfaceName, member.name?.getText(source) ?? '']);
}
