import { CLAIMS_TABLE_ENV, EVENT_BUS_ENV, INTERVAL_ENV, METRICS_OF_ENV } from '../../../lib/contract';
import { BUS, Monitored, PROVIDER, TABLE } from './harness';

/** The function as Lambda calls it, with its own clients. */
interface Function {
  checkDrift(event: unknown): Promise<void>;
}

const HOME = 'dxcon-11111111';
const LAG_A = 'dxlag-aaaaaaaa';
const ACME = 'dxcon-fg000001';
const BOLT = 'dxcon-fg000002';

const environment = { ...process.env };
let world: Monitored;
let monitor: Function;
let lines: jest.SpyInstance;

beforeAll(async () => {
  world = await Monitored.start({ interconnects: [HOME], lags: [LAG_A], hosted: { [HOME]: [ACME, BOLT] } });
  Object.assign(process.env, world.endpoints, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    [CLAIMS_TABLE_ENV]: TABLE,
    [METRICS_OF_ENV]: PROVIDER,
    [EVENT_BUS_ENV]: BUS,
    [INTERVAL_ENV]: '900',
  });
  monitor = jest.requireActual<Function>('../../../lambda/drift/index');
  const updatedAt = Date.now() - 800_000;
  world.claim(ACME, LAG_A, { updatedAt, lastInterruptionSeconds: 4 });
  world.claim(BOLT, LAG_A, { updatedAt: updatedAt - 200_000, lastInterruptionSeconds: 4 });
});

beforeEach(() => {
  world.events.length = 0;
  lines = jest.spyOn(console, 'log').mockImplementation();
});

afterEach(() => {
  lines.mockRestore();
});

afterAll(async () => {
  process.env = environment;
  await world.stop();
});

const written = () => lines.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);

const call = (errorCode?: string) => ({
  detail: { eventName: 'AssociateHostedConnection', errorCode, requestParameters: { connectionId: BOLT } },
});

test('by the schedule all claims are compared, and the interruptions since the run before are told', async () => {
  await monitor.checkDrift({ 'detail-type': 'Scheduled Event' });
  expect(written()).toMatchObject([
    { InterruptionSeconds: 4, Provider: PROVIDER },
    { Associations: 2, Drifted: 2, Provider: PROVIDER },
    { drift: 'moved', connection: ACME, expected: LAG_A, found: HOME },
    { drift: 'moved', connection: BOLT },
  ]);
  expect(written()).toHaveLength(4);
  expect(world.events.map(({ EventBusName }) => EventBusName)).toEqual([BUS, BUS]);
});

test('by a call of the API its connection is compared', async () => {
  await monitor.checkDrift(call());
  expect(written()).toMatchObject([{ drift: 'moved', connection: BOLT }]);
  expect(world.events).toHaveLength(1);
});

test('by a call that was refused nothing is', async () => {
  const before = world.dynamoDb.calls.length;
  await monitor.checkDrift(call('DirectConnectClientException'));
  expect(written()).toEqual([]);
  expect(world.dynamoDb.calls).toHaveLength(before);
});
