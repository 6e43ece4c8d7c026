import type { ConnectionState } from '@aws-sdk/client-direct-connect';
import type { HostedConnection } from './records';

export interface Timing {
  /** How long a moved connection is in `movingState` before it is again in the state it had. */
  readonly settleMs: number;
  readonly movingState: ConnectionState;
  /** How long reads do not know of a move. */
  readonly readLagMs: number;
  /** What reads say meanwhile: nothing at all (true), or where the connection was (false). */
  readonly readGap: boolean;
}

interface Placement {
  readonly parentId: string;
  readonly since: number;
}

/** One hosted connection: where it is and was, and what reads show of that. */
export class Hosted {
  private placements: readonly [Placement, ...Placement[]];
  private settledAt = -Infinity;
  private stableState: ConnectionState;
  private readonly record: HostedConnection;

  constructor(
    record: HostedConnection,
    parentId: string,
    private readonly timing: Timing,
  ) {
    this.placements = [{ parentId, since: -Infinity }];
    this.stableState = record.connectionState;
    this.record = { ...record };
    delete this.record.lagId;
  }

  get id(): string {
    return this.record.connectionId;
  }

  get vlan(): number | undefined {
    return this.record.vlan;
  }

  get location(): string | undefined {
    return this.record.location;
  }

  get parentId(): string {
    return this.placements[0].parentId;
  }

  /** Whether it is gone for good, though lists may still show it. */
  get isOver(): boolean {
    return this.stableState === 'deleted' || this.stableState === 'rejected';
  }

  isSettling(now: number): boolean {
    return now < this.settledAt;
  }

  state(now: number): ConnectionState {
    return this.isSettling(now) ? this.timing.movingState : this.stableState;
  }

  setState(state: ConnectionState): void {
    this.stableState = state;
    this.settledAt = -Infinity;
  }

  move(parentId: string, now: number): void {
    this.placements = [{ parentId, since: now }, ...this.placements];
    this.settledAt = now + this.timing.settleMs;
  }

  /** The parent has become a part of another: no move, and no read can still show the old one. */
  carryAlong(parentId: string): void {
    this.placements = [{ parentId, since: -Infinity }];
  }

  /** The connection as it is. */
  truth(now: number): HostedConnection {
    return this.on(this.parentId, this.state(now));
  }

  /** The parent whose list shows the connection, if any does. */
  shownOn(now: number): string | undefined {
    const placement = this.shownPlacement(now);
    const isStale = placement !== this.placements[0];
    return isStale && this.timing.readGap ? undefined : placement?.parentId;
  }

  /** The connection as the list of that parent shows it. */
  shown(parentId: string, now: number): HostedConnection {
    const isStale = this.shownPlacement(now) !== this.placements[0];
    return this.on(parentId, isStale ? this.stableState : this.state(now));
  }

  private shownPlacement(now: number): Placement | undefined {
    const horizon = now - this.timing.readLagMs;
    return this.placements.find(({ since }) => since <= horizon);
  }

  private on(parentId: string, connectionState: ConnectionState): HostedConnection {
    const connection = { ...this.record, connectionState };
    return parentId.startsWith('dxlag-') ? { ...connection, lagId: parentId } : connection;
  }
}
