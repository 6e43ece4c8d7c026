import { refused } from '../../../simulator';
import type { DirectConnectModel } from '../../../simulator';
import type { Stack } from '../cloudformation/stack';
import type { Simulation } from '../simulation';
import { CONNECTIONS } from './account';
import { ClaimEditor } from './claim-editor';
import type { AfterPreflight, HandAct, History } from './history';
import type { Invariants } from './invariants';
import { PREFLIGHT } from './plan';

/** What people do without any stack. */
export class Hand {
  private readonly claims: ClaimEditor;
  /** What ends when nothing goes wrong any more. */
  private readonly passing = new Set<() => void>();

  public constructor(
    private readonly simulation: Simulation,
    private readonly invariants: Invariants,
    private readonly history: History,
    stacks: readonly Stack[],
  ) {
    this.claims = new ClaimEditor(simulation, invariants, history, stacks);
    const { afterPreflight } = history;
    let acts = afterPreflight.byHand ? [afterPreflight.byHand] : [];
    invariants.onPreflightPassed = (stack) => {
      misinform(stack, afterPreflight.placements);
      for (const act of acts) this.do(act);
      acts = [];
    };
  }

  public async act(): Promise<void> {
    await Promise.all([this.actOnConnections(), this.claims.lose(), this.claims.edit()]);
  }

  /** What is only so for a while is over. */
  public heal(): void {
    for (const end of this.passing) end();
    this.passing.clear();
  }

  private async actOnConnections(): Promise<void> {
    for (const { waitMs, ...act } of this.history.byHand) {
      await this.simulation.time.sleep(waitMs);
      this.do(act);
    }
  }

  private do(act: HandAct): void {
    const { model } = this.simulation;
    const before = new Map(CONNECTIONS.map((id) => [id, model.parentOf(id)]));
    try {
      this.tryTo(act, model);
    } catch {
      // Direct Connect refuses what cannot be.
      return;
    }
    if (act.kind === 'join') this.invariants.joined(act.interconnectId, act.lagId);
    for (const [connectionId, from] of before) {
      const to = model.parentOf(connectionId);
      if (from !== undefined && to !== undefined && from !== to)
        this.invariants.movedByHand(connectionId, from, to);
    }
  }

  private tryTo(act: HandAct, model: DirectConnectModel): void {
    switch (act.kind) {
      case 'move': {
        model.moveByHand(act.connectionId, act.parentId);
        return;
      }
      case 'end':
        if (act.how === 'removed') model.remove(act.connectionId);
        else model.setState(act.connectionId, act.how);
        return;
      case 'join': {
        model.joinLag(act.interconnectId, act.lagId);
        return;
      }
      case 'leave': {
        model.leaveLag(act.interconnectId);
        return;
      }
      case 'remove parent': {
        model.removeParent(act.parentId);
        return;
      }
      case 'list': {
        this.spoilList(act, model);
        return;
      }
    }
  }

  private spoilList(
    { parentId, how, forMs }: Extract<HandAct, { kind: 'list' }>,
    model: DirectConnectModel,
  ): void {
    const end = how === 'empty' ? emptyList(model, parentId) : refuseList(model, parentId);
    this.passing.add(end);
    this.simulation.time.timer(forMs, end);
  }
}

function emptyList(model: DirectConnectModel, parentId: string): () => void {
  model.hideList(parentId, true);
  return () => {
    // The parent may have gone meanwhile.
    if (model.hasParent(parentId)) model.hideList(parentId, false);
  };
}

function refuseList(model: DirectConnectModel, parentId: string): () => void {
  const trap = model.arm({
    operation: 'DescribeHostedConnections',
    matches: ({ connectionId }) => connectionId === parentId,
    times: Infinity,
    fault: refused(`DescribeHostedConnections failed for connection ${parentId}`),
  });
  return () => trap.disarm();
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
