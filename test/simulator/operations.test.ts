import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
} from '@aws-sdk/client-direct-connect';
import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { startWithClient, stopAll } from './harness';
import { hostedConnections, inventory } from '../../simulator';
import type { InventoryPlan, SimulatorOptions } from '../../simulator';

afterEach(stopAll);

const PLAN: InventoryPlan = {
  interconnects: [
    { interconnectId: 'dxcon-11111111', loaIssueTime: new Date('2024-05-01T10:00:00Z') },
    { interconnectId: 'dxcon-22222222', lagId: 'dxlag-bbbbbbbb' },
    { interconnectId: 'dxcon-33333333', location: 'EqFR5' },
    { interconnectId: 'dxcon-44444444', interconnectState: 'deleting' },
  ],
  lags: [
    'dxlag-aaaaaaaa',
    'dxlag-bbbbbbbb',
    { lagId: 'dxlag-cccccccc', allowsHostedConnections: false },
    { lagId: 'dxlag-dddddddd', lagState: 'deleted' },
  ],
  hosted: {
    'dxcon-11111111': [
      { connectionId: 'dxcon-fg9607vm', vlan: 1004, loaIssueTime: new Date('2025-06-07T08:09:10.500Z') },
      { connectionId: 'dxcon-gone0001', connectionState: 'deleted' },
      { connectionId: 'dxcon-gone0002', connectionState: 'rejected' },
      { connectionId: 'dxcon-gone0003', connectionState: 'deleting' },
    ],
    'dxlag-bbbbbbbb': [
      { connectionId: 'dxcon-bb000001', vlan: 1004 },
      { connectionId: 'dxcon-bb000002', vlan: 1005, connectionState: 'deleted' },
      { connectionId: 'dxcon-bb000003', vlan: 1005, connectionState: 'rejected' },
    ],
  },
};

const start = (options: Partial<SimulatorOptions> = {}) =>
  startWithClient({ inventory: inventory(PLAN), ...options });

const associate = (client: DirectConnectClient, connectionId: string, parentConnectionId: string) =>
  client.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));

const idsOn = async (client: DirectConnectClient, connectionId: string) => {
  const { connections } = await client.send(new DescribeHostedConnectionsCommand({ connectionId }));
  return connections?.map((connection) => connection.connectionId);
};

const refusal = (message: string) => ({
  name: 'DirectConnectClientException',
  message,
  $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
});

describe('AssociateHostedConnection', () => {
  test('moves a connection to a LAG and answers it with its lagId', async () => {
    const { simulator, client } = await start({ clock: () => 5000 });
    const answer = await associate(client, 'dxcon-fg9607vm', 'dxlag-aaaaaaaa');
    expect(answer).toMatchObject({
      connectionId: 'dxcon-fg9607vm',
      connectionState: 'available',
      vlan: 1004,
      lagId: 'dxlag-aaaaaaaa',
      loaIssueTime: new Date('2025-06-07T08:09:10.500Z'),
    });
    expect(simulator.parentOf('dxcon-fg9607vm')).toBe('dxlag-aaaaaaaa');
    expect(await idsOn(client, 'dxlag-aaaaaaaa')).toEqual(['dxcon-fg9607vm']);
    expect(await idsOn(client, 'dxcon-11111111')).not.toContain('dxcon-fg9607vm');
    expect(simulator.associations).toEqual([
      { connectionId: 'dxcon-fg9607vm', from: 'dxcon-11111111', to: 'dxlag-aaaaaaaa', at: 5000 },
    ]);
    expect(simulator.interruptions).toBe(1);
  });

  test('moves a connection to an interconnect and answers it without a lagId', async () => {
    const { simulator, client } = await start();
    const answer = await associate(client, 'dxcon-bb000001', 'dxcon-11111111').catch(
      (error: unknown) => error,
    );
    expect(answer).toMatchObject(refusal('Vlan 1004 is already in use'));
    await associate(client, 'dxcon-fg9607vm', 'dxlag-aaaaaaaa');
    const moved = await associate(client, 'dxcon-bb000001', 'dxcon-11111111');
    expect(moved.connectionId).toBe('dxcon-bb000001');
    expect(moved).not.toHaveProperty('lagId');
    expect(simulator.parentOf('dxcon-bb000001')).toBe('dxcon-11111111');
  });

  test.each([
    [
      'an unknown connection',
      'dxcon-00000000',
      'dxlag-aaaaaaaa',
      'Could not find Connection with ID dxcon-00000000',
    ],
    ['an unknown LAG', 'dxcon-fg9607vm', 'dxlag-00000000', 'Could not find Lag with ID dxlag-00000000'],
    [
      'an unknown interconnect',
      'dxcon-fg9607vm',
      'dxcon-00000000',
      'Could not find Connection with ID dxcon-00000000',
    ],
    [
      'a hosted connection as parent',
      'dxcon-fg9607vm',
      'dxcon-bb000001',
      'Could not find Connection with ID dxcon-bb000001',
    ],
    [
      'an interconnect as connection',
      'dxcon-11111111',
      'dxlag-aaaaaaaa',
      'Could not find Connection with ID dxcon-11111111',
    ],
    ['a malformed LAG id', 'dxcon-fg9607vm', 'dxlag-AA', 'Lag ID has an invalid format'],
    ['a VLAN in use', 'dxcon-fg9607vm', 'dxlag-bbbbbbbb', 'Vlan 1004 is already in use'],
    [
      'a LAG without hosted connections',
      'dxcon-fg9607vm',
      'dxlag-cccccccc',
      expect.stringContaining('dxlag-cccccccc'),
    ],
    ['a deleted LAG', 'dxcon-fg9607vm', 'dxlag-dddddddd', expect.stringContaining('deleted')],
    [
      'an interconnect being deleted',
      'dxcon-fg9607vm',
      'dxcon-44444444',
      expect.stringContaining('deleting'),
    ],
    ['a member of a LAG', 'dxcon-fg9607vm', 'dxcon-22222222', expect.stringContaining('dxlag-bbbbbbbb')],
    ['another location', 'dxcon-fg9607vm', 'dxcon-33333333', expect.stringContaining('EqFR5')],
    ['a deleted connection', 'dxcon-gone0001', 'dxlag-aaaaaaaa', expect.stringContaining('deleted')],
    ['a rejected connection', 'dxcon-gone0002', 'dxlag-aaaaaaaa', expect.stringContaining('rejected')],
    [
      'a connection being deleted',
      'dxcon-gone0003',
      'dxlag-aaaaaaaa',
      'Connection dxcon-gone0003 is in a transitioning state.',
    ],
  ])('refuses %s', async (_what: string, connectionId: string, parentId: string, message: string) => {
    const { simulator, client } = await start();
    const before = simulator.parentOf(connectionId);
    await expect(associate(client, connectionId, parentId)).rejects.toMatchObject(refusal(message));
    expect(simulator.parentOf(connectionId)).toBe(before);
    expect(simulator.associations).toEqual([]);
  });

  test('lets a connection have the VLAN of a deleted or rejected one', async () => {
    const { simulator, client } = await start();
    simulator.addHostedConnection('dxcon-11111111', { connectionId: 'dxcon-new00001', vlan: 1005 });
    await associate(client, 'dxcon-new00001', 'dxlag-bbbbbbbb');
    expect(simulator.parentOf('dxcon-new00001')).toBe('dxlag-bbbbbbbb');
  });

  test('accepts the current parent without an interruption', async () => {
    const { simulator, client } = await start({ settleMs: 60_000 });
    const answer = await associate(client, 'dxcon-fg9607vm', 'dxcon-11111111');
    expect(answer.connectionState).toBe('available');
    expect(simulator.associations).toMatchObject([{ from: 'dxcon-11111111', to: 'dxcon-11111111' }]);
    expect(simulator.interruptions).toBe(0);
  });

  test('refuses the current parent when told to', async () => {
    const { simulator, client } = await start({ associateToCurrentParent: 'refuse' });
    const call = associate(client, 'dxcon-fg9607vm', 'dxcon-11111111');
    await expect(call).rejects.toMatchObject({ name: 'DirectConnectClientException' });
    expect(simulator.associations).toEqual([]);
  });
});

describe('DescribeHostedConnections', () => {
  test('lists what is on an interconnect or a LAG', async () => {
    const { client } = await start();
    const command = new DescribeHostedConnectionsCommand({ connectionId: 'dxlag-bbbbbbbb' });
    const { connections, nextToken } = await client.send(command);
    expect(connections).toMatchObject([
      { connectionId: 'dxcon-bb000001', vlan: 1004, lagId: 'dxlag-bbbbbbbb', connectionState: 'available' },
      { connectionId: 'dxcon-bb000002', connectionState: 'deleted' },
      { connectionId: 'dxcon-bb000003', connectionState: 'rejected' },
    ]);
    expect(nextToken).toBeUndefined();
  });

  test('decodes dates', async () => {
    const { client } = await start();
    const command = new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-11111111', maxResults: 1 });
    const { connections } = await client.send(command);
    expect(connections).toMatchObject([{ loaIssueTime: new Date('2025-06-07T08:09:10.500Z') }]);
  });

  test('lists nothing on an interconnect that is a member of a LAG', async () => {
    const { client } = await start();
    expect(await idsOn(client, 'dxcon-22222222')).toEqual([]);
  });

  test.each(['dxcon-fg9607vm', 'dxcon-00000000', 'dxlag-00000000'])('knows no parent %s', async (id) => {
    const { client } = await start();
    const message = `111122223333 DescribeHostedConnections failed for connection ${id} doesn't exist.`;
    await expect(idsOn(client, id)).rejects.toMatchObject(refusal(message));
  });
});

describe('DescribeInterconnects', () => {
  test('lists all, with dates and LAG membership', async () => {
    const { client } = await start();
    const { interconnects } = await client.send(new DescribeInterconnectsCommand({}));
    expect(interconnects).toHaveLength(4);
    expect(interconnects?.[0]).toMatchObject({
      interconnectId: 'dxcon-11111111',
      interconnectState: 'available',
      location: 'EqDC2',
      bandwidth: '10Gbps',
      loaIssueTime: new Date('2024-05-01T10:00:00Z'),
    });
    expect(interconnects?.[0]).not.toHaveProperty('lagId');
    expect(interconnects?.[1]).toMatchObject({ interconnectId: 'dxcon-22222222', lagId: 'dxlag-bbbbbbbb' });
  });

  test('lists one', async () => {
    const { client } = await start();
    const command = new DescribeInterconnectsCommand({ interconnectId: 'dxcon-33333333' });
    const { interconnects } = await client.send(command);
    expect(interconnects).toMatchObject([{ interconnectId: 'dxcon-33333333', location: 'EqFR5' }]);
  });

  test('refuses an unknown one', async () => {
    const { client } = await start();
    const call = client.send(new DescribeInterconnectsCommand({ interconnectId: 'dxcon-00000000' }));
    await expect(call).rejects.toMatchObject({ name: 'DirectConnectClientException' });
  });
});

describe('DescribeLags', () => {
  test('lists all, with their members', async () => {
    const { client } = await start();
    const { lags } = await client.send(new DescribeLagsCommand({}));
    expect(lags).toMatchObject([
      {
        lagId: 'dxlag-aaaaaaaa',
        lagState: 'available',
        allowsHostedConnections: true,
        numberOfConnections: 0,
      },
      { lagId: 'dxlag-bbbbbbbb', numberOfConnections: 1, connections: [{ connectionId: 'dxcon-22222222' }] },
      { lagId: 'dxlag-cccccccc', allowsHostedConnections: false },
      { lagId: 'dxlag-dddddddd', lagState: 'deleted' },
    ]);
  });

  test('lists one, and refuses an unknown one', async () => {
    const { client } = await start();
    const { lags } = await client.send(new DescribeLagsCommand({ lagId: 'dxlag-cccccccc' }));
    expect(lags?.map(({ lagId }) => lagId)).toEqual(['dxlag-cccccccc']);
    const call = client.send(new DescribeLagsCommand({ lagId: 'dxlag-00000000' }));
    await expect(call).rejects.toMatchObject(refusal('Could not find Lag with ID dxlag-00000000'));
  });
});

describe('pages', () => {
  async function pageSizes(
    read: (nextToken?: string) => Promise<{ ids: (string | undefined)[]; nextToken?: string }>,
  ) {
    const sizes: number[] = [];
    const ids = new Set<string | undefined>();
    let token: string | undefined;
    do {
      const page = await read(token);
      sizes.push(page.ids.length);
      page.ids.forEach((id) => ids.add(id));
      token = page.nextToken;
    } while (token !== undefined && sizes.length < 20);
    return { sizes, distinct: ids.size };
  }

  const hostedPages = (client: DirectConnectClient, maxResults?: number) =>
    pageSizes(async (nextToken) => {
      const input = { connectionId: 'dxlag-aaaaaaaa', maxResults, nextToken };
      const answer = await client.send(new DescribeHostedConnectionsCommand(input));
      return {
        ids: (answer.connections ?? []).map((each) => each.connectionId),
        nextToken: answer.nextToken,
      };
    });

  const bigParent = (count: number) =>
    inventory({ lags: ['dxlag-aaaaaaaa'], hosted: { 'dxlag-aaaaaaaa': hostedConnections(count) } });

  test('hold 100 hosted connections, or as many as asked for', async () => {
    const { client } = await startWithClient({ inventory: bigParent(250) });
    expect(await hostedPages(client)).toEqual({ sizes: [100, 100, 50], distinct: 250 });
    expect(await hostedPages(client, 60)).toEqual({ sizes: [60, 60, 60, 60, 10], distinct: 250 });
  });

  test('end with the last full one', async () => {
    const { client } = await startWithClient({ inventory: bigParent(200) });
    expect(await hostedPages(client)).toEqual({ sizes: [100, 100], distinct: 200 });
  });

  test('are not shifted by what leaves between them', async () => {
    const { simulator, client } = await startWithClient({ inventory: bigParent(4) });
    const connectionId = 'dxlag-aaaaaaaa';
    const first = await client.send(new DescribeHostedConnectionsCommand({ connectionId, maxResults: 2 }));
    simulator.remove('dxcon-h0000001');
    simulator.remove('dxcon-h0000002');
    const { nextToken } = first;
    const second = await client.send(new DescribeHostedConnectionsCommand({ connectionId, nextToken }));
    expect(second.connections?.map((each) => each.connectionId)).toEqual([
      'dxcon-h0000003',
      'dxcon-h0000004',
    ]);
  });

  test('hold 100 interconnects or LAGs', async () => {
    const ids = Array.from({ length: 130 }, (_, index) => String(index).padStart(8, '0'));
    const { client } = await startWithClient({
      inventory: inventory({
        interconnects: ids.map((id) => `dxcon-${id}`),
        lags: ids.map((id) => `dxlag-${id}`),
      }),
    });
    const interconnects = await pageSizes(async (nextToken) => {
      const answer = await client.send(new DescribeInterconnectsCommand({ nextToken }));
      return {
        ids: (answer.interconnects ?? []).map((each) => each.interconnectId),
        nextToken: answer.nextToken,
      };
    });
    expect(interconnects).toEqual({ sizes: [100, 30], distinct: 130 });
    const lags = await pageSizes(async (nextToken) => {
      const answer = await client.send(new DescribeLagsCommand({ nextToken, maxResults: 90 }));
      return { ids: (answer.lags ?? []).map((each) => each.lagId), nextToken: answer.nextToken };
    });
    expect(lags).toEqual({ sizes: [90, 40], distinct: 130 });
  });

  test("take no token that is made up, nor another list's", async () => {
    const { client } = await start();
    const connectionId = 'dxcon-11111111';
    const { nextToken } = await client.send(
      new DescribeHostedConnectionsCommand({ connectionId, maxResults: 1 }),
    );
    expect(nextToken).toBeDefined();
    const invalid = [
      new DescribeHostedConnectionsCommand({ connectionId, nextToken: 'made up' }),
      new DescribeHostedConnectionsCommand({ connectionId, nextToken: '' }),
      new DescribeHostedConnectionsCommand({ connectionId, nextToken: `${nextToken}!` }),
      new DescribeHostedConnectionsCommand({ connectionId: 'dxlag-bbbbbbbb', nextToken }),
    ];
    for (const command of invalid) {
      await expect(client.send(command)).rejects.toMatchObject({ name: 'DirectConnectClientException' });
    }
    const call = client.send(new DescribeLagsCommand({ nextToken }));
    await expect(call).rejects.toMatchObject({ name: 'DirectConnectClientException' });
  });
});

test('whoever is no partner is refused everything', async () => {
  const { simulator, client } = await start({ partner: false });
  const message = 'Account 111122223333 is not an authorized Direct Connect partner in us-east-1.';
  await expect(associate(client, 'dxcon-fg9607vm', 'dxlag-aaaaaaaa')).rejects.toMatchObject(refusal(message));
  await expect(idsOn(client, 'dxlag-aaaaaaaa')).rejects.toMatchObject(refusal(message));
  await expect(client.send(new DescribeLagsCommand({}))).rejects.toMatchObject(refusal(message));
  await expect(client.send(new DescribeInterconnectsCommand({}))).rejects.toMatchObject(refusal(message));
  expect(simulator.parentOf('dxcon-fg9607vm')).toBe('dxcon-11111111');
});
