import {
  ConnectionState,
  HasLogicalRedundancy,
  InterconnectState,
  LagState,
} from '@aws-sdk/client-direct-connect';
import type { Connection, Interconnect, Lag, MacSecKey, Tag } from '@aws-sdk/client-direct-connect';
import { date, flag, integer, list, matching, oneOf, record, text } from './json-readers';

export type HostedConnection = Connection & { connectionId: string; connectionState: ConnectionState };
export type InterconnectRecord = Interconnect & {
  interconnectId: string;
  interconnectState: InterconnectState;
};
export type LagRecord = Lag & { lagId: string; lagState: LagState };
export type ParentState = InterconnectState & LagState;

const connectionId = matching(/^dxcon-[a-z0-9]+$/, 'dxcon-fg9607vm');
const lagId = matching(/^dxlag-[a-z0-9]+$/, 'dxlag-fhccu14t');
const redundancy = oneOf(Object.values(HasLogicalRedundancy));

const tags = list(record<Tag>({ key: text, value: text }, ['key']));
const macSecKeys = list(record<MacSecKey>({ secretARN: text, ckn: text, state: text, startOn: text }, []));

export const readConnection = record<HostedConnection>(
  {
    ownerAccount: text,
    connectionId,
    connectionName: text,
    connectionState: oneOf(Object.values(ConnectionState)),
    region: text,
    location: text,
    bandwidth: text,
    vlan: integer,
    partnerName: text,
    loaIssueTime: date,
    lagId,
    awsDevice: text,
    jumboFrameCapable: flag,
    awsDeviceV2: text,
    awsLogicalDeviceId: text,
    hasLogicalRedundancy: redundancy,
    tags,
    providerName: text,
    macSecCapable: flag,
    portEncryptionStatus: text,
    encryptionMode: text,
    macSecKeys,
    partnerInterconnectMacSecCapable: flag,
  },
  ['connectionId', 'connectionState'],
);

export const readInterconnect = record<InterconnectRecord>(
  {
    interconnectId: connectionId,
    interconnectName: text,
    interconnectState: oneOf(Object.values(InterconnectState)),
    region: text,
    location: text,
    bandwidth: text,
    loaIssueTime: date,
    lagId,
    awsDevice: text,
    jumboFrameCapable: flag,
    awsDeviceV2: text,
    awsLogicalDeviceId: text,
    hasLogicalRedundancy: redundancy,
    tags,
    providerName: text,
    macSecCapable: flag,
    portEncryptionStatus: text,
    encryptionMode: text,
    macSecKeys,
  },
  ['interconnectId', 'interconnectState'],
);

export const readLag = record<LagRecord>(
  {
    connectionsBandwidth: text,
    numberOfConnections: integer,
    lagId,
    ownerAccount: text,
    lagName: text,
    lagState: oneOf(Object.values(LagState)),
    location: text,
    region: text,
    minimumLinks: integer,
    awsDevice: text,
    awsDeviceV2: text,
    awsLogicalDeviceId: text,
    connections: list(readConnection),
    allowsHostedConnections: flag,
    jumboFrameCapable: flag,
    hasLogicalRedundancy: redundancy,
    tags,
    providerName: text,
    macSecCapable: flag,
    encryptionMode: text,
    macSecKeys,
  },
  ['lagId', 'lagState'],
);
