import { LiveClaim, isLive } from '../../../lambda/association/claim';
import type { Owner } from '../../../lambda/cloudformation/owner';
import type { Turns } from '../aws/virtual-time';
import { HandlerClasses, Simulation } from '../simulation';
import { CONNECTIONS, DISTINCT_VLANS, SAME_VLAN } from './account';
import { disturbances, hindrances, isBeyond } from './disturbances';
import { Deployers } from './deployers';
import { Hand } from './hand';
import type { Excuse, Excuses } from './excuses';
import type { History, Step } from './history';
import { Invariants } from './invariants';
import type { Plan } from './plan';

/** What a history came to. */
export interface Outcome {
  readonly violations: readonly string[];
  readonly operations: number;
  readonly calls: number;
  readonly faults: number;
  readonly interruptions: number;
  /** How often each excuse was all that kept something from being a violation. */
  readonly excused: ReadonlyMap<Excuse, number>;
}

/** The number of the first stack that brings home what was left. */
const RESCUERS = 100;

const HOUR_MS = 3_600_000;

export async function run(history: History, turns: Turns, handler?: HandlerClasses): Promise<Outcome> {
  const simulation = new Simulation({
    turns,
    handler,
    inventory: history.sameVlan ? SAME_VLAN : DISTINCT_VLANS,
    ...history.service,
    iamDelayMs: history.iamDelayMs,
    behavior: history.behavior,
    faults: { calls: history.callFaults, deliveries: history.deliveryFaults },
  });
  const play = new Play(simulation, history);
  await simulation.run(() => play.act());
  return play.outcome();
}

/** A history from its beginning until everything is at rest, and all that was deployed is deleted. */
class Play {
  private readonly invariants: Invariants;
  private readonly deployers: Deployers;
  private readonly hand: Hand;

  public constructor(
    private readonly simulation: Simulation,
    private readonly history: History,
  ) {
    this.invariants = new Invariants(simulation, history.service.readLagMs);
    this.invariants.disturbances = disturbances(history);
    this.invariants.hindrances = hindrances(history);
    this.invariants.verdicts.isBeyond = isBeyond(history);
    simulation.watcher = this.invariants;
    this.deployers = new Deployers(simulation, this.invariants, history);
    this.hand = new Hand(simulation, this.invariants, history, this.deployers.all);
  }

  public async act(): Promise<void> {
    const { simulation, deployers, history } = this;
    await Promise.all([
      ...history.stacks.map((steps, index) => deployers.deploy(index, steps)),
      this.hand.act(),
    ]);
    simulation.heal();
    this.hand.heal();
    await simulation.time.sleep(HOUR_MS);
    this.checkAtRest();
    await deployers.destroyAll();
    await simulation.time.sleep(HOUR_MS);
    await this.bringHome();
    await deployers.destroyRest();
    for (const stack of deployers.all) this.invariants.checkGone(stack);
  }

  public outcome(): Outcome {
    return {
      violations: this.invariants.violations,
      operations: this.deployers.operations,
      calls: this.simulation.boundary.calls,
      faults: this.simulation.faults.struck,
      interruptions: this.simulation.model.interruptions,
      excused: this.invariants.verdicts.excused,
    };
  }

  private checkAtRest(): void {
    const { all } = this.deployers;
    const living = all.filter(({ isGone }) => !isGone);
    this.invariants.checkAtRest(living);
    for (const stack of all) this.invariants.checkClaims(stack, CONNECTIONS);
    this.invariants.checkHolders(living, this.excusesOfHolders);
    // An operation that has failed for good has counted nothing.
    const ended = all.filter(({ status }) => status.endsWith('_COMPLETE'));
    for (const stack of ended) this.invariants.checkProgress(stack, this.excusesOfProgress);
  }

  /** What a clean-up has forgotten, or was retained: whoever declares it again takes it over, and can bring it home. */
  private async bringHome(): Promise<void> {
    const { table } = this.simulation.cloudFormation.provider;
    for (const [number, connectionId] of CONNECTIONS.entries()) {
      const claim = table.item(connectionId) as unknown as LiveClaim | undefined;
      const parentId = this.simulation.model.parentOf(connectionId);
      if (claim === undefined || !isLive(claim) || parentId === undefined) continue;
      // What cannot be deleted is stuck, and still has it.
      if (this.isThere(claim.owner)) continue;
      const plan: Plan = { associations: { Rescued: { connectionId, parentId } } };
      const stack = await this.deployers.create(RESCUERS + number, plan);
      await this.deployers.destroy(RESCUERS + number);
      const isKnown = [claim.foundOn, claim.originalParentConnectionId, ...claim.movedTo].includes(parentId);
      if (isKnown) this.invariants.checkBroughtHome(stack, claim);
    }
    await this.simulation.time.sleep(HOUR_MS);
  }

  private isThere({ stackId, logicalResourceId }: Owner): boolean {
    const stack = this.simulation.cloudFormation.stack(stackId);
    return stack?.isGone === false && stack.resources.has(logicalResourceId);
  }

  private get excusesOfHolders(): Excuses {
    const { stacks, claimLoss } = this.history;
    const isTold = (step: Step) =>
      step.kind === 'refactor' || (step.kind === 'deploy' && takesOver(step.plan));
    return {
      'claim deleted by hand': claimLoss !== undefined,
      'told to take over': stacks.flat().some(isTold),
    };
  }

  private get excusesOfProgress(): Excuses {
    const { stacks, afterPreflight, behavior } = this.history;
    return {
      ...disturbances(this.history),
      'told otherwise': behavior.oddAnswer !== undefined,
      'fault struck': this.simulation.faults.struck > 0 || this.history.iamDelayMs > 0,
      'progress edited': afterPreflight.placements !== 'as seen',
      'beside others': stacks.length > 1,
    };
  }
}

function takesOver({ associations, migration }: Plan): boolean {
  return migration?.takeOver === true || Object.values(associations).some(({ takeOver }) => takeOver);
}
