import fc from 'fast-check';
import { LiveClaim, isLive } from '../../../lambda/association/claim';
import { inventory } from '../../../simulator';
import { CALL_FAULT_NAMES, DELIVERY_FAULTS, PlannedCallFault, PlannedDeliveryFault } from '../aws/fault';
import { Invariants } from './invariants';
import { HandlerClasses, Simulation } from '../simulation';
import { AssociationSpec, associationOf } from '../cloudformation/declared';
import type { Behavior } from '../cloudformation/cloudformation';
import { MigrationPlan, PREFLIGHT, Plan, templateOf } from './plan';
import { Stack } from '../cloudformation/stack';
import { Turns } from '../aws/virtual-time';

export const CONNECTIONS = ['dxcon-fg000001', 'dxcon-fg000002', 'dxcon-fg000003'] as const;
export const PARENTS = ['dxcon-11111111', 'dxcon-22222222', 'dxlag-aaaaaaaa', 'dxlag-bbbbbbbb'] as const;

/** A step of somebody who deploys: an update of a stack's template, or the end of the stack. */
export type Step =
  | { readonly kind: 'deploy'; readonly waitMs: number; readonly plan: Plan }
  | { readonly kind: 'destroy'; readonly waitMs: number }
  /** Stack refactoring takes a resource into the other stack. */
  | { readonly kind: 'refactor'; readonly waitMs: number };

/** A move that somebody makes without any stack. */
export interface HandMove {
  readonly waitMs: number;
  readonly connectionId: string;
  readonly parentId: string;
}

/** What becomes of what a preflight has seen, before the associations of its migration begin. */
export interface AfterPreflight {
  /** What the progress then says of where the connections were: the truth, a parent that may be wrong, or nothing. */
  readonly placements: 'as seen' | 'nothing' | (typeof PARENTS)[number];
  /** A move that somebody makes at that moment, once. */
  readonly byHand?: Omit<HandMove, 'waitMs'>;
}

/** A history: who deploys what, what is done by hand, how Direct Connect behaves, and what goes wrong. */
export interface History {
  readonly stacks: readonly (readonly Step[])[];
  readonly byHand: readonly HandMove[];
  readonly afterPreflight: AfterPreflight;
  /** Somebody deletes a claim by hand. */
  readonly claimLoss?: { readonly waitMs: number; readonly connectionId: string };
  readonly behavior: Behavior;
  readonly readLagMs: number;
  readonly readGap: boolean;
  readonly settleMs: number;
  readonly sameVlan: boolean;
  readonly iamDelayMs: number;
  readonly callFaults: readonly PlannedCallFault[];
  readonly deliveryFaults: readonly PlannedDeliveryFault[];
}

/** What a history came to. */
export interface Outcome {
  readonly violations: readonly string[];
  readonly operations: number;
  readonly calls: number;
  readonly faults: number;
  readonly interruptions: number;
}

/** The number of the first stack that brings home what was left. */
const RESCUERS = 100;

/** How often somebody tries again to delete a stack before it counts as stuck. */
const TRIES = 4;

const HOUR_MS = 3_600_000;

export async function run(history: History, turns: Turns, handler?: HandlerClasses): Promise<Outcome> {
  const simulation = new Simulation({
    turns,
    handler,
    inventory: history.sameVlan ? SAME_VLAN : DISTINCT_VLANS,
    readLagMs: history.readLagMs,
    readGap: history.readGap,
    settleMs: history.settleMs,
    iamDelayMs: history.iamDelayMs,
    behavior: history.behavior,
    faults: { calls: history.callFaults, deliveries: history.deliveryFaults },
  });
  const players = new Players(simulation, new Invariants(simulation, history.readLagMs), history);
  await simulation.run(() => players.play());
  return players.outcome();
}

/** Everybody who acts in a history. */
class Players {
  private readonly current = new Map<number, Stack>();
  private readonly all: Stack[] = [];
  private operations = 0;

  public constructor(
    private readonly simulation: Simulation,
    private readonly invariants: Invariants,
    private readonly history: History,
  ) {
    simulation.watcher = invariants;
    const { afterPreflight } = history;
    let moves = afterPreflight.byHand ? [{ ...afterPreflight.byHand, waitMs: 0 }] : [];
    invariants.onPreflightPassed = (stack) => {
      misinform(stack, afterPreflight.placements);
      for (const move of moves) this.moveByHand(move);
      moves = [];
    };
  }

  public async play(): Promise<void> {
    const { history } = this;
    await Promise.all([
      ...history.stacks.map((steps, index) => this.deployer(index, steps)),
      this.hand(history.byHand),
      this.loseClaim(),
    ]);
    this.simulation.faults.heal();
    await this.simulation.time.sleep(HOUR_MS);
    const living = this.all.filter(({ isGone }) => !isGone);
    this.invariants.checkAtRest(living);
    for (const stack of this.all) this.invariants.checkClaims(stack, CONNECTIONS);
    if (!this.mayHaveTwoHolders) this.invariants.checkHolders(living);
    // An operation that has failed for good has counted nothing.
    const ended = this.all.filter(({ status }) => status.endsWith('_COMPLETE'));
    if (this.isUndisturbed) for (const stack of ended) this.invariants.checkProgress(stack);
    for (const index of this.current.keys()) await this.destroy(index);
    await this.simulation.time.sleep(HOUR_MS);
    await this.bringHome();
    // With one VLAN for two connections, where a connection came from may be taken for good.
    for (const stack of this.all) if (stack.isGone || !history.sameVlan) this.invariants.checkGone(stack);
  }

  /** What a clean-up has forgotten, or was retained: whoever declares it again takes it over, and can bring it home. */
  private async bringHome(): Promise<void> {
    const { table } = this.simulation.cloudFormation.provider;
    for (const [number, connectionId] of CONNECTIONS.entries()) {
      const claim = table.item(connectionId) as unknown as LiveClaim | undefined;
      const parentId = this.simulation.model.parentOf(connectionId);
      if (claim === undefined || !isLive(claim) || parentId === undefined) continue;
      const template = templateOf({ associations: { Rescued: { connectionId, parentId } } }, logicalIdOf);
      const stack = await this.simulation.cloudFormation.create(`stack-${RESCUERS + number}`, template);
      this.current.set(RESCUERS + number, stack);
      this.all.push(stack);
      await this.destroy(RESCUERS + number);
      const isKnown = [claim.foundOn, claim.originalParentConnectionId, ...claim.movedTo].includes(parentId);
      if (isKnown && !this.history.sameVlan) this.invariants.checkBroughtHome(stack, claim);
    }
    await this.simulation.time.sleep(HOUR_MS);
  }

  /** Whether two stacks may both be said to have a connection: one has taken it, or nobody knew of the other. */
  private get mayHaveTwoHolders(): boolean {
    const { stacks, claimLoss } = this.history;
    const isTold = (step: Step) =>
      step.kind === 'refactor' || (step.kind === 'deploy' && takesOver(step.plan));
    return claimLoss !== undefined || stacks.flat().some(isTold);
  }

  /** Whether nothing has gone wrong, and nobody else has moved anything. */
  private get isUndisturbed(): boolean {
    const { stacks, byHand, afterPreflight } = this.history;
    const isTold = afterPreflight.placements === 'as seen' && afterPreflight.byHand === undefined;
    return isTold && stacks.length === 1 && byHand.length === 0 && this.simulation.faults.struck === 0;
  }

  public outcome(): Outcome {
    return {
      violations: this.invariants.violations,
      operations: this.operations,
      calls: this.simulation.boundary.calls,
      faults: this.simulation.faults.struck,
      interruptions: this.simulation.model.interruptions,
    };
  }

  private async deployer(index: number, steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.simulation.time.sleep(step.waitMs);
      this.operations += 1;
      switch (step.kind) {
        case 'deploy':
          await this.deployWatched(index, step.plan);
          break;
        case 'destroy':
          await this.tryToDelete(index);
          break;
        case 'refactor':
          this.refactor(index);
      }
    }
  }

  private async deployWatched(index: number, plan: Plan): Promise<void> {
    const { model, faults } = this.simulation;
    const before = new Map(CONNECTIONS.map((id) => [id, model.parentOf(id)]));
    const wasDeployed = this.current.get(index)?.status;
    await this.deploy(index, plan);
    const stack = this.current.get(index);
    const { stacks, byHand, claimLoss, afterPreflight } = this.history;
    const isUndisturbed = byHand.length === 0 && claimLoss === undefined && !afterPreflight.byHand;
    if (!stack || !isUndisturbed || faults.struck > 0) return;
    if (!this.history.sameVlan) this.invariants.checkCanRollBack(stack);
    if (stacks.length > 1) return;
    // A failed rollback, and what it is followed by, is another story.
    if (wasDeployed === undefined || /^(CREATE|UPDATE|UPDATE_ROLLBACK|DELETE)_COMPLETE$/.test(wasDeployed)) {
      this.invariants.checkRolledBack(stack, before);
    }
  }

  /** Only between two stacks that are at rest. */
  private refactor(index: number): void {
    const [from, to] = [this.current.get(index), this.current.get(1 - index)];
    const isReady = (stack: Stack | undefined) => /^(CREATE|UPDATE)_COMPLETE$/.test(stack?.status ?? '');
    if (!from || !to || !isReady(from) || !isReady(to)) return;
    const moved = [...from.resources.values()].find(({ spec, status }) =>
      associationOf(spec) ? /^(CREATE|UPDATE)_COMPLETE$/.test(status) : false,
    );
    const { connectionId } = (moved && associationOf(moved.spec)) ?? {};
    if (!moved || connectionId === undefined) return;
    this.simulation.cloudFormation.refactor(from, moved.logicalId, to, `${moved.logicalId}Refactored`);
    this.invariants.refactored(from, to, connectionId);
  }

  /** Only of a connection that one stack has, and that nothing is being done about. */
  private async loseClaim(): Promise<void> {
    const { claimLoss, byHand, afterPreflight } = this.history;
    // Where somebody has moved it as well, its delete fails until it is retained: nothing says whose place that is.
    if (claimLoss === undefined || byHand.length > 0 || afterPreflight.byHand) return;
    await this.simulation.time.sleep(claimLoss.waitMs);
    const { connectionId } = claimLoss;
    const { table } = this.simulation.cloudFormation.provider;
    const all = this.all.flatMap(({ status, resources }) =>
      [...resources.values()].map((each) => ({ each, status })),
    );
    const holders = all.filter(({ each }) => associationOf(each.spec)?.connectionId === connectionId);
    const isAtRest = all.every(
      ({ each, status }) => !each.active && /^(CREATE|UPDATE)_COMPLETE$/.test(status),
    );
    const [holder] = holders;
    if (holders.length !== 1 || !isAtRest || table.item(connectionId)?.['phase'] !== 'settled') return;
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(holder?.each.status ?? '')) return;
    table.removeItem(connectionId);
    this.invariants.claimLost(connectionId);
  }

  private async deploy(index: number, plan: Plan): Promise<void> {
    const template = templateOf(plan, logicalIdOf);
    const stack = this.current.get(index);
    const { cloudFormation } = this.simulation;
    switch (stack?.status) {
      case 'CREATE_COMPLETE':
      case 'UPDATE_COMPLETE':
      case 'UPDATE_ROLLBACK_COMPLETE':
        return cloudFormation.update(stack, template);
      case 'UPDATE_ROLLBACK_FAILED':
        await cloudFormation.continueRollback(stack);
        return;
      case 'ROLLBACK_COMPLETE':
      case 'ROLLBACK_FAILED':
      case 'DELETE_FAILED':
        // Such a stack can only be deleted.
        await this.tryToDelete(index);
        return;
      default: {
        const created = await cloudFormation.create(`stack-${index}`, template);
        this.current.set(index, created);
        this.all.push(created);
      }
    }
  }

  private async destroy(index: number): Promise<void> {
    for (let tries = 0; tries < TRIES && !this.current.get(index)?.isGone; tries += 1) {
      await this.tryToDelete(index);
    }
  }

  private async tryToDelete(index: number): Promise<void> {
    const stack = this.current.get(index);
    if (stack && !stack.isGone) await this.simulation.cloudFormation.delete(stack);
  }

  private async hand(moves: readonly HandMove[]): Promise<void> {
    for (const move of moves) {
      await this.simulation.time.sleep(move.waitMs);
      this.moveByHand(move);
    }
  }

  private moveByHand({ connectionId, parentId }: HandMove): void {
    const { model } = this.simulation;
    const from = model.parentOf(connectionId);
    try {
      model.moveByHand(connectionId, parentId);
    } catch {
      // Direct Connect refuses what cannot be.
      return;
    }
    if (from !== undefined && from !== parentId) this.invariants.movedByHand(connectionId, from, parentId);
  }
}

/** Changes what the progress says of where the connections were seen. */
function misinform({ id, provider: { table } }: Stack, placements: AfterPreflight['placements']): void {
  const connectionId = `migration/${id}/${PREFLIGHT}`;
  const progress = table.item(connectionId);
  if (progress === undefined || placements === 'as seen') return;
  const seen = Object.keys(progress['placements'] as object);
  const changed = placements === 'nothing' ? [] : seen.map((id) => [id, placements]);
  table.setItem({ ...progress, connectionId, placements: Object.fromEntries(changed) });
}

function takesOver({ associations, migration }: Plan): boolean {
  return migration?.takeOver === true || Object.values(associations).some(({ takeOver }) => takeOver);
}

const LOGICAL_IDS: Record<string, string> = {
  [CONNECTIONS[0]]: 'First',
  [CONNECTIONS[1]]: 'Second',
  [CONNECTIONS[2]]: 'Third',
};

function logicalIdOf(connectionId: string): string {
  return LOGICAL_IDS[connectionId] ?? connectionId;
}

const [FIRST, SECOND, THIRD] = CONNECTIONS;
const [HOME, OTHER, LAG_A, LAG_B] = PARENTS;

const accountWith = (firstVlan: number, secondVlan: number) =>
  inventory({
    interconnects: [HOME, OTHER],
    lags: [LAG_A, LAG_B],
    hosted: {
      [HOME]: [{ connectionId: FIRST, vlan: firstVlan }],
      [OTHER]: [{ connectionId: SECOND, vlan: secondVlan }],
      [LAG_B]: [{ connectionId: THIRD, vlan: 103 }],
    },
  });
const DISTINCT_VLANS = accountWith(101, 102);
const SAME_VLAN = accountWith(101, 101);

const parent = fc.constantFrom(...PARENTS);
const wait = fc
  .oneof(fc.constant(0), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 60, max: 1_000 }))
  .map((s) => s * 1000);

const spec = (connectionId: string): fc.Arbitrary<AssociationSpec> =>
  fc.record({
    connectionId: fc.constant(connectionId),
    parentId: parent,
    originalParentId: fc.option(parent, { nil: undefined, freq: 4 }),
    retain: fc.boolean().map((value) => value && connectionId === SECOND),
    takeOver: fc.nat(3).map((n) => n === 0),
  });

/** A fleet of two or three, in any order. */
const migration: fc.Arbitrary<MigrationPlan> = fc.record({
  connectionIds: fc.shuffledSubarray([...CONNECTIONS], { minLength: 2 }),
  parentId: parent,
  originalParentId: fc.option(parent, { nil: undefined, freq: 7 }),
  maxConcurrent: fc.constantFrom(1, 1, 2),
  takeOver: fc.nat(3).map((n) => n === 0),
});

const plan: fc.Arbitrary<Plan> = fc
  .record({
    migration: fc.option(migration, { nil: undefined, freq: 2 }),
    first: fc.option(spec(FIRST), { nil: undefined, freq: 8 }),
    // As with a token for an id: a rename is another resource, whose create comes before the delete of this one.
    isRenamed: fc.nat(7).map((n) => n === 0),
    second: fc.option(spec(SECOND), { nil: undefined, freq: 1 }),
    siblingFailsAfterMs: fc.option(fc.oneof(fc.nat(900), fc.nat(40_000)), { nil: undefined, freq: 2 }),
  })
  .map(({ migration, first, isRenamed, second, siblingFailsAfterMs }) => ({
    associations: {
      ...(first && { [isRenamed ? 'Renamed' : 'First']: first }),
      ...(second && { Second: second }),
    },
    migration,
    siblingFailsAfterMs,
  }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deploy' as const), waitMs: wait, plan }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('destroy' as const, 'destroy' as const, 'refactor' as const),
      waitMs: wait,
    }),
  },
);

const byHand = fc.record({
  waitMs: fc.oneof(fc.nat(15_000), wait),
  connectionId: fc.constantFrom(...CONNECTIONS),
  parentId: parent,
});

const callFault: fc.Arbitrary<PlannedCallFault> = fc.oneof(
  fc.record({
    operation: fc.constant('any' as const),
    nth: fc.nat(60),
    fault: fc.constantFrom(...CALL_FAULT_NAMES),
  }),
  fc.record({
    operation: fc.constantFrom('AssociateHostedConnection', 'PutItem', 'UpdateItem', 'DescribeStacks'),
    nth: fc.nat(5),
    fault: fc.constantFrom(...CALL_FAULT_NAMES),
  }),
);

const deliveryFault: fc.Arbitrary<PlannedDeliveryFault> = fc.record({
  nth: fc.oneof(fc.nat(4), fc.nat(20)),
  fault: fc.constantFrom(...DELIVERY_FAULTS),
});

export const histories: fc.Arbitrary<History> = fc.record({
  stacks: fc.oneof(
    {
      weight: 2,
      arbitrary: fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 1 }),
    },
    {
      weight: 1,
      arbitrary: fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 2 }),
    },
  ),
  byHand: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(byHand, { maxLength: 2 }) },
  ),
  afterPreflight: fc.record({
    placements: fc.oneof(
      fc.constantFrom('as seen' as const, 'nothing' as const),
      fc.constantFrom(...PARENTS),
    ),
    byHand: fc.option(fc.record({ connectionId: fc.constantFrom(...CONNECTIONS), parentId: parent }), {
      nil: undefined,
      freq: 1,
    }),
  }),
  claimLoss: fc.option(fc.record({ waitMs: wait, connectionId: fc.constantFrom(...CONNECTIONS) }), {
    nil: undefined,
    freq: 5,
  }),
  behavior: fc.record({
    hidesCreates: fc.boolean(),
    remembersDeleted: fc.boolean(),
    repeatsRequestIds: fc.nat(3).map((n) => n === 0),
  }),
  readLagMs: fc.constantFrom(0, 0, 2_000, 8_000),
  readGap: fc.boolean(),
  settleMs: fc.constantFrom(0, 0, 7_000, 20_000),
  sameVlan: fc.boolean(),
  iamDelayMs: fc.constantFrom(0, 0, 0, 30_000),
  callFaults: fc.array(callFault, { maxLength: 4 }),
  deliveryFaults: fc.array(deliveryFault, { maxLength: 4 }),
});
