import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { ATTRIBUTES } from '../../lib/contract';

const ROOT = join(__dirname, '../..');
const README = read('README.md');

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The lines between two headings of the README. */
function section(heading: string): string {
  const [, text] = README.split(`\n## ${heading}\n`);
  if (text === undefined) throw new Error(`the README has no section '${heading}'`);
  return text.split('\n## ')[0] ?? '';
}

/** What the compiler says of each example, as a user of the package would see it. */
function diagnose(examples: readonly string[]): string[][] {
  const paths = examples.map((_, number) => join(ROOT, `readme-example-${number}.ts`));
  const sources = new Map(paths.map((path, number) => [path, examples[number]]));
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const [readFile, fileExists] = [host.readFile.bind(host), host.fileExists.bind(host)];
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  const program = ts.createProgram(paths, options, host);
  return paths.map((path) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return [...program.getOptionsDiagnostics(), ...found].map((diagnostic) =>
      ts.formatDiagnostic(diagnostic, { ...host, getNewLine: () => '\n' }),
    );
  });
}

function compilerOptions(): ts.CompilerOptions {
  const { compilerOptions } = JSON.parse(read('tsconfig.json')) as { compilerOptions: object };
  const paths = {
    'cdk-hosted-connection-association': [join(ROOT, 'lib/index.ts')],
    // What the examples take from the root is all in the core; the root declares every service, and takes twice the time.
    'aws-cdk-lib': [join(ROOT, 'node_modules/aws-cdk-lib/core/index.d.ts')],
  };
  return ts.convertCompilerOptionsFromJson({ ...compilerOptions, paths }, ROOT).options;
}

describe('the examples of the README', () => {
  const examples = [...README.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');
  const [first = ''] = examples;
  let told: string[][];

  beforeAll(() => {
    told = diagnose([...examples, first.replace('parent:', 'parnet:')]);
  }, 60_000);

  test('compile', () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
    expect(told.slice(0, -1).flat()).toEqual([]);
  });

  test('would not, if a property were misspelt', () => {
    expect(told.at(-1)).toEqual([expect.stringContaining("'parnet'")]);
  });

  test('use it in ten lines', () => {
    expect(first.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(10);
  });
});

describe('the README names', () => {
  const [properties = '', attributes = ''] = section('Properties, attributes and outputs').split(
    '### Attributes',
  );

  const names = [
    ...propertiesOf('lib/hosted-connection-association.ts', 'HostedConnectionAssociationProps'),
    ...propertiesOf('lib/hosted-connection-migration.ts', 'HostedConnectionMigrationProps'),
  ];

  test.each([...new Set(names)])('the property %s', (name) => {
    expect(properties).toMatch(new RegExp(`^\\| \`${name}\` \\| .+ \\| .+ \\|$`, 'm'));
  });

  test.each(ATTRIBUTES)('the attribute %s', (name) => {
    expect(attributes).toMatch(new RegExp(`^\\| \`${name}\` \\| .+ \\|$`, 'm'));
  });
});

/** The names of an interface's members, from the source: at run time there is none. */
function propertiesOf(path: string, interfaceName: string): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest);
  const declaration = source.statements
    .filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === interfaceName);
  if (!declaration) throw new Error(`${path} declares no interface ${interfaceName}`);
  return declaration.members.map((member) => member.name?.getText(source) ?? '');
}

describe('the error texts of the README', () => {
  const firstCells = section('When things go wrong').matchAll(/^\| (.*?) \| /gm);
  const quoted = [...firstCells].flatMap(([, cell]) => [...(cell ?? '').matchAll(/`([^`]+)`/g)]);
  const texts = quoted.map(([, text]) => text ?? '').filter((text) => text.includes(' '));
  const fragments = texts.flatMap((text) => text.split('…')).map((fragment) => fragment.trim());

  test.each([...new Set(fragments)].filter((fragment) => fragment.length >= 10))('%s', (fragment) => {
    expect(SOURCES.includes(fragment)).toBe(true);
  });
});

/** The code that makes the texts, and the tests that expect them; literals that are split over lines are put together. */
const SOURCES = ['lambda', 'lib', 'test/lambda', 'test/lib']
  .flatMap(sourcesIn)
  .map(read)
  .join('\n')
  .replace(/['`] \+\n\s*['`]/g, '');

function sourcesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.d)\.ts$/.test(name),
  );
  return names.map((name) => join(folder, name));
}

test.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'lambda/README.md'])(
  'the links of %s lead somewhere',
  (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');
    const broken = links.filter((link) => !/^https:/.test(link) && !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  },
);

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(read(target)).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
