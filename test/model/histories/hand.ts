import { associationOf } from '../cloudformation/declared';
import type { Stack } from '../cloudformation/stack';
import type { Simulation } from '../simulation';
import type { AfterPreflight, HandMove, History } from './history';
import type { Invariants } from './invariants';
import { PREFLIGHT } from './plan';

/** What people do without any stack. */
export class Hand {
  public constructor(
    private readonly simulation: Simulation,
    private readonly invariants: Invariants,
    private readonly history: History,
    private readonly stacks: readonly Stack[],
  ) {
    const { afterPreflight } = history;
    let moves = afterPreflight.byHand ? [{ ...afterPreflight.byHand, waitMs: 0 }] : [];
    invariants.onPreflightPassed = (stack) => {
      misinform(stack, afterPreflight.placements);
      for (const move of moves) this.move(move);
      moves = [];
    };
  }

  public async act(): Promise<void> {
    await Promise.all([this.moveAll(), this.loseClaim()]);
  }

  private async moveAll(): Promise<void> {
    for (const move of this.history.byHand) {
      await this.simulation.time.sleep(move.waitMs);
      this.move(move);
    }
  }

  private move({ connectionId, parentId }: HandMove): void {
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

  /** Only of a connection that one stack has, and that nothing is being done about. */
  private async loseClaim(): Promise<void> {
    const { claimLoss, byHand, afterPreflight } = this.history;
    // Where somebody has moved it as well, its delete fails until it is retained: nothing says whose place that is.
    if (claimLoss === undefined || byHand.length > 0 || afterPreflight.byHand) return;
    await this.simulation.time.sleep(claimLoss.waitMs);
    const { connectionId } = claimLoss;
    const { table } = this.simulation.cloudFormation.provider;
    if (!this.isHeldAtRest(connectionId) || table.item(connectionId)?.['phase'] !== 'settled') return;
    table.removeItem(connectionId);
    this.invariants.claimLost(connectionId);
  }

  private isHeldAtRest(connectionId: string): boolean {
    const all = this.stacks.flatMap(({ status, resources }) =>
      [...resources.values()].map((each) => ({ each, status })),
    );
    const holders = all.filter(({ each }) => associationOf(each.spec)?.connectionId === connectionId);
    const isAtRest = all.every(
      ({ each, status }) => !each.active && /^(CREATE|UPDATE)_COMPLETE$/.test(status),
    );
    const [holder] = holders;
    return holders.length === 1 && isAtRest && /^(CREATE|UPDATE)_COMPLETE$/.test(holder?.each.status ?? '');
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
