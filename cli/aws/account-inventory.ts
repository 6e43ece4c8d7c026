import type { Connection, Interconnect, Lag } from '@aws-sdk/client-direct-connect';
import { DirectConnect } from '../../lambda/direct-connect/client';
import { AT_ONCE } from '../../lambda/direct-connect/pace';
import { Parents } from '../../lambda/direct-connect/parents';
import { inTurn } from './in-turn';
import type { Session } from './session';

/** What an account has in Direct Connect in one region: the answers of the API, each list whole. */
export interface AccountInventory {
  readonly region: string;
  readonly interconnects: readonly Interconnect[];
  readonly lags: readonly Lag[];
  /** By interconnect that is in no LAG, and by LAG. */
  readonly hostedConnections: Readonly<Record<string, { readonly connections: readonly Connection[] }>>;
}

/** Reads every list once. */
export async function readInventory({ directConnect: client, region }: Session): Promise<AccountInventory> {
  const directConnect = new DirectConnect(client, new AbortController().signal, AT_ONCE);
  const [lags, interconnects] = await Promise.all([directConnect.lags(), directConnect.interconnects()]);
  const { searchable } = new Parents(lags, interconnects);
  const lists = await inTurn(searchable, (parentId) => directConnect.hostedConnections(parentId).all());
  const hosted = searchable.map(
    (parentId, index) => [parentId, { connections: lists[index] ?? [] }] as const,
  );
  return { region, interconnects, lags, hostedConnections: Object.fromEntries(hosted) };
}
