import ts from 'typescript';
import { read } from './pages';

/** The names of an interface's members, from the source: at run time there is none. */
export function membersOf(path: string, interfaceName: string): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest);
  const declaration = source.statements
    .filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === interfaceName);
  if (!declaration) throw new Error(`${path} declares no interface ${interfaceName}`);
  return declaration.members.map((member) => member.name?.getText(source) ?? '');
}
