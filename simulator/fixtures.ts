import type { Connection } from '@aws-sdk/client-direct-connect';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from './defaults';
import { asLagMember, freeVlan, newHostedConnection, newInterconnect, newLag } from './defaults';
import { parseInventory } from './inventory';
import type { Inventory } from './inventory';
import type { InterconnectRecord, LagRecord } from './records';

type Given<T, Id extends keyof T> = string | (Partial<T> & { readonly [K in Id]: string });
type GivenConnection = Given<Connection, 'connectionId'>;

export interface InventoryPlan {
  readonly account?: string;
  readonly region?: string;
  readonly interconnects?: readonly Given<InterconnectRecord, 'interconnectId'>[];
  readonly lags?: readonly Given<LagRecord, 'lagId'>[];
  /** By parent. A VLAN that is not given is one that no other connection of the inventory has. */
  readonly hosted?: Readonly<Record<string, readonly GivenConnection[]>>;
}

const SMALL_PLAN: InventoryPlan = {
  interconnects: ['dxcon-11111111'],
  lags: ['dxlag-aaaaaaaa'],
  hosted: { 'dxcon-11111111': ['dxcon-fg9607vm'] },
};

/** An inventory from ids, or from records with what matters to the test. */
export function inventory(plan: InventoryPlan = SMALL_PLAN): Inventory {
  const { account = DEFAULT_ACCOUNT, region = DEFAULT_REGION } = plan;
  const hosted: Required<InventoryPlan>['hosted'] = plan.hosted ?? {};
  const interconnects = (plan.interconnects ?? []).map((given) =>
    newInterconnect({ region, ...withId(given, 'interconnectId') }),
  );
  const lags = (plan.lags ?? []).map((given) =>
    withMembers(newLag({ region, ownerAccount: account, ...withId(given, 'lagId') }), interconnects),
  );
  const locations = new Map([
    ...interconnects.map(({ interconnectId, location }) => [interconnectId, location] as const),
    ...lags.map(({ lagId, location }) => [lagId, location] as const),
  ]);
  const used = new Set(Object.values(hosted).flat().map(vlanOf));
  const answers = Object.entries(hosted).map(([parentId, connections]) => {
    const place = { region, location: locations.get(parentId) };
    return [parentId, { connections: connections.map((given) => complete(given, place, used)) }] as const;
  });
  const hostedConnections = Object.fromEntries(answers);
  return parseInventory({ account, region, interconnects, lags, hostedConnections });
}

/** Many hosted connections, for a parent whose list has several pages. */
export function hostedConnections(count: number, prefix = 'h'): string[] {
  const digits = Math.max(8 - prefix.length, String(count).length);
  return Array.from(
    { length: count },
    (_, index) => `dxcon-${prefix}${String(index + 1).padStart(digits, '0')}`,
  );
}

function withId<T extends object, K extends string>(
  given: string | (T & Record<K, string>),
  key: K,
): (T & Record<K, string>) | Record<K, string> {
  return typeof given === 'string' ? ({ [key]: given } as Record<K, string>) : given;
}

function withMembers(lag: LagRecord, interconnects: readonly InterconnectRecord[]): LagRecord {
  const members = interconnects.filter(({ lagId }) => lagId === lag.lagId).map(asLagMember);
  return members.length === 0 ? lag : { ...lag, connections: members, numberOfConnections: members.length };
}

function vlanOf(given: GivenConnection): number | undefined {
  return typeof given === 'string' ? undefined : given.vlan;
}

function complete(
  given: GivenConnection,
  place: Partial<Connection>,
  used: Set<number | undefined>,
): Connection {
  const vlan = vlanOf(given) ?? freeVlan(used);
  used.add(vlan);
  return newHostedConnection({ ...place, ...withId(given, 'connectionId'), vlan });
}
