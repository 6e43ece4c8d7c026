/** A language in which users write CDK apps. */
export interface Language {
  readonly name: string;
  /** What jsii-pacmak calls it, and so the folder in dist/. */
  readonly target: 'js' | 'python' | 'java' | 'go';
  /** Makes a user's project in an empty folder, with the built artifact installed. */
  install(folder: string): Promise<App>;
  /** The npm tarball that the artifact carries, taken out into the folder. */
  carriedTarball(folder: string): Promise<string>;
}

/** An installed CDK app. */
export interface App {
  readonly folder: string;
  /** The command that synthesizes it. */
  readonly command: readonly [string, ...string[]];
}
