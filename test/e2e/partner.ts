import { Cdk, succeeded } from '../../tools/local-aws/cdk';
import { directConnectPort, startLocalAws, type LocalAws } from '../../tools/local-aws/local-aws';
import { SharedProvider } from '../../tools/local-aws/provider';
import { DirectConnectSimulator, inventory, refused, type InventoryPlan } from '../../simulator';
import { PartnerStack } from './partner-stack';
import { Shell } from './shell';

export interface PartnerOptions {
  /** Whether Direct Connect takes the account for a partner's; default: true. */
  readonly partner?: boolean;
  /** Scales the waiter's 5 seconds between two polls; default: 0.1. */
  readonly waitScale?: number;
}

interface Running {
  readonly simulator: DirectConnectSimulator;
  readonly aws: LocalAws;
  readonly cdk: Cdk;
}

/** How long a connection is `pending` after a move. */
const SETTLE_MS = 500;

/** A Direct Connect Partner's account for the tests of one file: a simulated Direct Connect, and a local AWS to deploy to. */
export class Partner {
  private running?: Running;
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly stacks: PartnerStack[] = [];

  public constructor(
    private readonly plan: InventoryPlan,
    private readonly options: PartnerOptions = {},
  ) {}

  public async start(): Promise<void> {
    const { partner = true, waitScale = 0.1 } = this.options;
    const simulator = await DirectConnectSimulator.start({
      inventory: inventory(this.plan),
      port: directConnectPort(),
      settleMs: SETTLE_MS,
      partner,
    });
    this.stops.unshift(() => simulator.stop());
    const aws = await startLocalAws({ directConnect: simulator.url, waitScale });
    this.stops.unshift(() => aws.stop());
    const cdk = new Cdk(aws);
    succeeded(await cdk.bootstrap());
    this.running = { simulator, aws, cdk };
  }

  public async stop(): Promise<void> {
    try {
      if (this.running?.aws.isGiven) await this.destroyAll();
    } finally {
      for (const stop of this.stops) await stop();
    }
  }

  /** What all stacks of the partner share. */
  public get provider(): SharedProvider {
    return new SharedProvider(this.aws);
  }

  public get aws(): LocalAws {
    return this.parts.aws;
  }

  /** A shell of the partner's, with the AWS CLI, for which Direct Connect is the simulated one. */
  public shell(folder: string): Shell {
    return new Shell(folder, this.environment());
  }

  /** The environment of a command of the partner's, for which Direct Connect is the simulated one. */
  public environment(): NodeJS.ProcessEnv {
    return {
      ...this.aws.environment(),
      AWS_DEFAULT_REGION: this.aws.region,
      AWS_ENDPOINT_URL_DIRECT_CONNECT: this.parts.simulator.url,
    };
  }

  /** A stack of this name, which is not yet there. */
  public stack(name: string): PartnerStack {
    const stack = new PartnerStack(name, this.parts.aws, this.parts.cdk);
    this.stacks.push(stack);
    return stack;
  }

  /** Where Direct Connect has the connection, whatever the stack says. */
  public parentOf(connectionId: string): string | undefined {
    return this.parts.simulator.parentOf(connectionId);
  }

  /** The parents that AssociateHostedConnection was called with for the connection, refused calls included. */
  public callsFor(connectionId: string): string[] {
    return this.inputsOf('AssociateHostedConnection')
      .filter((input) => input.connectionId === connectionId)
      .map((input) => String(input.parentConnectionId));
  }

  /** How often the traffic of the connection was interrupted. */
  public interruptionsOf(connectionId: string): number {
    return this.parts.simulator.associations.filter(
      (association) => association.connectionId === connectionId && association.from !== association.to,
    ).length;
  }

  /** Lets Direct Connect refuse to move the connection, once; to a certain parent, and after so many moves there, if given. */
  public refuseMoveOf(
    connectionId: string,
    message: string,
    { to, after }: { to?: string; after?: number } = {},
  ): void {
    this.parts.simulator.arm({
      operation: 'AssociateHostedConnection',
      matches: (input) =>
        input['connectionId'] === connectionId && (to === undefined || input['parentConnectionId'] === to),
      skip: after,
      fault: refused(message),
    });
  }

  /** How often a further page of the list of a parent's hosted connections was read. */
  public furtherPagesOf(parentId: string): number {
    return this.inputsOf('DescribeHostedConnections').filter(
      ({ connectionId, nextToken }) => connectionId === parentId && nextToken !== undefined,
    ).length;
  }

  private async destroyAll(): Promise<void> {
    for (const stack of this.stacks) await stack.destroyIfThere();
    if (await this.provider.stack.describe()) await this.stacks[0]?.destroyWithProvider();
  }

  private inputsOf(operation: string): Record<string, unknown>[] {
    return this.parts.simulator.calls
      .filter((call) => call.operation === operation)
      .map(({ input }) => input as Record<string, unknown>);
  }

  private get parts(): Running {
    if (this.running === undefined) throw new Error('the partner has not been started: call start() first');
    return this.running;
  }
}
