import { associationOf } from '../cloudformation/declared';
import type { Stack } from '../cloudformation/stack';
import type { Simulation } from '../simulation';
import { CONNECTIONS, logicalIdOf } from './account';
import { disturbances } from './disturbances';
import type { History, Step } from './history';
import type { Invariants } from './invariants';
import { Plan, templateOf } from './plan';

/** How often somebody tries again to delete a stack before it counts as stuck. */
const TRIES = 4;

/** Those who deploy stacks, each one stack after the other under one name. */
export class Deployers {
  /** Every stack there ever was. */
  public readonly all: Stack[] = [];
  public operations = 0;
  private readonly current = new Map<number, Stack>();
  /** What each stack was, and where connections were, before the deployment that is under way or was left as it failed. */
  private readonly found = new Map<
    number,
    {
      readonly wasDeployed: string;
      readonly at: ReadonlyMap<string, string | undefined>;
      readonly homes: ReadonlyMap<string, string>;
    }
  >();

  public constructor(
    private readonly simulation: Simulation,
    private readonly invariants: Invariants,
    private readonly history: History,
  ) {}

  public async deploy(index: number, steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.simulation.time.sleep(step.waitMs);
      this.operations += 1;
      switch (step.kind) {
        case 'deploy':
          await this.watched(index, () => this.deployPlan(index, step.plan));
          break;
        case 'destroy':
          await this.tryToDelete(index);
          break;
        case 'rollback':
          await this.watched(index, () => this.rollBack(index));
          break;
        case 'refactor':
          this.refactor(index);
      }
    }
  }

  public async create(index: number, plan: Plan): Promise<Stack> {
    const template = templateOf(plan, logicalIdOf);
    const stack = await this.simulation.cloudFormation.create(`stack-${index}`, template, plan);
    this.current.set(index, stack);
    this.all.push(stack);
    return stack;
  }

  /** Twice: what keeps one stack from being deleted may go with another. */
  public async destroyAll(): Promise<void> {
    for (const index of this.current.keys()) await this.destroy(index);
    for (const index of this.current.keys()) await this.destroy(index);
  }

  /** What was in the way of the others is not any more. */
  public async destroyRest(): Promise<void> {
    for (const index of this.current.keys()) await this.tryToDelete(index);
  }

  public async destroy(index: number): Promise<void> {
    for (let tries = 0; tries < TRIES && !this.current.get(index)?.isGone; tries += 1) {
      await this.tryToDelete(index);
    }
  }

  /** Says what a deployment that is rolled back shall have left as it was: since the stack was last at rest. */
  private async watched(index: number, deploy: () => Promise<void>): Promise<void> {
    const { model, faults } = this.simulation;
    const wasDeployed = this.current.get(index)?.status ?? 'DELETE_COMPLETE';
    const isRetry = /^(CREATE|UPDATE)_FAILED$/.test(wasDeployed);
    const now = new Map(CONNECTIONS.map((id) => [id, model.parentOf(id)]));
    const before = (isRetry ? this.found.get(index) : undefined) ?? {
      wasDeployed,
      at: now,
      homes: this.invariants.homes(CONNECTIONS),
    };
    this.found.set(index, before);
    await deploy();
    const stack = this.current.get(index);
    if (!stack) return;
    const excuses = {
      ...disturbances(this.history),
      'fault struck': faults.struck > 0,
      'told otherwise': this.history.behavior.oddAnswer !== undefined,
    };
    this.invariants.checkCanRollBack(stack, { ...excuses, 'vlan taken': this.history.sameVlan });
    const continued = {
      'rollback had failed': !/^(CREATE|UPDATE|UPDATE_ROLLBACK|DELETE)_COMPLETE$/.test(before.wasDeployed),
    };
    this.invariants.checkRolledBack(stack, before.at, { ...excuses, ...continued });
    if (this.history.demandsHomes)
      this.invariants.checkHomes(stack, before.homes, { ...excuses, ...continued });
  }

  private async deployPlan(index: number, plan: Plan): Promise<void> {
    const template = templateOf(plan, logicalIdOf);
    const stack = this.current.get(index);
    const { cloudFormation } = this.simulation;
    switch (stack?.status) {
      case 'CREATE_COMPLETE':
      case 'UPDATE_COMPLETE':
      case 'UPDATE_ROLLBACK_COMPLETE':
      case 'CREATE_FAILED':
      case 'UPDATE_FAILED':
        return cloudFormation.update(stack, template, plan);
      case 'UPDATE_ROLLBACK_FAILED':
        await cloudFormation.continueRollback(stack);
        return;
      case 'ROLLBACK_COMPLETE':
      case 'ROLLBACK_FAILED':
      case 'DELETE_FAILED':
        // Such a stack can only be deleted.
        await this.tryToDelete(index);
        return;
      default:
        await this.create(index, plan);
    }
  }

  private async rollBack(index: number): Promise<void> {
    const stack = this.current.get(index);
    if (!stack || !/^(CREATE|UPDATE)_FAILED$/.test(stack.status)) return;
    await this.simulation.cloudFormation.rollbackStack(stack);
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
    // Nobody declares one connection twice in a stack.
    const held = [...to.resources.values()].map(({ spec }) => associationOf(spec)?.connectionId);
    if (held.includes(connectionId)) return;
    this.simulation.cloudFormation.refactor(from, moved.logicalId, to, `${moved.logicalId}Refactored`);
    this.invariants.refactored(from, to, connectionId);
  }

  private async tryToDelete(index: number): Promise<void> {
    const stack = this.current.get(index);
    if (stack && !stack.isGone) await this.simulation.cloudFormation.delete(stack);
  }
}
