import { HostedConnectionMigration, HostedConnectionParent } from '../../../lib';
import { Association, hostedConnections, inventory, refused as refusal } from '../../../simulator';
import { Invariants } from '../histories/invariants';
import { HandlerClasses, Simulation } from '../simulation';
import type { Stack, StackStatus, Template } from '../cloudformation/stack';
import { synthesized } from '../cloudformation/synthesized';
import { isDirectConnects } from './calls';
import { Queue } from '../aws/virtual-time';

/** How many connections are moved, and how. */
export interface FleetPlan {
  readonly connections: number;
  /** How many interconnects and LAGs the connections are spread over. */
  readonly parents: number;
  readonly maxConcurrent: number;
  readonly canary: number;
  /** How many calls of Direct Connect a second the account may make. */
  readonly callsPerSecond?: number;
  /** Whether it is held to what a window may cost. */
  readonly isWindow?: boolean;
  /** Whether all are moved on to another parent before the stack is deleted. */
  readonly changesParent?: boolean;
  /** Direct Connect refuses to move the connection with this number, counted from 1, to the first or second target. */
  readonly refused?: { readonly number: number; readonly onto: 'first' | 'second' };
}

/** One operation on the stack of a fleet, and what it has cost. */
export interface Phase {
  readonly what: string;
  readonly status: StackStatus;
  readonly virtualMinutes: number;
  /** The calls by the name of the operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** How many of Direct Connect's were throttled. */
  readonly throttled: number;
  /** The accepted calls of `AssociateHostedConnection` of each connection that was moved. */
  readonly moves: ReadonlyMap<string, number>;
  /** The highest number of connections that were interrupted at the same time. */
  readonly interruptedAtOnce: number;
  /** How many connections are on each of: where they were at first, the first target, the second target. */
  readonly at: { readonly home: number; readonly first: number; readonly second: number };
  /** The connections on whose behalf anything was called, the preflight not counted. */
  readonly connectionsCalledFor: number;
  /** What the handler says of the interruption of each move, in seconds. */
  readonly interruptions: readonly number[];
}

export interface FleetRun {
  readonly plan: FleetPlan;
  readonly phases: readonly Phase[];
  readonly violations: readonly string[];
  readonly failures: readonly string[];
  readonly realSeconds: number;
}

const FIRST_TARGET = 'dxlag-target01';
const SECOND_TARGET = 'dxlag-target02';
export const SETTLE_MS = 4_000;
export const READ_LAG_MS = 2_000;
export const CALLS_PER_SECOND = 5;
export const LATENCY_MS = 30;

/** Takes a fleet through the life of its stack, as far as it comes. */
export async function runFleet(plan: FleetPlan, handler?: HandlerClasses): Promise<FleetRun> {
  const started = performance.now();
  const fleet = new Fleet(plan, handler);
  await fleet.run();
  return { ...fleet.result(), realSeconds: (performance.now() - started) / 1000 };
}

class Fleet {
  private readonly homes: ReadonlyMap<string, string>;
  private readonly simulation: Simulation;
  private readonly invariants: Invariants;
  private readonly phases: Phase[] = [];
  private readonly failures: string[] = [];
  private calledFor = new Set<string>();

  public constructor(
    private readonly plan: FleetPlan,
    handler?: HandlerClasses,
  ) {
    // One more than the migration has at first.
    this.homes = homesOf(plan.connections + 1, plan.parents);
    this.simulation = new Simulation({
      turns: new Queue(),
      handler,
      inventory: accountOf(this.homes),
      faults: { calls: [], deliveries: [] },
      settleMs: SETTLE_MS,
      readLagMs: READ_LAG_MS,
      throttle: { callsPerSecond: plan.callsPerSecond ?? CALLS_PER_SECOND },
      latencyMs: LATENCY_MS,
    });
    this.invariants = new Invariants(this.simulation, READ_LAG_MS);
    // The one failure that there is to be is counted with what every fleet shall come to.
    this.invariants.hindrances = { 'fault struck': plan.refused !== undefined };
    this.simulation.watcher = this.watcher();
    this.armRefusal();
  }

  public run(): Promise<void> {
    return this.simulation.run(() => this.play());
  }

  public result(): Omit<FleetRun, 'realSeconds'> {
    const { violations } = this.invariants;
    return { plan: this.plan, phases: this.phases, violations, failures: this.failures };
  }

  private async play(): Promise<void> {
    const { cloudFormation } = this.simulation;
    const ids = [...this.homes.keys()];
    const most = ids.slice(0, -1);
    const stack = await this.phase('create', () => cloudFormation.create('fleet', this.template(most)));
    if (stack.status !== 'CREATE_COMPLETE') return;
    await this.phase('add one connection', () => this.update(stack, this.template(ids)));
    if (this.plan.changesParent) {
      await this.phase('change the parent', () => this.update(stack, this.template(ids, SECOND_TARGET)));
    }
    await this.phase('delete', async () => {
      await cloudFormation.delete(stack);
      return stack;
    });
    this.invariants.checkGone(stack);
  }

  private async update(stack: Stack, template: Template): Promise<Stack> {
    await this.simulation.cloudFormation.update(stack, template);
    return stack;
  }

  private async phase(what: string, act: () => Promise<Stack>): Promise<Stack> {
    const { model, time } = this.simulation;
    const [began, calls, associations] = [time.now(), model.calls.length, model.associations.length];
    const before = new Map(this.otherCalls);
    this.calledFor = new Set();
    const stack = await act();
    if (!stack.isGone) this.invariants.checkAtRest([stack]);
    const own = model.calls.slice(calls);
    const moves = model.associations.slice(associations);
    this.phases.push({
      what,
      status: stack.status,
      virtualMinutes: (time.now() - began) / 60_000,
      calls: { ...countBy(own, ({ operation }) => operation), ...difference(this.otherCalls, before) },
      throttled: own.filter(({ outcome }) => outcome === 'ThrottlingException').length,
      moves: new Map(Object.entries(countBy(moves, ({ connectionId }) => connectionId))),
      interruptedAtOnce: mostAtOnce(moves),
      at: this.whereabouts(),
      connectionsCalledFor: this.calledFor.size,
      interruptions: this.interruptions.splice(0),
    });
    return stack;
  }

  private readonly interruptions: number[] = [];

  /** Calls of the other services, by name. */
  private readonly otherCalls = new Map<string, number>();

  /** The invariants, with a count of the calls and a note of every failure. */
  private watcher() {
    const { invariants } = this;
    return {
      called: (...[call, request]: Parameters<Invariants['called']>) => {
        invariants.called(call, request);
        const { operation } = call;
        if (!isDirectConnects(operation)) {
          this.otherCalls.set(operation, (this.otherCalls.get(operation) ?? 0) + 1);
        }
        const { connectionId } = request.spec.properties;
        if (typeof connectionId === 'string') this.calledFor.add(connectionId);
      },
      associated: (...[association, request]: Parameters<Invariants['associated']>) =>
        invariants.associated(association, request),
      answered: (...[request, success, reason]: Parameters<Invariants['answered']>) => {
        invariants.answered(request, success, reason);
        if (!success && request.ended === undefined)
          this.failures.push(`${request.type} ${request.resource.logicalId}: ${reason}`);
      },
      ended: (...[request]: Parameters<Invariants['ended']>) => invariants.ended(request),
      sent: (...[request]: Parameters<Invariants['sent']>) => invariants.sent(request),
      threw: (...[error]: Parameters<Invariants['threw']>) => invariants.threw(error),
      logged: (...[line]: Parameters<Invariants['logged']>) => {
        invariants.logged(line);
        const { interruptionSeconds } = JSON.parse(line) as { interruptionSeconds?: number };
        if (interruptionSeconds !== undefined) this.interruptions.push(interruptionSeconds);
      },
    };
  }

  private template(connectionIds: string[], parent = FIRST_TARGET): Template {
    const { maxConcurrent, canary } = this.plan;
    return synthesized((stack) => {
      new HostedConnectionMigration(stack, 'ToNewLag', {
        moves: connectionIds.map((connectionId) => ({ connectionId })),
        parent: HostedConnectionParent.fromLagId(parent),
        maxConcurrent,
        canary,
      });
    });
  }

  private armRefusal(): void {
    const { refused } = this.plan;
    if (refused === undefined) return;
    const id = [...this.homes.keys()][refused.number - 1];
    const target = refused.onto === 'first' ? FIRST_TARGET : SECOND_TARGET;
    this.simulation.model.arm({
      operation: 'AssociateHostedConnection',
      matches: ({ connectionId, parentConnectionId: to }) => connectionId === id && to === target,
      times: Infinity,
      fault: refusal('The IP prefix overlaps with that of another virtual interface'),
    });
  }

  private whereabouts(): Phase['at'] {
    const places = [...this.homes].map(([id, home]) => {
      const parent = this.simulation.model.parentOf(id);
      return parent === home ? 'home' : parent === FIRST_TARGET ? 'first' : 'second';
    });
    return { home: 0, first: 0, second: 0, ...countBy(places, (place) => place) };
  }
}

/** Every connection with the parent where it is at first: each in turn on the next one. */
function homesOf(connections: number, parents: number): Map<string, string> {
  const ids = hostedConnections(connections, 'fleet');
  const homes = Array.from({ length: parents }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    return index % 2 === 0 ? `dxcon-home${number}` : `dxlag-home${number}`;
  });
  return new Map(ids.map((id, index) => [id, homes[index % parents] ?? '']));
}

function accountOf(homes: ReadonlyMap<string, string>) {
  const parents = [...new Set(homes.values())];
  const on = (parent: string) => [...homes].filter(([, home]) => home === parent).map(([id]) => id);
  return inventory({
    interconnects: parents.filter((id) => id.startsWith('dxcon-')),
    lags: [...parents.filter((id) => id.startsWith('dxlag-')), FIRST_TARGET, SECOND_TARGET],
    hosted: Object.fromEntries(parents.map((parent) => [parent, on(parent)])),
  });
}

function mostAtOnce(moves: readonly Association[]): number {
  const real = moves.filter(({ from, to }) => from !== to);
  const during = real.map(
    ({ at }) => real.filter((other) => other.at <= at && at < other.at + SETTLE_MS).length,
  );
  return Math.max(0, ...during);
}

function countBy<T>(all: readonly T[], key: (each: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const each of all) counts[key(each)] = (counts[key(each)] ?? 0) + 1;
  return counts;
}

function difference(after: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>) {
  const changes = [...after].map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, count]) => count > 0));
}
