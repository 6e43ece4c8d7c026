import { SILENCED } from './answer-invariants';
import type { DirectConnectModel, HostedConnection } from '../../../simulator';
import { MoveSpec, associationOf, movesOf } from '../cloudformation/declared';
import type { Excuses } from './excuses';
import type { CustomResourceRequest, ResourceSpec, Stack, StackResource } from '../cloudformation/stack';

interface Watched {
  readonly model: DirectConnectModel;
  /** Whether reads have long shown what is true, and nobody has changed it. */
  readonly wasQuiet: () => boolean;
  readonly violate: (what: string, excuses?: Excuses) => void;
  /** What is done by hand in the history. */
  readonly disturbances: () => Excuses;
}

/** What the preflight has written, and associations have counted. */
interface ProgressItem {
  readonly targets: Record<string, string>;
  readonly moved?: ReadonlySet<string>;
  readonly movedCount: number;
  readonly total: number;
}

/** Says what of the invariants of migrations does not hold. */
export class MigrationInvariants {
  /** The operations that have interrupted a connection, the last one of each connection. */
  private readonly interrupters = new Map<string, CustomResourceRequest>();
  /** How many of a migration could be under way at once, at most, so far. */
  private readonly lanes = new Map<string, number>();
  /** The stacks whose preflight has counted what lists may not have shown yet. */
  private readonly countedEarly = new Set<string>();

  public constructor(private readonly watched: Watched) {}

  public sent({ stack, spec }: CustomResourceRequest): void {
    const { migration } = associationOf(spec) ?? {};
    if (migration === undefined) return;
    const key = `${stack.id} ${migration}`;
    const { resources = {} } = stack.template ?? {};
    const present = [...stack.resources].map(([logicalId, each]) => [logicalId, latestSpec(each)] as const);
    const lanes = [new Map(Object.entries(resources)), new Map(present)].map((all) =>
      lanesOf(all, migration),
    );
    this.lanes.set(key, Math.max(this.lanes.get(key) ?? 1, ...lanes));
  }

  /** An operation calls `AssociateHostedConnection`. One that CloudFormation does not wait for is invariant 3's. */
  public moves(request: CustomResourceRequest): void {
    const { type, stack, ended, spec, resource } = request;
    const { migration } = associationOf(spec) ?? {};
    const isPutBack = spec === resource.spec;
    if (type === 'Delete' || isPutBack || ended !== undefined || migration === undefined) return;
    const status = stack.resources.get(migration)?.status;
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(status ?? '')) {
      this.watched.violate(`7: ${request.requestId} moves a connection while the preflight is ${status}`);
    }
  }

  /**
   * An operation has interrupted a connection. What CloudFormation has given up on does not count: nobody waits for the
   * call that it may have left behind, or for its connection to settle, before the rollback begins elsewhere. Nor does the
   * delete of a failed create whose association the deployment takes out of the migration: nothing is to wait for it.
   */
  public interrupted(request: CustomResourceRequest): void {
    const { connectionId, migration } = associationOf(request.spec) ?? {};
    if (connectionId === undefined) return;
    this.interrupters.set(connectionId, request);
    if (migration === undefined || isBeside(request)) return;
    for (const id of this.interrupters.keys()) if (!this.isInterrupted(id)) this.interrupters.delete(id);
    const others = [...this.interrupters].filter(([, by]) => !isBeside(by) && isSameMigration(by, request));
    const allowed = this.lanes.get(`${request.stack.id} ${migration}`) ?? 1;
    if (others.length > allowed) {
      const ids = others.map(([id]) => id).join(', ');
      this.watched.violate(`8: ${migration} interrupts ${ids} at once, and ${allowed} at once is allowed`);
    }
  }

  public interruptedBySomebodyElse(connectionId: string): void {
    this.interrupters.delete(connectionId);
  }

  public preflightEnded(request: CustomResourceRequest): void {
    const { how } = request.ended ?? {};
    const moves = movesOf(request.spec);
    if (how?.kind !== 'answered' || moves === undefined || request.type === 'Delete') return;
    const { success, reason } = how;
    if (!this.watched.wasQuiet()) this.countedEarly.add(request.stack.id);
    // That of a rollback may count nothing: what an earlier one has counted stays.
    else if (!request.isRollback) this.countedEarly.delete(request.stack.id);
    if (request.isRollback) {
      if (!success && !SILENCED.test(reason))
        this.watched.violate(`9: the preflight refuses to be rolled back: ${reason}`);
      return;
    }
    if (!this.watched.wasQuiet()) return;
    const before = request.type === 'Update' ? movesOf(request.resource.spec) : undefined;
    const problem = this.misplacedOf(moves, before) ?? this.problemOf(moves);
    const { 'parents changed': changed, 'connection is over': over } = this.watched.disturbances();
    const excuses = { 'parents changed': changed, 'connection is over': over };
    if (success && problem !== undefined)
      this.watched.violate(`9: the preflight passes, although ${problem}`, excuses);
    if (/problem/.test(reason) && problem === undefined)
      this.watched.violate(`9: the preflight finds what is not there: ${reason}`, excuses);
  }

  /** At rest the progress counts the connections that are where they shall be. */
  public checkProgress({ id, provider, resources }: Stack, excuses: Excuses): void {
    const { table } = provider;
    // A connection that has gone home may be on the target all the same, if that is its home: counted or not.
    const held = [...resources.values()].map(({ spec }) => associationOf(spec)?.connectionId);
    for (const key of table.keys.filter((each) => each.startsWith(`migration/${id}/`))) {
      const { targets, movedCount, total, ...progress } = (table.item(key) ?? {}) as unknown as ProgressItem;
      const all = Object.keys(targets);
      const there = all.filter((each) => this.watched.model.parentOf(each) === targets[each]);
      const moved = [...(progress.moved ?? [])];
      const isMissed = there.some((each) => held.includes(each) && !moved.includes(each));
      const isMiscounted = movedCount !== moved.length || total !== all.length;
      if (isMissed || isMiscounted || moved.some((each) => !there.includes(each))) {
        const counts = `${movedCount} of ${total}: ${moved.join()}`;
        this.watched.violate(`10: ${key} of ${id} counts ${counts}, and there are ${there.join()}`, {
          ...excuses,
          'counted early': this.countedEarly.has(id),
        });
      }
    }
  }

  /** A connection that is not where it is expected. Those that the migration has had before are not looked for. */
  private misplacedOf(moves: readonly MoveSpec[], before: readonly MoveSpec[] = []): string | undefined {
    const known = before.map(({ connectionId }) => connectionId);
    const wrong = moves.find(({ connectionId, parentId, expectedParentId }) => {
      const at = this.watched.model.parentOf(connectionId);
      const isThere = at === parentId || expectedParentId === undefined || at === expectedParentId;
      return !isThere && !known.includes(connectionId);
    });
    return wrong && `${wrong.connectionId} is not on ${wrong.expectedParentId}`;
  }

  /** Something because of which the migration cannot succeed. */
  private problemOf(moves: readonly MoveSpec[]): string | undefined {
    const { model } = this.watched;
    const movers = moves.filter(({ connectionId, parentId }) => model.parentOf(connectionId) !== parentId);
    for (const [index, { connectionId, parentId }] of movers.entries()) {
      const onTarget = this.all.filter((each) => model.parentOf(each.connectionId) === parentId);
      const later = movers.slice(index + 1).filter((other) => other.parentId === parentId);
      const rivals = [...onTarget, ...later.flatMap((other) => model.connection(other.connectionId) ?? [])];
      const rival = rivals.find(({ vlan }) => vlan === model.connection(connectionId)?.vlan);
      if (rival) return `${connectionId} and ${rival.connectionId} have the same vlan, ${rival.vlan}`;
    }
    return undefined;
  }

  private get all(): HostedConnection[] {
    return this.watched.model.all;
  }

  private isInterrupted(connectionId: string): boolean {
    return this.watched.model.connection(connectionId)?.connectionState === 'pending';
  }
}

function isBeside(request: CustomResourceRequest): boolean {
  return wasGivenUp(request) || isTakenOut(request);
}

function isTakenOut({ type, resource, spec, stack }: CustomResourceRequest): boolean {
  const next = stack.template?.resources[resource.logicalId];
  if (type !== 'Delete' || resource.wasComplete || next === undefined) return false;
  return associationOf(next)?.migration !== associationOf(spec)?.migration;
}

function wasGivenUp({ ended }: CustomResourceRequest): boolean {
  return ended !== undefined && !(ended.how.kind === 'answered' && ended.how.success);
}

function isSameMigration(a: CustomResourceRequest, b: CustomResourceRequest): boolean {
  return a.stack === b.stack && associationOf(a.spec)?.migration === associationOf(b.spec)?.migration;
}

/** How many associations of a migration can be under way at once: as many as are equally far from its beginning. */
function lanesOf(resources: ReadonlyMap<string, ResourceSpec>, migration: string): number {
  const levels = new Map<string, number>();
  const level = (logicalId: string): number => {
    const known = levels.get(logicalId);
    const spec = resources.get(logicalId);
    if (known !== undefined || spec === undefined) return known ?? 0;
    const own = 1 + Math.max(0, ...spec.dependsOn.map(level));
    levels.set(logicalId, own);
    return own;
  };
  const widths = new Map<number, number>();
  for (const [logicalId, spec] of resources) {
    if (associationOf(spec)?.migration !== migration) continue;
    const own = level(logicalId);
    widths.set(own, (widths.get(own) ?? 0) + 1);
  }
  return Math.max(1, ...widths.values());
}

function latestSpec({ active, spec }: StackResource): ResourceSpec {
  return active?.spec ?? spec;
}
