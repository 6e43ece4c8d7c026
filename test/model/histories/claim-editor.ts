import { associationOf } from '../cloudformation/declared';
import type { Stack } from '../cloudformation/stack';
import type { Simulation } from '../simulation';
import type { History } from './history';
import type { Invariants } from './invariants';
import { isComplete } from './naming';

/** Somebody who edits or deletes claims in the table. */
export class ClaimEditor {
  /** Whose claims are not as they were, and are to be corrected: one that is deleted meanwhile is not. */
  private readonly edited = new Set<string>();

  public constructor(
    private readonly simulation: Simulation,
    private readonly invariants: Invariants,
    private readonly history: History,
    private readonly stacks: readonly Stack[],
  ) {}

  /** Only of a connection that one stack has, and that nothing is being done about. */
  public async lose(): Promise<void> {
    const { claimLoss, byHand, afterPreflight } = this.history;
    // Where somebody has moved it as well, its delete fails until it is retained: nothing says whose place that is.
    if (claimLoss === undefined || byHand.length > 0 || afterPreflight.byHand) return;
    await this.simulation.time.sleep(claimLoss.waitMs);
    if (!this.isSettled(claimLoss.connectionId)) return;
    this.table.removeItem(claimLoss.connectionId);
    this.edited.delete(claimLoss.connectionId);
    this.invariants.claimLost(claimLoss.connectionId);
  }

  /** Who writes over it meanwhile, or moves the connection, has read something that is not there. */
  public async edit(): Promise<void> {
    const { claimEdit } = this.history;
    if (claimEdit === undefined) return;
    const { waitMs, connectionId, forMs, attribute, value } = claimEdit;
    await this.simulation.time.sleep(waitMs);
    const item = this.table.item(connectionId);
    if (item === undefined || !this.isSettled(connectionId)) return;
    const edited = { ...item, connectionId, [attribute]: value };
    this.table.setItem(edited);
    this.edited.add(connectionId);
    this.invariants.claimEdited(connectionId, attribute);
    await this.simulation.time.sleep(forMs);
    if (!this.edited.delete(connectionId)) return;
    this.invariants.claimCorrected(connectionId, edited);
    this.table.setItem({ ...item, connectionId });
  }

  private isSettled(connectionId: string): boolean {
    return this.isHeldAtRest(connectionId) && this.table.item(connectionId)?.['phase'] === 'settled';
  }

  private get table() {
    return this.simulation.cloudFormation.provider.table;
  }

  private isHeldAtRest(connectionId: string): boolean {
    const all = this.stacks.flatMap(({ status, resources }) =>
      [...resources.values()].map((each) => ({ each, status })),
    );
    const holders = all.filter(({ each }) => associationOf(each.spec)?.connectionId === connectionId);
    const isAtRest = all.every(({ each, status }) => !each.active && isComplete({ status }));
    const [holder] = holders;
    return holders.length === 1 && isAtRest && holder !== undefined && isComplete(holder.each);
  }
}
