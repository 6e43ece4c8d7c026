/** A language that the package is generated for. */
export interface Generated {
  readonly name: string;
  /** What jsii-pacmak calls it, and so the folder in dist/. */
  readonly target: 'js' | 'python' | 'java' | 'go' | 'dotnet';
  /** The npm tarball that the artifact carries, taken out into the folder. */
  carriedTarball(folder: string): Promise<string>;
}

/** A language in which an app is tried, as its users write it. */
export interface Language extends Generated {
  /** Makes a user's project in an empty folder, with the built artifact installed. */
  install(folder: string): Promise<App>;
}

/** An installed CDK app. */
export interface App {
  readonly folder: string;
  /** The command that synthesizes it. */
  readonly command: readonly [string, ...string[]];
}
