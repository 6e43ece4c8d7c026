import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectConnectSimulator, hostedConnections, inventory, parseInventory } from '../../simulator';
import { cli } from './cli';

const ACCOUNT = inventory({
  interconnects: ['dxcon-11111111', { interconnectId: 'dxcon-22222222', lagId: 'dxlag-aaaaaaaa' }],
  lags: ['dxlag-aaaaaaaa', { lagId: 'dxlag-bbbbbbbb', lagState: 'deleted' }],
  hosted: {
    'dxcon-11111111': hostedConnections(230),
    'dxlag-aaaaaaaa': [{ connectionId: 'dxcon-fg9607vm', loaIssueTime: new Date('2026-01-01T00:00:00Z') }],
  },
});

let simulator: DirectConnectSimulator;
const environment: Record<string, string> = {};

beforeAll(async () => {
  simulator = await DirectConnectSimulator.start({ inventory: ACCOUNT });
  environment['AWS_ENDPOINT_URL_DIRECT_CONNECT'] = simulator.url;
});

afterAll(() => simulator.stop());

test('what it prints is what the simulator reads, every page and every member', async () => {
  const { code, out, err } = await cli(['inventory'], { environment });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { interconnects, lags, hostedConnections: hosted } = parseInventory(JSON.parse(out));
  expect(interconnects).toEqual(ACCOUNT.interconnects);
  expect(lags).toEqual(ACCOUNT.lags);
  expect(hosted['dxcon-11111111']).toEqual(ACCOUNT.hostedConnections['dxcon-11111111']);
  const onLag = ACCOUNT.hostedConnections['dxlag-aaaaaaaa']?.connections ?? [];
  // Direct Connect names the LAG of a connection itself.
  expect(hosted['dxlag-aaaaaaaa']?.connections).toEqual(
    onLag.map((connection) => ({ ...connection, lagId: 'dxlag-aaaaaaaa' })),
  );
});

test('--output writes a file, and says what is in it', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'cli-')), 'inventory.json');
  const { code, out, err } = await cli(['inventory', '-o', file], { environment });
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toBe(`wrote 2 interconnects, 2 LAGs and 231 hosted connections to ${file}\n`);
  expect(parseInventory(JSON.parse(readFileSync(file, 'utf8'))).region).toBe('us-east-1');
});

test('throttling makes it slower, and no more', async () => {
  const trap = simulator.arm({
    times: 3,
    fault: { kind: 'error', status: 400, type: 'ThrottlingException', message: 'Rate exceeded' },
  });
  const { code } = await cli(['inventory'], { environment });
  expect({ code, struck: trap.struck }).toEqual({ code: 0, struck: 3 });
});
