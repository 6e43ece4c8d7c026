/**
 * The attributes of a hosted connection association, by the names that its custom resource gives them.
 *
 * What each one means is said at the member of that name of `HostedConnectionAssociation`.
 */
export enum HostedConnectionAttribute {
  /** The account that owns the connection. */
  OWNER_ACCOUNT = 'ownerAccount',
  /** The id of the connection. */
  CONNECTION_ID = 'connectionId',
  /** The name of the connection. */
  CONNECTION_NAME = 'connectionName',
  /** The state of the connection. */
  CONNECTION_STATE = 'connectionState',
  /** The Region of the connection. */
  REGION = 'region',
  /** The location of the connection. */
  LOCATION = 'location',
  /** The bandwidth of the connection. */
  BANDWIDTH = 'bandwidth',
  /** The VLAN of the connection. */
  VLAN = 'vlan',
  /** The Direct Connect Partner. */
  PARTNER_NAME = 'partnerName',
  /** When the Letter of Authorization was last asked for. */
  LOA_ISSUE_TIME = 'loaIssueTime',
  /** The LAG that Direct Connect names at the connection. */
  LAG_ID = 'lagId',
  /** The endpoint of the physical connection, in an older form. */
  AWS_DEVICE = 'awsDevice',
  /** Whether jumbo frames are supported. */
  JUMBO_FRAME_CAPABLE = 'jumboFrameCapable',
  /** The endpoint of the physical connection. */
  AWS_DEVICE_V2 = 'awsDeviceV2',
  /** The endpoint of the logical connection. */
  AWS_LOGICAL_DEVICE_ID = 'awsLogicalDeviceId',
  /** Whether a secondary BGP peer is supported. */
  HAS_LOGICAL_REDUNDANCY = 'hasLogicalRedundancy',
  /** The tags of the connection. */
  TAGS = 'tags',
  /** The service provider of the connection. */
  PROVIDER_NAME = 'providerName',
  /** Whether the connection supports MACsec. */
  MAC_SEC_CAPABLE = 'macSecCapable',
  /** The state of the MACsec link. */
  PORT_ENCRYPTION_STATUS = 'portEncryptionStatus',
  /** The MACsec encryption mode. */
  ENCRYPTION_MODE = 'encryptionMode',
  /** The MACsec keys of the connection. */
  MAC_SEC_KEYS = 'macSecKeys',
  /** Whether the interconnect supports MACsec. */
  PARTNER_INTERCONNECT_MAC_SEC_CAPABLE = 'partnerInterconnectMacSecCapable',
  /** The interconnect or LAG that the connection is on. */
  PARENT_CONNECTION_ID = 'parentConnectionId',
  /** The interconnect or LAG that a delete puts the connection back on. */
  ORIGINAL_PARENT_CONNECTION_ID = 'originalParentConnectionId',
  /** How long the last move of the connection has interrupted it, in seconds. */
  LAST_INTERRUPTION_SECONDS = 'lastInterruptionSeconds',
}
