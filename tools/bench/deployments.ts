import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Cdk, succeeded } from '../local-aws/cdk';
import { startLocalAws, type LocalAws } from '../local-aws/local-aws';
import { DeployedStack } from '../local-aws/stack';
import { DirectConnectSimulator, inventory, type Call } from '../../simulator';
import { REPOSITORY, synthesize } from './apps';
import { INTERCONNECT, LAG, STACK, connectionIds, type Side } from './fleet';
import { median } from './statistics';

/** How long the simulated Direct Connect takes for an answer. */
export const ANSWER_MS = 50;
export const MANY = 20;
const ROUNDS = 2;
const TIME_LIMIT_SECONDS = 240;

/** Seconds of one command of the CLI. */
export interface Seconds {
  /** From its start to its end, as its user waits. */
  readonly command: number;
  /** From the stack's first event of the operation to its last: the CLI looks every few seconds only. */
  readonly stack: number;
}

/** A stack's life: deployed, and destroyed. */
export interface Cycle {
  readonly deploy: Seconds;
  readonly destroy: Seconds;
  /** How long each association of the deployment was busy with Direct Connect, from its first call to its last answer. */
  readonly busySeconds: number;
}

export interface DeploymentFigures extends Cycle {
  readonly side: Side;
  readonly count: number;
}

export interface Deployments {
  /** In an account that does not yet have the functions' code. */
  readonly first: readonly DeploymentFigures[];
  readonly later: readonly DeploymentFigures[];
}

/** MiniStack carries out one resource after another: a migration is no other deployment than its associations. */
const SIDES = ['peer', 'associations'] as const satisfies Side[];

/** Deploys and destroys, the sides by turns. */
export async function measureDeployments(): Promise<Deployments> {
  const account = await Account.start(MANY);
  try {
    const first: DeploymentFigures[] = [];
    const later: DeploymentFigures[] = [];
    for (const side of SIDES) first.push({ side, count: 1, ...(await account.cycle(side, 1)) });
    for (const count of [1, MANY]) {
      const cycles = new Map<Side, Cycle[]>(SIDES.map((side) => [side, []]));
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const side of SIDES) cycles.get(side)?.push(await account.cycle(side, count));
      }
      for (const [side, own] of cycles) later.push({ side, count, ...middle(own) });
    }
    return { first, later };
  } finally {
    await account.stop();
  }
}

function middle(cycles: readonly Cycle[]): Cycle {
  const of = (pick: (cycle: Cycle) => number) => median(cycles.map(pick));
  return {
    deploy: { command: of(({ deploy }) => deploy.command), stack: of(({ deploy }) => deploy.stack) },
    destroy: { command: of(({ destroy }) => destroy.command), stack: of(({ destroy }) => destroy.stack) },
    busySeconds: of(({ busySeconds }) => busySeconds),
  };
}

/** A local AWS with a Direct Connect that takes its time, both empty but for the fleet. */
class Account {
  private constructor(
    private readonly simulator: DirectConnectSimulator,
    private readonly aws: LocalAws,
    private readonly cdk: Cdk,
  ) {}

  public static async start(fleetSize: number): Promise<Account> {
    if (process.env.AWS_ENDPOINT_URL !== undefined) {
      throw new Error('AWS_ENDPOINT_URL is set: expected none, because the benchmarks measure on MiniStack');
    }
    const hosted = { [INTERCONNECT]: connectionIds(fleetSize) };
    const simulator = await DirectConnectSimulator.start({
      inventory: inventory({ interconnects: [INTERCONNECT], lags: [LAG], hosted }),
    });
    simulator.arm({ times: Infinity, fault: { kind: 'slow', ms: ANSWER_MS } });
    const aws = await startLocalAws({ directConnect: simulator.url });
    const account = new Account(simulator, aws, new Cdk(aws));
    // Lambda's runtime has the SDK, which the peer's function loads. MiniStack's functions find it here: node looks in
    // the home folder, and theirs is this one.
    symlinkSync(join(REPOSITORY, 'node_modules'), join(aws.folder, '.node_modules'));
    succeeded(await account.cdk.bootstrap());
    return account;
  }

  public async stop(): Promise<void> {
    await this.aws.stop();
    await this.simulator.stop();
  }

  /** Deploys a stack that is not there, destroys it, and makes sure that both did what they are for. */
  public async cycle(side: Side, count: number): Promise<Cycle> {
    const assembly = await this.assembly(side, count);
    const options = { stacks: [STACK], timeLimitSeconds: TIME_LIMIT_SECONDS };
    const callsBefore = this.simulator.calls.length;
    const deployed = succeeded(await this.cdk.deploy(assembly, options));
    this.expectAllOn(LAG, count);
    const busySeconds = busyOf(this.simulator.calls.slice(callsBefore));
    const stack = await new DeployedStack(this.aws, STACK).describe();
    const deploy = { command: deployed.seconds, stack: await this.lastOperationSeconds(stack?.StackId) };

    const destroyed = succeeded(await this.cdk.destroy(assembly, options));
    this.expectAllOn(INTERCONNECT, count);
    const destroy = { command: destroyed.seconds, stack: await this.lastOperationSeconds(stack?.StackId) };
    return { deploy, destroy, busySeconds };
  }

  private async assembly(side: Side, count: number): Promise<string> {
    const outdir = join(this.aws.folder, `${side}-${count}`);
    if (!existsSync(outdir)) await synthesize(side, count, { outdir, validation: false });
    return outdir;
  }

  private expectAllOn(parentId: string, count: number): void {
    const strays = connectionIds(count).filter((id) => this.simulator.parentOf(id) !== parentId);
    if (strays.length > 0)
      throw new Error(`expected all connections on ${parentId}, but not ${strays.join(', ')}`);
  }

  private async lastOperationSeconds(stackId = STACK): Promise<number> {
    const events = await new DeployedStack(this.aws, stackId).events();
    const own = events.filter(({ PhysicalResourceId }) => PhysicalResourceId === stackId);
    const [begun, ended] = own.slice(-2).map(({ Timestamp }) => Timestamp?.getTime());
    if (begun === undefined || ended === undefined)
      throw new Error(`expected two events of ${stackId} itself`);
    return (ended - begun) / 1000;
  }
}

/** The calls of one association end with that which moves it, or with a reading after that. */
function busyOf(calls: readonly Call[]): number {
  const moves = calls.flatMap(({ operation }, index) =>
    operation === 'AssociateHostedConnection' ? [index] : [],
  );
  const confirms = calls[(moves[0] ?? 0) + 1]?.operation === 'DescribeHostedConnections';
  let start = 0;
  const spans = moves.map((move) => {
    const end = confirms ? move + 1 : move;
    const span = (calls[end]?.at ?? 0) - (calls[start]?.at ?? 0) + ANSWER_MS;
    start = end + 1;
    return span / 1000;
  });
  return median(spans);
}
