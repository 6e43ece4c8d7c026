import { join } from 'node:path';
import ts from 'typescript';
import { GUIDE, ROOT, blocksOf, read } from './pages';

/** What the compiler says of each example, as a user of the package would see it. */
function diagnose(examples: readonly string[]): string[][] {
  const paths = examples.map((_, number) => join(ROOT, `docs-example-${number}.ts`));
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

const examples = GUIDE.flatMap((page) => blocksOf(page, 'ts').map((code) => ({ page, code })));
const [first = { page: '', code: '' }] = examples;
let told: string[][];

beforeAll(() => {
  const misspelt = first.code.replace('parent:', 'parnet:');
  told = diagnose([...examples.map(({ code }) => code), misspelt]);
}, 60_000);

test.each(examples.map(({ page }, number) => [page, number] as const))(
  'the example of %s compiles (%i)',
  (_page, number) => {
    expect(told[number]).toEqual([]);
  },
);

test('an example would not compile, if a property were misspelt', () => {
  expect(told.at(-1)).toEqual([expect.stringContaining("'parnet'")]);
});

test('the README and the guide have examples', () => {
  const pages = new Set(examples.map(({ page }) => page));
  expect([...pages]).toEqual(
    expect.arrayContaining(['README.md', 'docs/before-a-window.md', 'docs/migrations.md']),
  );
});

test('the first example uses the construct in ten lines', () => {
  expect(first.page).toBe('README.md');
  expect(first.code).toContain('new HostedConnectionAssociation(');
  expect(first.code.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(10);
});
