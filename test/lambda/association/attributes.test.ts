import type { Connection } from '@aws-sdk/client-direct-connect';
import { attributesOf } from '../../../lambda/association/attributes';
import { answerBytes, fitToLimit } from '../../../lambda/cloudformation/response-size';
import { ATTRIBUTES } from '../../../lib/contract';

const FULL: Connection = {
  ownerAccount: '123456789012',
  connectionId: 'dxcon-fg9607vm',
  connectionName: 'Acme',
  connectionState: 'available',
  region: 'us-east-1',
  location: 'EqDC2',
  bandwidth: '1Gbps',
  vlan: 101,
  partnerName: 'Partner',
  loaIssueTime: new Date('2026-01-02T03:04:05Z'),
  lagId: 'dxlag-fhccu14t',
  awsDevice: 'EqDC2-1',
  jumboFrameCapable: true,
  awsDeviceV2: 'EqDC2-2',
  awsLogicalDeviceId: 'EqDC2-3',
  hasLogicalRedundancy: 'no',
  tags: [{ key: 'customer', value: 'acme' }],
  providerName: 'Provider',
  macSecCapable: false,
  portEncryptionStatus: 'Encryption Down',
  encryptionMode: 'no_encrypt',
  macSecKeys: [{ ckn: '0123', state: 'associated' }],
  partnerInterconnectMacSecCapable: false,
};

const ENVELOPE = {
  StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Partner/5f2b0e10-0000-11f0-8000-0242ac120002',
  RequestId: '5f2b0e10-0000-11f0-8000-0242ac120003',
  LogicalResourceId: 'HostedConnectionAssociationDxconFg9607vm',
  PhysicalResourceId: 'dxcon-fg9607vm/dxcon-ffabc123',
};

test('every member is told, as text', () => {
  expect(
    attributesOf(FULL, {
      parentConnectionId: 'dxlag-fhccu14t',
      originalParentConnectionId: 'dxcon-ffabc123',
    }),
  ).toEqual({
    ...FULL,
    vlan: '101',
    loaIssueTime: '2026-01-02T03:04:05.000Z',
    jumboFrameCapable: 'true',
    tags: '[{"key":"customer","value":"acme"}]',
    macSecCapable: 'false',
    macSecKeys: '[{"ckn":"0123","state":"associated"}]',
    partnerInterconnectMacSecCapable: 'false',
    parentConnectionId: 'dxlag-fhccu14t',
    originalParentConnectionId: 'dxcon-ffabc123',
    lastInterruptionSeconds: '0',
  });
});

test('what is not told is empty, and never missing', () => {
  const attributes = attributesOf(
    { connectionId: 'dxcon-fg9607vm' },
    { parentConnectionId: '', originalParentConnectionId: '' },
  );
  expect(Object.keys(attributes).sort()).toEqual([...ATTRIBUTES].sort());
  expect(Object.values(attributes).filter((value) => value !== '')).toEqual(['dxcon-fg9607vm', '0']);
});

test('what is told as null is empty as well', () => {
  const ours = { parentConnectionId: 'dxlag-fhccu14t', originalParentConnectionId: 'dxcon-ffabc123' };
  expect(attributesOf({ lagId: null as never, tags: null as never }, ours)).toMatchObject({
    lagId: '',
    tags: '',
  });
});

test('what fits is not touched', () => {
  const attributes = attributesOf(FULL, {
    parentConnectionId: 'dxlag-fhccu14t',
    originalParentConnectionId: 'dxcon-ffabc123',
  });
  expect(fitToLimit(attributes, ENVELOPE)).toEqual({ attributes, shortened: [] });
});

test('50 tags of the largest size are shortened to what fits, and the list says how many are omitted', () => {
  const tags = Array.from({ length: 50 }, (_, n) => ({
    key: `${n}-${'k'.repeat(120)}`,
    value: 'v"é'.repeat(85),
  }));
  const { attributes, shortened } = fitToLimit(
    attributesOf({ ...FULL, tags }, { parentConnectionId: 'dxlag-fhccu14t', originalParentConnectionId: '' }),
    ENVELOPE,
  );
  expect(shortened).toEqual(['tags']);
  expect(answerBytes(attributes, ENVELOPE)).toBeLessThanOrEqual(4096);
  const list = JSON.parse(attributes.tags) as { key?: string; omitted?: number }[];
  expect(list.at(-1)).toEqual({ omitted: 50 - (list.length - 1) });
  expect(list[0]?.key).toBe(tags[0]?.key);
});

test('many MACsec keys and tags are both shortened', () => {
  const macSecKeys = Array.from({ length: 40 }, (_, n) => ({
    ckn: `${n}`.repeat(64),
    secretARN: 'a'.repeat(90),
  }));
  const tags = Array.from({ length: 50 }, (_, n) => ({ key: `${n}`, value: 'v'.repeat(256) }));
  const { attributes } = fitToLimit(
    attributesOf({ ...FULL, tags, macSecKeys }, { parentConnectionId: '', originalParentConnectionId: '' }),
    ENVELOPE,
  );
  expect(answerBytes(attributes, ENVELOPE)).toBeLessThanOrEqual(4096);
  expect(JSON.parse(attributes.macSecKeys)).toContainEqual({ omitted: expect.any(Number) });
});

test('a text that is too long by itself is cut', () => {
  const connectionName = '\u{1F30D}'.repeat(5_000);
  const { attributes, shortened } = fitToLimit(
    attributesOf({ ...FULL, connectionName }, { parentConnectionId: '', originalParentConnectionId: '' }),
    ENVELOPE,
  );
  expect(answerBytes(attributes, ENVELOPE)).toBeLessThanOrEqual(4096);
  expect(shortened).toContain('connectionName');
  expect(attributes.connectionName).not.toBe('');
});
