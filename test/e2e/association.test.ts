import { HostedConnectionAttribute } from '../../lib';
import { contentsOf } from './account-contents';
import { Partner } from './partner';
import { association } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const LAG_A = 'dxlag-aaaaaaaa';
const LAG_B = 'dxlag-bbbbbbbb';

/** A connection of which Direct Connect tells all but one member. */
const TALKATIVE = {
  ownerAccount: '777788889999',
  connectionId: 'dxcon-talk0001',
  connectionName: 'Müller & Söhne "Nord"',
  connectionState: 'down',
  bandwidth: '1Gbps',
  vlan: 1001,
  partnerName: 'Example Partner',
  loaIssueTime: new Date('2026-01-02T03:04:05Z'),
  jumboFrameCapable: true,
  awsDeviceV2: 'EqDC2-1a2b3c4d5e6f',
  awsLogicalDeviceId: 'EqDC2-9z8y7x6w5v4u',
  hasLogicalRedundancy: 'yes',
  tags: [
    { key: 'customer', value: 'Müller' },
    { key: 'contract', value: '4711' },
  ],
  providerName: 'Example Provider',
  macSecCapable: true,
  portEncryptionStatus: 'Encryption Up',
  encryptionMode: 'must_encrypt',
  macSecKeys: [
    {
      secretARN: 'arn:aws:secretsmanager:us-east-1:777788889999:secret:directconnect!prod/key',
      ckn: '0011223344556677',
      state: 'associated',
      startOn: '2026-01-01T00:00:00Z',
    },
  ],
  partnerInterconnectMacSecCapable: false,
} as const;

const UPDATED = 'dxcon-upda0001';
const RENAMED = 'dxcon-rena0001';
const FIRST = 'dxcon-pair0001';
const SECOND = 'dxcon-pair0002';
const DESTROYED = 'dxcon-dest0001';
const NARROWED = 'dxcon-narr0001';
const SILENT = 'dxcon-narr0002';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG_A, LAG_B],
  hosted: {
    [INTERCONNECT]: [
      { ...TALKATIVE, tags: [...TALKATIVE.tags], macSecKeys: [...TALKATIVE.macSecKeys] },
      UPDATED,
      RENAMED,
      FIRST,
      SECOND,
      DESTROYED,
      { connectionId: NARROWED, vlan: 1016 },
      SILENT,
    ],
  },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

test('a deploy moves the connection, and outputs all 26 attributes', async () => {
  const stack = partner.stack('Created');
  const outputs = await stack.deploy(association('Acme', LAG_A, { connectionId: TALKATIVE.connectionId }));

  expect(outputs).toEqual({
    AcmeOwnerAccount: '777788889999',
    AcmeConnectionId: TALKATIVE.connectionId,
    AcmeConnectionName: 'Müller & Söhne "Nord"',
    AcmeConnectionState: 'down',
    AcmeRegion: 'us-east-1',
    AcmeLocation: 'EqDC2',
    AcmeBandwidth: '1Gbps',
    AcmeVlan: '1001',
    AcmePartnerName: 'Example Partner',
    AcmeLoaIssueTime: '2026-01-02T03:04:05.000Z',
    AcmeLagId: LAG_A,
    AcmeAwsDevice: '',
    AcmeJumboFrameCapable: 'true',
    AcmeAwsDeviceV2: 'EqDC2-1a2b3c4d5e6f',
    AcmeAwsLogicalDeviceId: 'EqDC2-9z8y7x6w5v4u',
    AcmeHasLogicalRedundancy: 'yes',
    AcmeTags: JSON.stringify(TALKATIVE.tags),
    AcmeProviderName: 'Example Provider',
    AcmeMacSecCapable: 'true',
    AcmePortEncryptionStatus: 'Encryption Up',
    AcmeEncryptionMode: 'must_encrypt',
    AcmeMacSecKeys: JSON.stringify(TALKATIVE.macSecKeys),
    AcmePartnerInterconnectMacSecCapable: 'false',
    AcmeParentConnectionId: LAG_A,
    AcmeOriginalParentConnectionId: INTERCONNECT,
    AcmeLastInterruptionSeconds: expect.stringMatching(/^\d+(\.\d)?$/),
  });
  expect(partner.parentOf(TALKATIVE.connectionId)).toBe(LAG_A);
  expect(partner.callsFor(TALKATIVE.connectionId)).toEqual([LAG_A]);
  expect(await stack.status()).toBe('CREATE_COMPLETE');
  expect(await stack.claims()).toMatchObject([
    { connectionId: TALKATIVE.connectionId, originalParentConnectionId: INTERCONNECT, phase: 'settled' },
  ]);
});

test('another parent: cdk diff shows it, and the deploy moves the connection in place', async () => {
  const stack = partner.stack('Updated');
  const resource = { HostedConnectionAssociationDxconUpda0001: `${UPDATED}/${INTERCONNECT}` };
  await stack.deploy(association('Acme', LAG_A, { connectionId: UPDATED }));
  expect(await stack.associations()).toEqual(resource);

  const onLagB = association('Acme', LAG_B, { connectionId: UPDATED });
  const diff = await stack.diff(onLagB);
  expect(diff).toMatch(/parentConnectionId.*\n.*\[-\] dxlag-aaaaaaaa\n.*\[\+\] dxlag-bbbbbbbb\n/);
  expect(diff.match(/^\[[-+~]\]/gm)).toEqual(['[~]']);
  // aws-cdk #35905: past CloudFormation, nothing is moved.
  expect(await stack.hotswap(onLagB)).toContain('Updated (no changes)');
  expect(partner.callsFor(UPDATED)).toEqual([LAG_A]);

  const outputs = await stack.deploy(onLagB);
  expect(outputs).toMatchObject({
    AcmeParentConnectionId: LAG_B,
    AcmeOriginalParentConnectionId: INTERCONNECT,
  });
  expect(partner.parentOf(UPDATED)).toBe(LAG_B);
  expect(partner.callsFor(UPDATED)).toEqual([LAG_A, LAG_B]);
  expect(await stack.associations()).toEqual(resource);
  expect(await stack.status()).toBe('UPDATE_COMPLETE');
});

test('another name of the construct: other output keys, and no call', async () => {
  const stack = partner.stack('Renamed');
  const before = await stack.deploy(association('Acme', LAG_A, { connectionId: RENAMED }));
  const resource = await stack.associations();

  const after = await stack.deploy(association('Bolt', LAG_A, { connectionId: RENAMED }));
  const renamed = Object.entries(before).map(([key, value]) => [key.replace(/^Acme/, 'Bolt'), value]);
  expect(Object.keys(after)).toHaveLength(26);
  expect(after).toEqual(Object.fromEntries(renamed));
  expect(await stack.associations()).toEqual(resource);
  expect(partner.callsFor(RENAMED)).toEqual([LAG_A]);
  expect(partner.parentOf(RENAMED)).toBe(LAG_A);
});

test('a second association comes and goes: only its connection moves, and moves back', async () => {
  const stack = partner.stack('Pair');
  const first = association('First', LAG_A, { connectionId: FIRST });
  await stack.deploy(first);
  expect(partner.callsFor(FIRST)).toEqual([LAG_A]);

  await stack.deploy(first, association('Second', LAG_A, { connectionId: SECOND }));
  expect(partner.parentOf(SECOND)).toBe(LAG_A);
  expect(Object.values(await stack.associations()).sort()).toEqual([
    `${FIRST}/${INTERCONNECT}`,
    `${SECOND}/${INTERCONNECT}`,
  ]);

  await stack.deploy(first);
  expect(partner.parentOf(SECOND)).toBe(INTERCONNECT);
  expect(partner.callsFor(SECOND)).toEqual([LAG_A, INTERCONNECT]);
  expect(Object.values(await stack.associations())).toEqual([`${FIRST}/${INTERCONNECT}`]);
  expect(partner.parentOf(FIRST)).toBe(LAG_A);
  expect(partner.callsFor(FIRST)).toEqual([LAG_A]);
});

test('a stack has its association and nothing else; a destroy puts the connection back, and leaves a provider', async () => {
  const stack = partner.stack('Destroyed');
  await stack.deploy(association('Acme', LAG_A, { connectionId: DESTROYED }));
  const between = await contentsOf(partner.aws);
  expect(between.tables).toContain('cdk-hosted-connection-association-provider-claims');
  expect(Object.values(between).flat()).not.toContainEqual(expect.stringContaining('Destroyed'));

  await stack.destroy();
  expect(partner.parentOf(DESTROYED)).toBe(INTERCONNECT);
  expect(partner.callsFor(DESTROYED)).toEqual([LAG_A, INTERCONNECT]);
  expect(partner.interruptionsOf(DESTROYED)).toBe(2);
  expect(await stack.status()).toBeUndefined();
  expect(await stack.claims()).toMatchObject([{ connectionId: DESTROYED, phase: 'released' }]);
  expect(await contentsOf(partner.aws)).toEqual(between);
});

test('narrowed outputs: those that are named, in each association for itself', async () => {
  const stack = partner.stack('Narrowed');
  const outputs = await stack.deploy(
    association('Acme', LAG_A, {
      connectionId: NARROWED,
      outputs: [HostedConnectionAttribute.VLAN, HostedConnectionAttribute.ORIGINAL_PARENT_CONNECTION_ID],
    }),
    association('Bolt', LAG_A, { connectionId: SILENT, outputs: [] }),
  );
  expect(outputs).toEqual({ AcmeVlan: '1016', AcmeOriginalParentConnectionId: INTERCONNECT });
  expect(partner.parentOf(NARROWED)).toBe(LAG_A);
  expect(partner.parentOf(SILENT)).toBe(LAG_A);
});
