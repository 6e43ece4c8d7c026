import type { Connection, ConnectionState } from '@aws-sdk/client-direct-connect';
import { asLagMember, freeVlan, newHostedConnection } from './defaults';
import { Hosted } from './hosted';
import type { Inventory } from './inventory';
import type { HostedConnection, InterconnectRecord, LagRecord, ParentState } from './records';
import type { Service } from './service';

/** What a hosted connection can be on. */
export type Parent =
  | { readonly kind: 'interconnect'; readonly record: InterconnectRecord }
  | { readonly kind: 'lag'; readonly record: LagRecord };

/** A partner's account in one region: the truth, and every way in which it can change. */
export class PartnerAccount {
  readonly id: string;
  readonly region: string;
  private readonly interconnectsById: Map<string, InterconnectRecord>;
  private readonly lagsById: Map<string, LagRecord>;
  private readonly hostedById = new Map<string, Hosted>();
  private readonly hiddenLists = new Set<string>();

  constructor(
    inventory: Inventory,
    private readonly service: Service,
  ) {
    this.id = inventory.account;
    this.region = inventory.region;
    this.interconnectsById = new Map(
      inventory.interconnects.map((each) => [each.interconnectId, { ...each }]),
    );
    this.lagsById = new Map(inventory.lags.map((each) => [each.lagId, { ...each }]));
    for (const [parentId, { connections }] of Object.entries(inventory.hostedConnections)) {
      for (const connection of connections) this.place(connection, parentId);
    }
  }

  get interconnects(): InterconnectRecord[] {
    return [...this.interconnectsById.values()].map((interconnect) => ({ ...interconnect }));
  }

  get lags(): LagRecord[] {
    return [...this.lagsById.values()].map((lag) => ({ ...lag }));
  }

  get hosted(): Hosted[] {
    return [...this.hostedById.values()];
  }

  findParent(id: string): Parent | undefined {
    const interconnect = this.interconnectsById.get(id);
    if (interconnect) return { kind: 'interconnect', record: interconnect };
    const lag = this.lagsById.get(id);
    return lag && { kind: 'lag', record: lag };
  }

  findHosted(connectionId: string): Hosted | undefined {
    return this.hostedById.get(connectionId);
  }

  /** Who has a VLAN on a parent. What is deleted or rejected has given its VLAN back. */
  vlanHolder(parentId: string, vlan: number | undefined): Hosted | undefined {
    if (vlan === undefined) return undefined;
    return this.on(parentId).find((hosted) => hosted.vlan === vlan && !hosted.isOver);
  }

  setState(connectionId: string, state: ConnectionState): void {
    this.theHosted(connectionId).setState(state);
  }

  hideList(parentId: string, isHidden: boolean): void {
    this.theParent(parentId);
    if (isHidden) this.hiddenLists.add(parentId);
    else this.hiddenLists.delete(parentId);
  }

  isListHidden(parentId: string): boolean {
    return this.hiddenLists.has(parentId);
  }

  setParentState(parentId: string, state: ParentState): void {
    const parent = this.theParent(parentId);
    if (parent.kind === 'lag') parent.record.lagState = state;
    else parent.record.interconnectState = state;
  }

  add(parentId: string, given: Partial<Connection> & { readonly connectionId: string }): void {
    const parent = this.theParent(parentId);
    refuseLagMember(parent);
    if (this.findParent(given.connectionId) || this.findHosted(given.connectionId)) {
      throw new Error(`there is a ${given.connectionId} already: give another connectionId`);
    }
    const vlan = given.vlan ?? freeVlan(new Set(this.hosted.map((hosted) => hosted.vlan)));
    this.refuseVlanConflict(parentId, vlan);
    const { location } = parent.record;
    this.place(newHostedConnection({ location, region: this.region, ...given, vlan }), parentId);
  }

  remove(connectionId: string): void {
    this.hostedById.delete(this.theHosted(connectionId).id);
  }

  /** AWS deletes no parent that has hosted connections, so neither can a test. */
  removeParent(parentId: string): void {
    const parent = this.theParent(parentId);
    const live = this.on(parentId).find((hosted) => !hosted.isOver);
    if (live) throw new Error(`${parentId} still has ${live.id}: move or remove it first`);
    for (const { id } of this.on(parentId)) this.hostedById.delete(id);
    if (parent.kind === 'lag') this.dissolve(parent.record);
    else this.leaveAnyLag(parent.record);
    this.lagsById.delete(parentId);
    this.interconnectsById.delete(parentId);
  }

  /** The interconnect's hosted connections go with it. An earlier LAG keeps those that are on it. */
  joinLag(interconnectId: string, lagId: string): void {
    const interconnect = this.theInterconnect(interconnectId);
    const lag = this.theLag(lagId);
    const carried = this.on(interconnectId);
    for (const hosted of carried) {
      if (!hosted.isOver) this.refuseVlanConflict(lagId, hosted.vlan);
    }
    this.leaveAnyLag(interconnect);
    interconnect.lagId = lagId;
    lag.connections = [...(lag.connections ?? []), asLagMember(interconnect)];
    lag.numberOfConnections = (lag.numberOfConnections ?? 0) + 1;
    for (const hosted of carried) hosted.carryAlong(lagId);
  }

  /** The hosted connections stay on the LAG. */
  leaveLag(interconnectId: string): void {
    const interconnect = this.theInterconnect(interconnectId);
    if (!interconnect.lagId)
      throw new Error(`${interconnectId} is a member of no LAG: let it join one first`);
    this.leaveAnyLag(interconnect);
  }

  private theHosted(connectionId: string): Hosted {
    return this.findHosted(connectionId) ?? unknownId('hosted connection', connectionId);
  }

  private theParent(id: string): Parent {
    return this.findParent(id) ?? unknownId('interconnect or LAG', id);
  }

  private theInterconnect(id: string): InterconnectRecord {
    return this.interconnectsById.get(id) ?? unknownId('interconnect', id);
  }

  private theLag(id: string): LagRecord {
    return this.lagsById.get(id) ?? unknownId('LAG', id);
  }

  private on(parentId: string): Hosted[] {
    return this.hosted.filter((hosted) => hosted.parentId === parentId);
  }

  private place(connection: HostedConnection, parentId: string): void {
    this.hostedById.set(connection.connectionId, new Hosted(connection, parentId, this.service));
  }

  private leaveAnyLag(interconnect: InterconnectRecord): void {
    const lag = interconnect.lagId === undefined ? undefined : this.lagsById.get(interconnect.lagId);
    delete interconnect.lagId;
    if (!lag) return;
    const isOther = ({ connectionId }: Connection) => connectionId !== interconnect.interconnectId;
    lag.connections = lag.connections?.filter(isOther);
    lag.numberOfConnections = Math.max(0, (lag.numberOfConnections ?? 0) - 1);
  }

  private dissolve(lag: LagRecord): void {
    for (const interconnect of this.interconnectsById.values()) {
      if (interconnect.lagId === lag.lagId) delete interconnect.lagId;
    }
  }

  private refuseVlanConflict(parentId: string, vlan: number | undefined): void {
    const holder = this.vlanHolder(parentId, vlan);
    if (holder) throw new Error(`vlan ${vlan} is in use on ${parentId} by ${holder.id}: give another vlan`);
  }
}

function refuseLagMember({ kind, record }: Parent): void {
  if (kind === 'interconnect' && record.lagId !== undefined) {
    throw new Error(`${record.interconnectId} is a member of ${record.lagId}: name that LAG instead`);
  }
}

function unknownId(kind: string, id: string): never {
  throw new Error(`there is no ${kind} ${id}: name one of the inventory`);
}
