import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { differences, frozenParts, parseTemplate, readAssembly, type Assembly } from './assembly';
import { npmTarball, sha256 } from './built';
import { run } from './command';
import { deployAndDestroy } from './deployment';
import type { App, Generated, Language } from './language';
import { python } from './python';
import { installNode } from './node';
import { installWith, typescript } from './typescript';
import { LOWEST, NEWEST } from './versions';

const APPS = join(__dirname, 'apps/typescript');

/** What is checked on the built artifacts, in a folder outside of the repository. */
export class Checks {
  constructor(private readonly folder: string) {}

  public async reference(): Promise<Assembly> {
    const folder = this.newFolder('TypeScript');
    const assembly = await this.synthesize(await typescript.install(folder));
    expectAllStacks(assembly);
    return assembly;
  }

  /** The same template and assets as in TypeScript, out of the same tarball. */
  public async language(language: Language, reference: Promise<Assembly>): Promise<App> {
    await this.carriesTheTarball(language);
    const app = await language.install(this.newFolder(language.name));
    const found = differences(await reference, await this.synthesize(app));
    if (found.length > 0) throw new Error(`not as in TypeScript:\n${found.join('\n')}`);
    return app;
  }

  /** What is installed is what npm users install, whatever language it is wrapped in. */
  public async carriesTheTarball(language: Generated): Promise<void> {
    const tarball = await language.carriedTarball(this.newFolder(`${language.name} artifact`));
    if (sha256(tarball) !== sha256(npmTarball())) {
      throw new Error(`its artifact carries another npm tarball than that of dist/js: ${tarball}`);
    }
  }

  /** Another CDK makes resources of the same ids and types. */
  public async cdk(versions: typeof LOWEST, reference: Promise<Assembly>): Promise<void> {
    const folder = this.newFolder(`CDK ${versions.lib}`);
    const app = await installWith(versions, folder);
    const assembly = await this.synthesize(app);
    cpSync(join(APPS, 'misuse.cjs'), join(folder, 'misuse.cjs'));
    await run(process.execPath, ['misuse.cjs'], { folder });
    const [expected, actual] = [frozenParts(await reference), frozenParts(assembly)];
    if (actual !== expected)
      throw new Error(`other resources or outputs:\n${actual}\nexpected:\n${expected}`);
  }

  /** Another Node.js synthesizes the same, and runs the handler. */
  public async node(version: string, reference: Promise<Assembly>): Promise<void> {
    const node = await installNode(version, this.newFolder(`Node ${version}`));
    const folder = join(this.folder, 'TypeScript');
    const found = differences(
      await reference,
      await this.synthesize({ folder, command: [node, 'app.js'] }, version),
    );
    if (found.length > 0) throw new Error(`not as with this Node.js:\n${found.join('\n')}`);
    const bundle = join(folder, 'node_modules/cdk-hosted-connection-association/lambda/dist/index.mjs');
    await run(node, [join(APPS, 'handler.mjs'), bundle], { folder });
  }

  public deployment(app: App): Promise<void> {
    return deployAndDestroy(app, this.environment());
  }

  private async synthesize(app: App, name = ''): Promise<Assembly> {
    const assembly = join(app.folder, `cdk.out${name}`);
    const [command, ...args] = app.command;
    const environment = { ...this.environment(), CDK_OUTDIR: assembly };
    await run(command, args, { folder: app.folder, environment });
    return readAssembly(assembly);
  }

  /** Languages unpack the CDK's tarball into a cache of the user's. */
  private environment(): Record<string, string> {
    return {
      JSII_RUNTIME_PACKAGE_CACHE_ROOT: join(this.folder, 'jsii-cache'),
      JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
      // It is the same program for all of them, and takes seconds to load.
      CDK_VALIDATION: 'false',
    };
  }

  private newFolder(name: string): string {
    const folder = join(this.folder, name.replaceAll(' ', '-'));
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}

export const DEPLOYED_LANGUAGE = python;
export const CDK_VERSIONS = [LOWEST, NEWEST];

/** Two templates could be the same and empty. */
function expectAllStacks({ templates, assets }: Assembly): void {
  const resources = Object.values(templates).flatMap((text) => Object.values(parseTemplate(text).Resources));
  const associations = resources.filter(({ Type }) => Type === 'Custom::HostedConnectionAssociation');
  const retained = associations.filter(({ DeletionPolicy }) => DeletionPolicy === 'RetainExceptOnCreate');
  const found = {
    associations: associations.length,
    retained: retained.length,
    preflights: resources.filter(({ Type }) => Type === 'Custom::HostedConnectionMigrationPreflight').length,
    tables: resources.filter(({ Type }) => Type === 'AWS::DynamoDB::Table').length,
    handlers: Object.keys(assets).filter((path) => path.endsWith('/index.mjs')).length,
  };
  const expected = { associations: 7, retained: 1, preflights: 1, tables: 1, handlers: 1 };
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`the stacks have ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  }
}
