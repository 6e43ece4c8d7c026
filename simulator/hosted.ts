import type { ConnectionState } from '@aws-sdk/client-direct-connect';
import type { HostedConnection } from './records';
import type { Service } from './service';

interface Placement {
  readonly parentId: string;
  readonly since: number;
}

/** One list that is read: when, and how late it is. */
export interface Reading {
  readonly now: number;
  readonly lagMs: number;
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
    private readonly service: Service,
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
    return this.isSettling(now) ? this.service.movingState : this.stableState;
  }

  setState(state: ConnectionState): void {
    this.stableState = state;
    this.settledAt = -Infinity;
  }

  move(parentId: string, now: number): void {
    this.placements = [{ parentId, since: now }, ...this.placements];
    this.settledAt = now + this.service.settleMs;
  }

  /** The parent has become a part of another: no move, and no read can still show the old one. */
  carryAlong(parentId: string): void {
    this.placements = [{ parentId, since: -Infinity }];
  }

  /** The connection as it is. */
  truth(now: number): HostedConnection {
    return this.on(this.parentId, this.state(now));
  }

  /** Whether the list of that parent shows the connection, if it is so late. */
  isShownOn(parentId: string, { now, lagMs }: Reading): boolean {
    const known = this.knownPlacement(now - lagMs);
    if (known === this.placements[0]) return parentId === this.parentId;
    switch (this.service.meanwhile) {
      case 'where it was':
        return parentId === known?.parentId;
      case 'nowhere':
        return false;
      case 'on both':
        return parentId === known?.parentId || parentId === this.parentId;
    }
  }

  /** The connection as the list of that parent shows it. */
  shown(parentId: string, { now, lagMs }: Reading): HostedConnection {
    const isStale = this.knownPlacement(now - lagMs) !== this.placements[0] && parentId !== this.parentId;
    return this.on(parentId, isStale ? this.stableState : this.state(now));
  }

  private knownPlacement(horizon: number): Placement | undefined {
    return this.placements.find(({ since }) => since <= horizon);
  }

  private on(parentId: string, connectionState: ConnectionState): HostedConnection {
    const connection = { ...this.record, connectionState };
    return parentId.startsWith('dxlag-') ? { ...connection, lagId: parentId } : connection;
  }
}
