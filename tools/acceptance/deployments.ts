import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASSOCIATION_TYPE } from '../../lib/contract';
import { Cdk, type CdkOptions, type CdkResult } from '../local-aws/cdk';
import type { Account } from './account';
import { PROVIDER_STACK, TEST_STACK, defineApp, type Declared } from './app';
import { bundleRecorder } from './recorder/bundle';
import { RECORDER_STACK } from './recorder/recorder-stack';

/** What the report calls the association. */
export const ASSOCIATION = 'Association';

const TIME_LIMIT_SECONDS = 3600;
/** The other stacks are there, and do not change. */
const ALONE = ['--exclusively'];

/** The real `cdk` CLI, with the user's own settings, and what it has deployed. */
export class Deployments {
  private readonly cdk: Cdk;
  private readonly bundle: string;
  private readonly labels = new Map<string, string>();
  private app?: string;

  public constructor(
    { id, region }: Account,
    folder: string,
    private readonly connectionId: string,
    private readonly signal: AbortSignal,
  ) {
    // The CLI knows other names of the variable with the region than the SDK.
    const environment = () => ({ ...process.env, AWS_REGION: region });
    this.cdk = new Cdk({ folder, account: id, region, environment });
    this.bundle = join(folder, 'recorder');
    mkdirSync(this.bundle);
    bundleRecorder(this.bundle);
  }

  /** What the resources of the test are called in the report, by their logical ids. */
  public get labelsByLogicalId(): ReadonlyMap<string, string> {
    return this.labels;
  }

  /** Deploys what the test needs besides its stack. Nothing moves. */
  public prepare(declared: Declared): Promise<CdkResult> {
    return this.cdk.deploy(this.synthesize(declared), this.options([PROVIDER_STACK, RECORDER_STACK], []));
  }

  public deploy(declared: Declared, args: readonly string[] = []): Promise<CdkResult> {
    return this.cdk.deploy(this.synthesize(declared), this.options([TEST_STACK], [...ALONE, ...args]));
  }

  public destroy(): Promise<CdkResult> {
    if (this.app === undefined) throw new Error('nothing has been deployed: there is no app to destroy');
    return this.cdk.destroy(this.app, this.options([TEST_STACK], ALONE));
  }

  private options(stacks: string[], args: string[]): CdkOptions {
    return { stacks, args, timeLimitSeconds: TIME_LIMIT_SECONDS, signal: this.signal };
  }

  private synthesize(declared: Declared): string {
    this.app = this.cdk.synthesize((app) => defineApp(app, this.bundle, this.connectionId, declared));
    for (const [logicalId, label] of labelsIn(join(this.app, `${TEST_STACK}.template.json`))) {
      this.labels.set(logicalId, label);
    }
    return this.app;
  }
}

interface Template {
  readonly Resources: Record<string, { Type: string; Properties?: { label?: string } }>;
}

function labelsIn(templateFile: string): [string, string][] {
  const { Resources } = JSON.parse(readFileSync(templateFile, 'utf8')) as Template;
  return Object.entries(Resources).flatMap(([logicalId, { Type, Properties }]) => {
    const label = Type === ASSOCIATION_TYPE ? ASSOCIATION : Properties?.label;
    return label === undefined ? [] : [[logicalId, label] as [string, string]];
  });
}
