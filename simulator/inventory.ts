import { readFileSync } from 'node:fs';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from './defaults';
import { InventoryError, isAbsent, jsonObject, list, matching, text } from './json-readers';
import { readConnection, readInterconnect, readLag } from './records';
import type { HostedConnection, InterconnectRecord, LagRecord } from './records';

/**
 * What a partner's account has in one region: the answers of `aws directconnect describe-interconnects`,
 * `describe-lags` and, for each of these, `describe-hosted-connections --connection-id <id>`.
 */
export interface Inventory {
  readonly account: string;
  readonly region: string;
  readonly interconnects: readonly InterconnectRecord[];
  readonly lags: readonly LagRecord[];
  readonly hostedConnections: Readonly<Record<string, { readonly connections: readonly HostedConnection[] }>>;
}

const accountId = matching(/^\d{12}$/, DEFAULT_ACCOUNT);
const MEMBERS = ['account', 'region', 'interconnects', 'lags', 'hostedConnections'];

/** @throws InventoryError naming the file, the place in it, and what is wrong there. */
export function loadInventory(file: string): Inventory {
  const json = parseJson(readText(file), file);
  try {
    return parseInventory(json);
  } catch (error) {
    throw error instanceof InventoryError ? error.inFile(file) : error;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InventoryError(
      file,
      `it cannot be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** Checks an inventory's JSON. Dates may be ISO strings or seconds since 1970. */
export function parseInventory(json: unknown): Inventory {
  const source = jsonObject(json, '$');
  refuseUnknownMembers(source);
  refuseFurtherPages(source, '$');
  const interconnects = optional(source.interconnects, '$.interconnects', list(readInterconnect), []);
  const lags = optional(source.lags, '$.lags', list(readLag), []);
  const inventory = {
    account: optional(source.account, '$.account', accountId, lags[0]?.ownerAccount ?? DEFAULT_ACCOUNT),
    region: optional(source.region, '$.region', text, regionOf([...lags, ...interconnects])),
    interconnects,
    lags,
    hostedConnections: optional(source.hostedConnections, '$.hostedConnections', readHostedConnections, {}),
  };
  refuseContradictions(inventory);
  return inventory;
}

function parseJson(content: string, path: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new InventoryError(
      path,
      `it is not JSON (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

function optional<T>(value: unknown, path: string, read: (value: unknown, path: string) => T, absent: T): T {
  return isAbsent(value) ? absent : read(value, path);
}

function regionOf(parents: readonly { region?: string }[]): string {
  return parents.find((parent) => parent.region !== undefined)?.region ?? DEFAULT_REGION;
}

function readHostedConnections(value: unknown, path: string): Inventory['hostedConnections'] {
  const answers = Object.entries(jsonObject(value, path)).map(([parentId, answer]) => {
    const answerPath = `${path}["${parentId}"]`;
    const source = jsonObject(answer, answerPath);
    refuseFurtherPages(source, answerPath);
    return [parentId, { connections: list(readConnection)(source.connections, `${answerPath}.connections`) }];
  });
  return Object.fromEntries(answers) as Inventory['hostedConnections'];
}

function refuseUnknownMembers(source: Record<string, unknown>): void {
  const unknown = Object.keys(source).find((name) => name !== 'nextToken' && !MEMBERS.includes(name));
  if (unknown) throw new InventoryError(`$.${unknown}`, `unknown, expected one of ${MEMBERS.join(', ')}`);
}

function refuseFurtherPages(source: Record<string, unknown>, path: string): void {
  if (!isAbsent(source.nextToken)) {
    throw new InventoryError(`${path}.nextToken`, 'there are further pages: fetch them and join their lists');
  }
}

function refuseContradictions(inventory: Inventory): void {
  const seen = new Map<string, string>();
  inventory.lags.forEach((lag, index) => claimId(seen, lag.lagId, `$.lags[${index}].lagId`));
  inventory.interconnects.forEach((interconnect, index) => {
    const path = `$.interconnects[${index}]`;
    claimId(seen, interconnect.interconnectId, `${path}.interconnectId`);
    refuseUnknownLag(inventory, interconnect, path);
  });
  for (const [parentId, { connections }] of Object.entries(inventory.hostedConnections)) {
    const path = `$.hostedConnections["${parentId}"]`;
    refuseUnfitParent(inventory, parentId, connections.length, path);
    connections.forEach((connection, index) => {
      claimId(seen, connection.connectionId, `${path}.connections[${index}].connectionId`);
      refuseOtherLag(connection, parentId, `${path}.connections[${index}].lagId`);
    });
  }
}

function claimId(seen: Map<string, string>, id: string, path: string): void {
  const earlier = seen.get(id);
  if (earlier !== undefined) throw new InventoryError(path, `${id} stands at ${earlier} already`);
  seen.set(id, path);
}

function refuseUnknownLag(inventory: Inventory, { lagId }: InterconnectRecord, path: string): void {
  if (lagId !== undefined && !inventory.lags.some((lag) => lag.lagId === lagId)) {
    throw new InventoryError(`${path}.lagId`, `${lagId} is not among $.lags`);
  }
}

function refuseUnfitParent(inventory: Inventory, id: string, connections: number, path: string): void {
  if (inventory.lags.some((lag) => lag.lagId === id)) return;
  const interconnect = inventory.interconnects.find(({ interconnectId }) => interconnectId === id);
  if (!interconnect) throw new InventoryError(path, `${id} is neither among $.interconnects nor $.lags`);
  if (interconnect.lagId !== undefined && connections > 0) {
    const problem = `${id} is a member of ${interconnect.lagId}: list its hosted connections under that LAG`;
    throw new InventoryError(path, problem);
  }
}

function refuseOtherLag({ lagId }: HostedConnection, parentId: string, path: string): void {
  if (lagId !== undefined && lagId !== parentId) {
    throw new InventoryError(path, `it is ${lagId}, but the connection is listed under ${parentId}`);
  }
}
