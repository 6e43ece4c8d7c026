import type { Connection, Connections, Interconnects, Lags } from '@aws-sdk/client-direct-connect';
import type { PartnerAccount } from './account';
import { findTarget, refuseTarget, refuseUnmovable } from './association';
import { documented, textUnknown } from './errors';
import type { Reading } from './hosted';
import { pageOf } from './paging';
import type { Requests } from './requests';

export interface Association {
  readonly connectionId: string;
  readonly from: string;
  readonly to: string;
  readonly at: number;
}

export type ToCurrentParent = 'accept' | 'refuse';

export function describeHostedConnections(
  account: PartnerAccount,
  reading: Reading,
  input: Requests['DescribeHostedConnections'],
  pageSize: number,
): Connections {
  const { connectionId } = input;
  const parent = account.findParent(connectionId);
  if (!parent) throw documented.noSuchParent(account.id, connectionId);
  if (parent.kind === 'interconnect' && parent.record.lagId !== undefined) return { connections: [] };
  if (account.isListHidden(connectionId)) return { connections: [] };
  const shown = account.hosted.filter((hosted) => hosted.isShownOn(connectionId, reading));
  const listName = `DescribeHostedConnections ${connectionId}`;
  const { items, nextToken } = pageOf(shown, ({ id }) => id, listName, { ...input, pageSize });
  return { connections: items.map((hosted) => hosted.shown(connectionId, reading)), nextToken };
}

export function describeInterconnects(
  account: PartnerAccount,
  input: Requests['DescribeInterconnects'],
  pageSize: number,
): Interconnects {
  const { interconnectId } = input;
  const found = account.interconnects.filter(
    (each) => interconnectId === undefined || each.interconnectId === interconnectId,
  );
  // For an unknown interconnect no text is public: this is what an unknown connection gets elsewhere.
  if (interconnectId !== undefined && found.length === 0) throw documented.connectionNotFound(interconnectId);
  const listName = `DescribeInterconnects ${interconnectId ?? ''}`;
  const { items, nextToken } = pageOf(found, (each) => each.interconnectId, listName, { ...input, pageSize });
  return { interconnects: items, nextToken };
}

export function describeLags(
  account: PartnerAccount,
  input: Requests['DescribeLags'],
  pageSize: number,
): Lags {
  const { lagId } = input;
  const found = account.lags.filter((each) => lagId === undefined || each.lagId === lagId);
  if (lagId !== undefined && found.length === 0) throw documented.lagNotFound(lagId);
  const listName = `DescribeLags ${lagId ?? ''}`;
  const { items, nextToken } = pageOf(found, (each) => each.lagId, listName, { ...input, pageSize });
  return { lags: items, nextToken };
}

/** Moves a connection, or throws the service's refusal. */
export function associateHostedConnection(
  account: PartnerAccount,
  now: number,
  { connectionId, parentConnectionId }: Requests['AssociateHostedConnection'],
  toCurrentParent: ToCurrentParent,
): { readonly connection: Connection; readonly association: Association } {
  const target = findTarget(account, connectionId, parentConnectionId);
  const { hosted, parentId } = target;
  const from = hosted.parentId;
  refuseUnmovable(hosted, now);
  if (from !== parentId) {
    refuseTarget(account, target);
    hosted.move(parentId, now);
  } else if (toCurrentParent === 'refuse') {
    throw textUnknown.alreadyAssociated(connectionId, parentId);
  }
  return { connection: hosted.truth(now), association: { connectionId, from, to: parentId, at: now } };
}
