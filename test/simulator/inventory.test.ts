import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DirectConnectModel,
  hostedConnections,
  inventory,
  loadInventory,
  parseInventory,
} from '../../simulator';

const INTERCONNECT = { interconnectId: 'dxcon-11111111', interconnectState: 'available', location: 'EqDC2' };
const LAG = {
  lagId: 'dxlag-aaaaaaaa',
  lagState: 'available',
  ownerAccount: '999988887777',
  region: 'eu-central-1',
};
const CONNECTION = { connectionId: 'dxcon-fg9607vm', connectionState: 'available', vlan: 1004 };

describe('parseInventory', () => {
  test('takes what the AWS CLI wrote, with dates of either kind and members of the future', () => {
    const read = parseInventory({
      interconnects: [
        { ...INTERCONNECT, loaIssueTime: '2024-05-01T12:00:00+02:00', invented: true, lagId: null },
      ],
      lags: [LAG],
      hostedConnections: {
        'dxlag-aaaaaaaa': {
          connections: [
            { ...CONNECTION, lagId: 'dxlag-aaaaaaaa', loaIssueTime: 1714557600.5, tags: [{ key: 'a' }] },
          ],
        },
        'dxcon-11111111': { connections: [], nextToken: null },
      },
    });
    expect(read).toEqual({
      account: '999988887777',
      region: 'eu-central-1',
      interconnects: [{ ...INTERCONNECT, loaIssueTime: new Date('2024-05-01T10:00:00Z') }],
      lags: [LAG],
      hostedConnections: {
        'dxlag-aaaaaaaa': {
          connections: [
            {
              ...CONNECTION,
              lagId: 'dxlag-aaaaaaaa',
              loaIssueTime: new Date('2024-05-01T10:00:00.500Z'),
              tags: [{ key: 'a' }],
            },
          ],
        },
        'dxcon-11111111': { connections: [] },
      },
    });
  });

  test('needs nothing', () => {
    expect(parseInventory({})).toEqual({
      account: '111122223333',
      region: 'us-east-1',
      interconnects: [],
      lags: [],
      hostedConnections: {},
    });
  });

  const on = (parentId: string, ...connections: object[]) => ({ [parentId]: { connections } });

  test.each<[string, unknown]>([
    ['$: it is [], expected an object', []],
    ['$.account: it is "1", expected like 111122223333', { account: '1' }],
    ['$.region: it is 1, expected a string', { region: 1 }],
    ['$.hosted: unknown, expected one of account, region', { hosted: {} }],
    ['$.nextToken: there are further pages', { nextToken: 'x' }],
    ['$.lags: it is {}, expected a list', { lags: {} }],
    ['$.lags[0].lagState: it is missing', { lags: [{ lagId: 'dxlag-aaaaaaaa' }] }],
    ['$.lags[1].lagId: dxlag-aaaaaaaa stands at $.lags[0].lagId already', { lags: [LAG, LAG] }],
    [
      '$.lags[0].allowsHostedConnections: it is "yes"',
      { lags: [{ ...LAG, allowsHostedConnections: 'yes' }] },
    ],
    ['$.lags[0].lagId: it is "dxcon-1", expected like dxlag-', { lags: [{ ...LAG, lagId: 'dxcon-1' }] }],
    ['$.interconnects[0]: it is "x", expected an object', { interconnects: ['x'] }],
    [
      '$.interconnects[0].interconnectState: it is "up", expected one of available',
      { interconnects: [{ ...INTERCONNECT, interconnectState: 'up' }] },
    ],
    [
      '$.interconnects[0].loaIssueTime: it is "soon", expected an ISO date',
      { interconnects: [{ ...INTERCONNECT, loaIssueTime: 'soon' }] },
    ],
    [
      '$.interconnects[0].lagId: dxlag-bbbbbbbb is not among $.lags',
      { interconnects: [{ ...INTERCONNECT, lagId: 'dxlag-bbbbbbbb' }], lags: [LAG] },
    ],
    [
      '$.hostedConnections["dxlag-bbbbbbbb"]: dxlag-bbbbbbbb is neither among',
      { lags: [LAG], hostedConnections: on('dxlag-bbbbbbbb') },
    ],
    [
      '$.hostedConnections["dxlag-aaaaaaaa"].nextToken: there are further pages',
      { lags: [LAG], hostedConnections: { 'dxlag-aaaaaaaa': { connections: [], nextToken: 'x' } } },
    ],
    [
      '$.hostedConnections["dxlag-aaaaaaaa"].connections: it is missing',
      { lags: [LAG], hostedConnections: { 'dxlag-aaaaaaaa': {} } },
    ],
    [
      '$.hostedConnections["dxlag-aaaaaaaa"].connections[1].vlan: it is "1004", expected a whole number',
      { lags: [LAG], hostedConnections: on('dxlag-aaaaaaaa', CONNECTION, { ...CONNECTION, vlan: '1004' }) },
    ],
    [
      '$.hostedConnections["dxlag-aaaaaaaa"].connections[1].connectionId: dxcon-fg9607vm stands at',
      { lags: [LAG], hostedConnections: on('dxlag-aaaaaaaa', CONNECTION, CONNECTION) },
    ],
    [
      '$.hostedConnections["dxlag-aaaaaaaa"].connections[0].lagId: it is dxlag-bbbbbbbb',
      { lags: [LAG], hostedConnections: on('dxlag-aaaaaaaa', { ...CONNECTION, lagId: 'dxlag-bbbbbbbb' }) },
    ],
    [
      '$.hostedConnections["dxcon-11111111"]: dxcon-11111111 is a member of dxlag-aaaaaaaa',
      {
        interconnects: [{ ...INTERCONNECT, lagId: 'dxlag-aaaaaaaa' }],
        lags: [LAG],
        hostedConnections: on('dxcon-11111111', CONNECTION),
      },
    ],
  ])('refuses %s', (message, json) => {
    expect(() => parseInventory(json)).toThrow(`inventory ${message}`);
  });
});

describe('loadInventory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inventory-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('reads a file', () => {
    const path = join(folder, 'inventory.json');
    writeFileSync(path, JSON.stringify({ lags: [LAG] }));
    expect(loadInventory(path).lags).toEqual([LAG]);
  });

  test('names the file that is no JSON', () => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, '{ "lags": ');
    expect(() => loadInventory(path)).toThrow(`inventory ${path}: it is not JSON`);
  });
});

describe('the builder', () => {
  test('makes a small world of nothing', () => {
    const model = new DirectConnectModel({ inventory: inventory() });
    expect(model.parentOf('dxcon-fg9607vm')).toBe('dxcon-11111111');
  });

  test('gives every connection a VLAN of its own, and the given ones what is given', () => {
    const { hostedConnections: hosted } = inventory({
      interconnects: ['dxcon-11111111'],
      lags: [{ lagId: 'dxlag-aaaaaaaa', location: 'EqFR5' }],
      hosted: {
        'dxcon-11111111': ['dxcon-a0000001', { connectionId: 'dxcon-a0000002', vlan: 101 }],
        'dxlag-aaaaaaaa': [{ connectionId: 'dxcon-a0000003', connectionState: 'down' }],
      },
    });
    const connections = Object.values(hosted).flatMap((answer) => answer.connections);
    expect(connections).toMatchObject([
      { vlan: 102, location: 'EqDC2' },
      { vlan: 101, location: 'EqDC2' },
      { vlan: 103, location: 'EqFR5', connectionState: 'down' },
    ]);
  });

  test('refuses a parent that was not named', () => {
    expect(() => inventory({ hosted: { 'dxlag-aaaaaaaa': [] } })).toThrow('neither among');
  });

  test('counts through many connections', () => {
    const ids = [...hostedConnections(250), ...hostedConnections(2, 'other')];
    expect(ids[0]).toBe('dxcon-h0000001');
    expect(ids.at(-1)).toBe('dxcon-other002');
    expect(new Set(ids).size).toBe(252);
  });
});
