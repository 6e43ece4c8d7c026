import type { Connection } from '@aws-sdk/client-direct-connect';
import type { HostedConnection, InterconnectRecord, LagRecord } from './records';

export const DEFAULT_ACCOUNT = '111122223333';
export const DEFAULT_REGION = 'us-east-1';
export const DEFAULT_LOCATION = 'EqDC2';
const CUSTOMER = '444455556666';

/** The first VLAN that no one has. */
export function freeVlan(used: ReadonlySet<number | undefined>): number {
  for (let vlan = 101; vlan < 4095; vlan++) {
    if (!used.has(vlan)) return vlan;
  }
  throw new Error('all VLANs from 101 to 4094 are in use: give a vlan, which may stand on several parents');
}

/** An interconnect as `Lag.connections` lists it. */
export function asLagMember(interconnect: InterconnectRecord): Connection {
  return {
    connectionId: interconnect.interconnectId,
    connectionName: interconnect.interconnectName,
    connectionState: interconnect.interconnectState,
    region: interconnect.region,
    location: interconnect.location,
    bandwidth: interconnect.bandwidth,
    lagId: interconnect.lagId,
  };
}

export function newHostedConnection(
  given: Partial<Connection> & { readonly connectionId: string },
): HostedConnection {
  return {
    ownerAccount: CUSTOMER,
    connectionName: given.connectionId,
    connectionState: 'available',
    region: DEFAULT_REGION,
    location: DEFAULT_LOCATION,
    bandwidth: '500Mbps',
    partnerName: 'Example Partner',
    ...given,
  };
}

export function newInterconnect(
  given: Partial<InterconnectRecord> & { readonly interconnectId: string },
): InterconnectRecord {
  return {
    interconnectName: given.interconnectId,
    interconnectState: 'available',
    region: DEFAULT_REGION,
    location: DEFAULT_LOCATION,
    bandwidth: '10Gbps',
    ...given,
  };
}

export function newLag(given: Partial<LagRecord> & { readonly lagId: string }): LagRecord {
  return {
    lagName: given.lagId,
    lagState: 'available',
    ownerAccount: DEFAULT_ACCOUNT,
    region: DEFAULT_REGION,
    location: DEFAULT_LOCATION,
    connectionsBandwidth: '10Gbps',
    numberOfConnections: 0,
    minimumLinks: 0,
    connections: [],
    allowsHostedConnections: true,
    ...given,
  };
}
