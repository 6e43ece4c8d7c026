import { accessDenied, hostedConnections } from '../../../simulator';
import { DRIFT_LOOK_SECONDS, SHOWN_SECONDS } from '../../../lib/timing';
import { BUS, Monitored, NOW, PROVIDER } from './harness';

const HOME = 'dxcon-11111111';
const LAG_A = 'dxlag-aaaaaaaa';
const LAG_B = 'dxlag-bbbbbbbb';
const ACME = 'dxcon-fg000001';
const BOLT = 'dxcon-fg000002';
const CRANE = 'dxcon-fg000003';
const PLAN = { interconnects: [HOME], lags: [LAG_A, LAG_B] };

let world: Monitored | undefined;

/** Where the connections are. */
async function where(hosted: Record<string, string[]>, plan: object = PLAN): Promise<Monitored> {
  world = await Monitored.start({ ...plan, hosted });
  return world;
}

afterEach(async () => {
  await world?.stop();
});

const counts = ({ metrics }: Monitored) => metrics.filter((line) => 'Drifted' in line);

describe('a connection that is where its association has put it', () => {
  test('is counted, and nothing is said of it', async () => {
    const it = await where({ [LAG_A]: [ACME, BOLT] });
    it.claim(ACME, LAG_A);
    it.claim(BOLT, LAG_A);
    await it.monitor.compareAll();
    expect(it.told).toEqual([]);
    expect(it.events).toEqual([]);
    expect(it.metrics).toMatchObject([{ Associations: 2, Drifted: 0 }]);
  });

  test('is so on the LAG that its interconnect has joined', async () => {
    const interconnects = [{ interconnectId: HOME, lagId: LAG_A }];
    const it = await where({ [LAG_A]: [ACME] }, { interconnects, lags: [LAG_A] });
    it.claim(ACME, HOME);
    await it.monitor.compareAll();
    expect(it.told).toEqual([]);
  });
});

describe('a connection that somebody has moved', () => {
  test('is told of: a line, an event, a metric', async () => {
    const it = await where({ [LAG_B]: [ACME], [LAG_A]: [BOLT] });
    it.claim(ACME, LAG_A);
    it.claim(BOLT, LAG_A);
    await it.monitor.compareAll();
    const stack = 'arn:aws:cloudformation:us-east-1:111122223333:stack/Partner/5f2b';
    expect(it.told).toEqual([
      { drift: 'moved', connection: ACME, expected: LAG_A, found: LAG_B, stack, resource: 'Association1' },
    ]);
    expect(it.events.map(({ Detail, ...event }) => ({ ...event, ...JSON.parse(Detail) }) as unknown)).toEqual(
      [
        {
          Source: 'cdk-hosted-connection-association',
          DetailType: 'Hosted Connection Drift',
          EventBusName: BUS,
          Resources: [stack],
          connectionId: ACME,
          kind: 'moved',
          expectedParentConnectionId: LAG_A,
          foundParentConnectionId: LAG_B,
          stackId: stack,
          logicalResourceId: 'Association1',
        },
      ],
    );
    expect(it.metrics).toEqual([
      {
        _aws: {
          Timestamp: NOW,
          CloudWatchMetrics: [
            {
              Namespace: 'HostedConnections',
              Dimensions: [['Provider']],
              Metrics: [
                { Name: 'Associations', Unit: 'Count' },
                { Name: 'Drifted', Unit: 'Count' },
              ],
            },
          ],
        },
        Provider: PROVIDER,
        Associations: 2,
        Drifted: 1,
      },
    ]);
  });

  test('is told of as soon as lists show what its operation has done', async () => {
    const it = await where({ [LAG_B]: [ACME] });
    it.claim(ACME, LAG_A, { updatedAt: NOW - SHOWN_SECONDS * 1000 - 1 });
    await it.monitor.compareAll();
    expect(it.told).toMatchObject([{ connection: ACME }]);
  });

  test('is never moved back', async () => {
    const it = await where({ [LAG_B]: [ACME] });
    it.claim(ACME, LAG_A);
    await it.monitor.compareAll();
    expect(it.simulator.parentOf(ACME)).toBe(LAG_B);
    expect(it.simulator.interruptions).toBe(0);
  });

  test('is told of in every run, and ten events go in a call', async () => {
    const ids = hostedConnections(23, 'f');
    const it = await where({ [LAG_B]: ids });
    for (const id of ids) it.claim(id, LAG_A);
    await it.monitor.compareAll();
    await it.monitor.compareAll();
    expect(it.events).toHaveLength(46);
    expect(counts(it)).toMatchObject([{ Drifted: 23 }, { Drifted: 23 }]);
  });
});

describe('a connection that is gone', () => {
  test.each([
    ['on no parent', {}, ''],
    ['deleted', { [LAG_A]: [{ connectionId: ACME, connectionState: 'deleted' }] }, LAG_A],
    ['rejected', { [LAG_A]: [{ connectionId: ACME, connectionState: 'rejected' }] }, LAG_A],
  ])('is told of, with where it was found: %s', async (_, hosted, found) => {
    const it = await where(hosted as Record<string, string[]>);
    it.claim(ACME, LAG_A);
    await it.monitor.compareAll();
    expect(it.told).toMatchObject([{ drift: 'gone', connection: ACME, expected: LAG_A, found }]);
    const details = it.events.map(({ Detail }) => JSON.parse(Detail) as unknown);
    expect(details).toMatchObject([{ kind: 'gone', foundParentConnectionId: found }]);
  });

  test('is so too when its parent is gone with it', async () => {
    const it = await where({}, { interconnects: [HOME], lags: [LAG_B] });
    it.claim(ACME, LAG_A);
    await it.monitor.compareAll();
    expect(it.told).toMatchObject([{ drift: 'gone', connection: ACME }]);
  });
});

describe('what is not compared', () => {
  test.each([
    ['an operation that is under way', { phase: 'claimed' }],
    ['a move whose answer is not known', { phase: 'moving' }],
    ['a move that no list has shown', { phase: 'accepted' }],
    ['an operation that has just ended: lists may be late', { updatedAt: NOW - SHOWN_SECONDS * 1000 }],
    ['a claim that was given back without a parent', { movedTo: [] }],
  ])('%s: it counts as an association all the same', async (_, change) => {
    const it = await where({ [LAG_B]: [ACME] });
    it.claim(ACME, LAG_A, change);
    await it.monitor.compareAll();
    expect(it.told).toEqual([]);
    expect(counts(it)).toMatchObject([{ Associations: 1, Drifted: 0 }]);
  });

  test('is a claim that is released, and what else is in the table', async () => {
    const it = await where({ [LAG_B]: [ACME] });
    it.claim(ACME, LAG_A, { phase: 'released' });
    it.dynamoDb.setItem({ connectionId: 'migration/stack/Preflight' });
    it.dynamoDb.setItem({ connectionId: `search/${ACME}` });
    await it.monitor.compareAll();
    expect(counts(it)).toMatchObject([{ Associations: 0, Drifted: 0 }]);
    expect(it.told).toEqual([]);
  });
});

describe('a run that cannot look or tell', () => {
  test('fails when a claim cannot be read, but not before it has told of the others', async () => {
    const it = await where({ [LAG_B]: [ACME, BOLT] });
    it.claim(ACME, LAG_A);
    it.claim(BOLT, LAG_A, { owner: 'me' });
    it.claim(CRANE, LAG_A, { format: 99 });
    await expect(it.monitor.compareAll()).rejects.toThrow(/has the owner .* has format 99/s);
    expect(it.told).toMatchObject([{ connection: ACME }]);
    expect(it.events).toHaveLength(1);
  });

  test('fails when the bus has not taken all events, but has written its lines', async () => {
    const it = await where({ [LAG_B]: [ACME] });
    it.claim(ACME, LAG_A);
    it.refusedEvents = 1;
    await expect(it.monitor.compareAll()).rejects.toThrow(`the bus ${BUS} has not taken 1 events: try again`);
    expect(it.told).toHaveLength(1);
    expect(counts(it)).toHaveLength(1);
  });

  test('says so too when the bus gives no reason', async () => {
    const it = await where({ [LAG_B]: [ACME, BOLT] });
    it.claim(ACME, LAG_A);
    it.claim(BOLT, LAG_A);
    it.refusedEvents = 2;
    it.refusal = {};
    await expect(it.monitor.compareAll()).rejects.toThrow(
      `the bus ${BUS} has not taken 2 events: for no reason that it tells`,
    );
  });

  test('fails for each claim that cannot be read', async () => {
    const it = await where({});
    it.claim(BOLT, LAG_A, { owner: 'me' });
    it.claim(CRANE, LAG_A, { format: 99 });
    await expect(it.monitor.compareAll()).rejects.toThrow(/has the owner .*; .* has format 99/s);
    expect(counts(it)).toMatchObject([{ Associations: 0, Drifted: 0 }]);
  });

  test('fails when Direct Connect does not answer, and says nothing of where a connection is', async () => {
    const it = await where({ [LAG_A]: [ACME] });
    it.claim(ACME, LAG_A);
    it.simulator.arm({ operation: 'DescribeHostedConnections', fault: accessDenied() });
    await expect(it.monitor.compareAll()).rejects.toThrow(/AccessDenied|not authorized/);
    expect(counts(it)).toEqual([]);
    expect(it.events).toEqual([]);
  });
});

describe('how long moves have interrupted', () => {
  test('is told in seconds of those that ended since the run before, at the time of their end', async () => {
    const it = await where({ [LAG_A]: [ACME, BOLT, CRANE] });
    const updatedAt = NOW - 60_000;
    it.claim(ACME, LAG_A, { lastInterruptionSeconds: 4.5, updatedAt });
    it.claim(BOLT, LAG_A, { lastInterruptionSeconds: 9, updatedAt: NOW - 901_000 });
    it.claim(CRANE, LAG_A, { updatedAt });
    await it.monitor.compareAll();
    const [only, ...others] = it.metrics.filter((line) => 'InterruptionSeconds' in line);
    expect(only).toMatchObject({
      _aws: {
        Timestamp: updatedAt,
        CloudWatchMetrics: [{ Metrics: [{ Name: 'InterruptionSeconds', Unit: 'Seconds' }] }],
      },
      Provider: PROVIDER,
      InterruptionSeconds: 4.5,
    });
    expect(others).toEqual([]);
  });
});

describe('a call of the API', () => {
  test('is looked at alone, and moves no metric', async () => {
    const it = await where({ [LAG_B]: [ACME, BOLT] });
    it.claim(ACME, LAG_A);
    it.claim(BOLT, LAG_A);
    await it.monitor.compareOne(ACME);
    expect(it.told).toMatchObject([{ connection: ACME }]);
    expect(it.events).toHaveLength(1);
    expect(it.metrics).toEqual([]);
  });

  test.each([
    ['of a connection without an association', {}],
    ['of an association itself', { phase: 'moving' }],
  ])('%s asks Direct Connect nothing', async (_, change) => {
    const it = await where({ [LAG_B]: [ACME] });
    if ('phase' in change) it.claim(ACME, LAG_A, change);
    await it.monitor.compareOne(ACME);
    expect(it.told).toEqual([]);
    expect(it.simulator.calls).toEqual([]);
  });
});

test('a run ends by itself before its function is killed, and so does each of its calls', async () => {
  const limit = jest.spyOn(AbortSignal, 'timeout');
  const it = await where({ [LAG_B]: [ACME] });
  it.claim(ACME, LAG_A);
  await it.monitor.compareAll();
  await it.monitor.compareOne(ACME);
  expect(limit.mock.calls).toEqual([[DRIFT_LOOK_SECONDS * 1000], [DRIFT_LOOK_SECONDS * 1000]]);
  const [reads, events] = [it.dynamoDb.calls.length, it.events.length];
  limit.mockReturnValue(AbortSignal.abort());
  await expect(it.monitor.compareAll()).rejects.toThrow('aborted');
  expect(it.dynamoDb.calls).toHaveLength(reads);
  const controller = new AbortController();
  limit.mockReturnValue(controller.signal);
  // The lines are written before the events are sent.
  it.onLine = () => controller.abort();
  await expect(it.monitor.compareAll()).rejects.toThrow('aborted');
  expect(it.events).toHaveLength(events);
  limit.mockRestore();
});

test('what is where it should be costs one list for each parent', async () => {
  const ids = hostedConnections(7, 'f');
  const it = await where({ [LAG_A]: ids });
  for (const id of ids) it.claim(id, LAG_A);
  await it.monitor.compareAll();
  expect(it.simulator.calls.map(({ operation }) => operation)).toEqual(['DescribeHostedConnections']);
});
