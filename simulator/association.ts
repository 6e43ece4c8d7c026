import type { Parent, PartnerAccount } from './account';
import { documented, textUnknown } from './errors';
import type { Hosted } from './hosted';

export interface Target {
  readonly hosted: Hosted;
  readonly parentId: string;
  readonly parent: Parent;
}

/** Finds what an association is about. In which order the service checks is unknown. */
export function findTarget(account: PartnerAccount, connectionId: string, parentId: string): Target {
  if (parentId.startsWith('dxlag') && !/^dxlag-[a-z0-9]{8,17}$/.test(parentId)) {
    throw documented.malformedLagId();
  }
  const hosted = account.findHosted(connectionId);
  if (!hosted) throw documented.connectionNotFound(connectionId);
  const parent = account.findParent(parentId);
  if (!parent) {
    throw parentId.startsWith('dxlag-')
      ? documented.lagNotFound(parentId)
      : documented.connectionNotFound(parentId);
  }
  return { hosted, parentId, parent };
}

/** Throws the refusal of a connection that cannot be moved now, wherever to. */
export function refuseUnmovable(hosted: Hosted, now: number): void {
  const state = hosted.state(now);
  if (hosted.isSettling(now) || state === 'deleting') throw documented.transitioning(hosted.id);
  if (hosted.isOver) throw textUnknown.connectionUnusable(hosted.id, state);
}

/** Throws the refusal of a parent that this connection cannot be moved to. */
export function refuseTarget(account: PartnerAccount, { hosted, parentId, parent }: Target): void {
  refuseParent(parent);
  const { location } = parent.record;
  if (hosted.location !== undefined && location !== undefined && hosted.location !== location) {
    throw textUnknown.otherLocation(hosted.location, location);
  }
  if (hosted.vlan !== undefined && account.vlanHolder(parentId, hosted.vlan)) {
    throw documented.vlanInUse(hosted.vlan);
  }
}

function refuseParent({ kind, record }: Parent): void {
  if (kind === 'lag') {
    refuseDeleted(record.lagId, record.lagState);
    if (record.allowsHostedConnections === false) throw textUnknown.hostedConnectionsNotAllowed(record.lagId);
  } else {
    refuseDeleted(record.interconnectId, record.interconnectState);
    if (record.lagId !== undefined) throw textUnknown.lagMember(record.interconnectId, record.lagId);
  }
}

function refuseDeleted(id: string, state: string): void {
  if (state === 'deleting' || state === 'deleted') throw textUnknown.parentUnusable(id, state);
}
