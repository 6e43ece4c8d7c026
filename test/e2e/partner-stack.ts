import { Stack } from 'aws-cdk-lib';
import {
  HostedConnectionAssociation,
  HostedConnectionMigration,
  HostedConnectionParent,
  type HostedConnectionAssociationProps,
  type HostedConnectionMigrationProps,
} from '../../lib';
import { succeeded, type Cdk, type CdkOptions, type CdkResult } from '../../tools/local-aws/cdk';
import type { LocalAws } from '../../tools/local-aws/local-aws';
import { PROVIDER_ID, SharedProvider } from '../../tools/local-aws/provider';
import { DeployedStack } from '../../tools/local-aws/stack';

const ASSOCIATION_TYPE = 'Custom::HostedConnectionAssociation';

/** The handler gives some failures four minutes. */
const FAILURE_SECONDS = 480;

/** Puts constructs into a stack. */
export type Declaration = (stack: Stack) => void;

/** Declares an association; its parent is given by its id. */
export function association(
  id: string,
  parentId: string,
  props: Omit<HostedConnectionAssociationProps, 'parent'>,
): Declaration {
  return (stack) => {
    new HostedConnectionAssociation(stack, id, { ...props, parent: parentWith(parentId) });
  };
}

/** Declares a migration; its parent is given by its id. */
export function migration(
  id: string,
  parentId: string,
  props: Omit<HostedConnectionMigrationProps, 'parent'>,
): Declaration {
  return (stack) => {
    new HostedConnectionMigration(stack, id, { ...props, parent: parentWith(parentId) });
  };
}

export function parentWith(id: string): HostedConnectionParent {
  return id.startsWith('dxlag-')
    ? HostedConnectionParent.fromLagId(id)
    : HostedConnectionParent.fromInterconnectId(id);
}

/** A stack of the partner's, as the `cdk` CLI deploys it. */
export class PartnerStack {
  private readonly deployed: DeployedStack;
  private readonly provider: SharedProvider;
  private app?: string;

  public constructor(
    private readonly name: string,
    aws: LocalAws,
    private readonly cdk: Cdk,
  ) {
    this.deployed = new DeployedStack(aws, name);
    this.provider = new SharedProvider(aws);
  }

  /** Deploys a stack of just these constructs; returns its outputs. */
  public async deploy(...declarations: Declaration[]): Promise<Record<string, string>> {
    const { outputs } = succeeded(await this.runDeploy(declarations));
    return outputs[this.name] ?? {};
  }

  /** Deploys over what an earlier deployment has left: it becomes part of the stacks again. */
  public async deployOverRemains(...declarations: Declaration[]): Promise<Record<string, string>> {
    const args = ['--import-existing-resources'];
    const { outputs } = succeeded(await this.runDeploy(declarations, { args }));
    return outputs[this.name] ?? {};
  }

  /** What `cdk deploy --hotswap` prints. */
  public async hotswap(...declarations: Declaration[]): Promise<string> {
    return succeeded(await this.runDeploy(declarations, { args: ['--hotswap'] })).printed;
  }

  /** Deploys what has to fail. */
  public async failToDeploy(...declarations: Declaration[]): Promise<CdkResult> {
    return failed(await this.runDeploy(declarations, { timeLimitSeconds: FAILURE_SECONDS }));
  }

  /** Deploys an app by its command, as users do. */
  public async deployApp(app: string): Promise<CdkResult> {
    this.app = app;
    return succeeded(await this.cdk.deploy(app, { stacks: [this.name] }));
  }

  /** The folder of an app with a stack of just these constructs; nothing is deployed. */
  public assembly(...declarations: Declaration[]): string {
    return this.synthesize(declarations);
  }

  /** What `cdk diff` prints. */
  public async diff(...declarations: Declaration[]): Promise<string> {
    return succeeded(await this.cdk.diff(this.synthesize(declarations))).printed;
  }

  /** Destroys the stack, and leaves the provider where it is. */
  public async destroy(): Promise<void> {
    succeeded(await this.runDestroy(this.name));
  }

  /** Destroys what cannot be destroyed. */
  public async failToDestroy(): Promise<CdkResult> {
    return failed(await this.runDestroy(this.name));
  }

  /** Destroys the provider, and the stack before it: it depends on the provider. */
  public async destroyWithProvider(): Promise<void> {
    succeeded(await this.runDestroy(PROVIDER_ID));
  }

  /** Destroys the stack, and then a provider that somebody else needs. */
  public async failToDestroyProvider(): Promise<CdkResult> {
    return failed(await this.runDestroy(PROVIDER_ID));
  }

  public async destroyIfThere(): Promise<void> {
    if ((await this.status()) !== undefined) await this.destroy();
  }

  /** Deletes a stack whose destroy has failed, without its associations: their connections stay where they are. */
  public async abandon(): Promise<void> {
    await this.deployed.deleteRetaining(...Object.keys(await this.associations()));
  }

  /** The stack's status; nothing where there is no stack. */
  public async status(): Promise<string | undefined> {
    return (await this.deployed.describe())?.StackStatus;
  }

  /** The logical ids of the stack's associations, and their physical ids. */
  public async associations(): Promise<Record<string, string | undefined>> {
    const resources = await this.deployed.resources();
    return Object.fromEntries(
      resources
        .filter(({ ResourceType }) => ResourceType === ASSOCIATION_TYPE)
        .map(({ LogicalResourceId = '', PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
    );
  }

  /** The logical ids of what has been created, in the order of the stack's events. */
  public async created(): Promise<string[]> {
    const events = await this.deployed.events();
    return events
      .filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE')
      .map(({ LogicalResourceId = '' }) => LogicalResourceId);
  }

  /** The claims of the stack's associations. */
  public async claims(): Promise<Record<string, unknown>[]> {
    const items = (await this.provider.tableItems()) ?? [];
    return items.filter(({ owner }) => stackIdIn(owner).includes(`:stack/${this.name}/`));
  }

  private runDeploy(declarations: readonly Declaration[], options: CdkOptions = {}): Promise<CdkResult> {
    this.app = this.synthesize(declarations);
    return this.cdk.deploy(this.app, { stacks: [this.name], ...options });
  }

  private runDestroy(stack: string): Promise<CdkResult> {
    if (this.app === undefined)
      throw new Error(`${this.name} has not been deployed: there is no app to destroy`);
    return this.cdk.destroy(this.app, { stacks: [stack], timeLimitSeconds: FAILURE_SECONDS });
  }

  private synthesize(declarations: readonly Declaration[]): string {
    return this.cdk.synthesize((app) => {
      const stack = new Stack(app, this.name);
      for (const declare of declarations) declare(stack);
    });
  }
}

/** The result, if the CLI failed; an error with all that it printed, if not. */
function failed(result: CdkResult): CdkResult {
  if (result.exitCode !== 0) return result;
  throw new Error(`expected the CLI to fail, got:\n${result.printed}`);
}

function stackIdIn(owner: unknown): string {
  const { stackId } = (owner ?? {}) as { stackId?: string };
  return stackId ?? '';
}
