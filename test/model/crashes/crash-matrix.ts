import { inventory } from '../../../simulator';
import { association } from '../cloudformation/declared';
import { CallFault, PlannedCallFault } from '../aws/fault';
import { Invariants } from '../histories/invariants';
import { Simulation } from '../simulation';
import { Stack, Template } from '../cloudformation/stack';
import { Queue } from '../aws/virtual-time';

const CONNECTION = 'dxcon-fg000001';
const HOME = 'dxcon-11111111';
const LAG_A = 'dxlag-aaaaaaaa';
const LAG_B = 'dxlag-bbbbbbbb';
const HOUR_MS = 3_600_000;

/** What is done while the fault strikes. */
export const OPERATIONS = ['create', 'update', 'delete', 'rollback'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What strikes at a point: how often, and in what way. */
export const STRIKES = {
  'killed before the call': { fault: 'killedBefore', times: 1 },
  'killed after the call': { fault: 'killedAfter', times: 1 },
  'answer lost': { fault: 'lostAnswer', times: 1 },
  'request lost': { fault: 'lostRequest', times: 1 },
  'throttled ten times': { fault: 'throttled', times: 10 },
  '5xx ten times': { fault: 'serverError', times: 10 },
  'access denied for two minutes': { fault: 'accessDenied', times: 24 },
} as const satisfies Record<string, { fault: CallFault; times: number }>;
export type Strike = keyof typeof STRIKES;

/** What came of one operation with one fault at one call. */
export interface Cell {
  readonly operation: Operation;
  /** The number of the call in the operation, and what it calls. */
  readonly point: number;
  readonly call: string;
  readonly strike: Strike;
  /** What CloudFormation was told of the operation. */
  readonly told: string;
  /** Where the connection is when everything has come to rest. */
  readonly parent: string;
  readonly interruptions: number;
  /** Whether a deletion of the stack afterwards brings the connection home. */
  readonly home: boolean;
  readonly violations: readonly string[];
}

/** Every operation, with every fault at every call that the operation makes when nothing goes wrong. */
export async function crashMatrix(): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const operation of OPERATIONS) {
    const calls = await callsOf(operation);
    for (const [point, call] of calls.entries()) {
      for (const strike of Object.keys(STRIKES) as Strike[]) {
        cells.push(await cell(operation, point, call, strike));
      }
    }
  }
  return cells;
}

/** The calls of an operation without a fault. */
async function callsOf(operation: Operation): Promise<string[]> {
  const scene = new Scene(operation, []);
  await scene.run();
  return scene.calls;
}

async function cell(operation: Operation, point: number, call: string, strike: Strike): Promise<Cell> {
  const { fault, times } = STRIKES[strike];
  // A fault that lasts strikes the same operation again at every poll.
  const lasting = Array.from({ length: times }, (_, n): PlannedCallFault =>
    n === 0 ? { operation: 'any', nth: point, fault } : { operation: call, nth: n, fault },
  );
  const scene = new Scene(operation, lasting);
  await scene.run();
  return { operation, point: point + 1, call, strike, ...scene.result() };
}

/** One connection, one stack, one operation under a fault. */
class Scene {
  public readonly calls: string[] = [];
  private readonly simulation: Simulation;
  private readonly invariants: Invariants;
  private status = '';
  private parentAtRest = '';
  private interruptions = 0;

  public constructor(
    private readonly operation: Operation,
    faults: readonly PlannedCallFault[],
  ) {
    this.simulation = new Simulation({
      turns: new Queue(),
      inventory: PARTNER,
      faults: { calls: faults, deliveries: [] },
    });
    this.invariants = new Invariants(this.simulation, 0);
    this.simulation.watcher = this.invariants;
    this.simulation.faults.heal();
  }

  public run(): Promise<void> {
    return this.simulation.run(() => this.play());
  }

  public result() {
    return {
      told: this.status,
      parent: this.parentAtRest,
      interruptions: this.interruptions,
      home: this.simulation.model.parentOf(CONNECTION) === HOME,
      violations: this.invariants.violations,
    };
  }

  private async play(): Promise<void> {
    const stack = await this.prepare();
    const { model, time, faults, cloudFormation } = this.simulation;
    const before = model.interruptions;
    faults.begin((operation) => this.calls.push(operation));
    const left = await this.act(stack);
    faults.heal();
    await time.sleep(HOUR_MS);
    this.status = left.status;
    this.parentAtRest = model.parentOf(CONNECTION) ?? 'nowhere';
    this.interruptions = model.interruptions - before;
    this.invariants.checkAtRest([left]);
    for (let tries = 0; tries < 2 && !left.isGone; tries += 1) await cloudFormation.delete(left);
    await time.sleep(HOUR_MS);
    this.invariants.checkGone(left);
  }

  private async prepare(): Promise<Stack | undefined> {
    if (this.operation === 'create') return undefined;
    const stack = await this.simulation.cloudFormation.create('stack', onto(LAG_A));
    await this.simulation.time.sleep(HOUR_MS);
    return stack;
  }

  private async act(stack: Stack | undefined): Promise<Stack> {
    const { cloudFormation } = this.simulation;
    if (stack === undefined) return cloudFormation.create('stack', onto(LAG_A));
    switch (this.operation) {
      case 'create':
      case 'update':
        await cloudFormation.update(stack, onto(LAG_B));
        break;
      case 'rollback':
        // The sibling fails when the connection has been moved; the faults strike the way there and back.
        await cloudFormation.update(stack, { ...onto(LAG_B), siblingFailsAfterMs: 2_000 });
        break;
      case 'delete':
        await cloudFormation.delete(stack);
    }
    return stack;
  }
}

function onto(parentId: string): Template {
  return { resources: { First: association({ connectionId: CONNECTION, parentId }) } };
}

const PARTNER = inventory({
  interconnects: [HOME],
  lags: [LAG_A, LAG_B],
  hosted: { [HOME]: [{ connectionId: CONNECTION, vlan: 101 }] },
});
