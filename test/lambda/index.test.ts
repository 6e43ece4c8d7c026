import type { IsCompleteEvent } from '../../lambda/cloudformation/event';
import { CLAIMS_TABLE_ENV, PROVIDER_STACK_ENV } from '../../lib/contract';
import { serverError, throttled } from '../../simulator';
import { CONNECTION, LAG_A, PROVIDER_STACK_ID, TABLE, World } from './world';

/** The two functions as Lambda calls them, with their own clients. */
interface Functions {
  onEvent(event: IsCompleteEvent): Promise<{ readonly PhysicalResourceId: string }>;
  isComplete(event: IsCompleteEvent): Promise<object>;
}

const environment = { ...process.env };
let world: World;
let functions: Functions;
let lines: jest.SpyInstance;

beforeAll(async () => {
  world = await World.start();
  Object.assign(process.env, world.endpoints, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    [CLAIMS_TABLE_ENV]: TABLE,
    [PROVIDER_STACK_ENV]: PROVIDER_STACK_ID,
  });
  functions = jest.requireActual<Functions>('../../lambda/index');
});

beforeEach(() => {
  // They go by the clock on the wall.
  world.time = Date.now();
  lines = jest.spyOn(console, 'log').mockImplementation();
});

afterEach(() => {
  lines.mockRestore();
});

afterAll(async () => {
  process.env = environment;
  await world.stop();
});

test('an event is received, and its poll writes the claim and one line of JSON for each decision', async () => {
  world.simulator.moveByHand(CONNECTION, LAG_A);
  const event = world.event('Create');
  world.status(event, 'CREATE_IN_PROGRESS');
  const received = await functions.onEvent(event);
  expect(received).toEqual({
    PhysicalResourceId: `${CONNECTION}/not-created/${event.RequestId}`,
    ReceivedAt: expect.any(Number),
  });
  expect(await functions.isComplete({ ...event, ...received })).toMatchObject({
    IsComplete: true,
    Data: { parentConnectionId: LAG_A },
  });
  expect(world.claim()).toMatchObject({ phase: 'settled' });
  expect(world.cloudFormation.calls).toEqual(['DescribeStackResource']);
  const told = lines.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown);
  expect(told).toEqual([
    { decision: 'already there', connection: CONNECTION, requestId: event.RequestId, row: 2, to: LAG_A },
    { decision: 'complete', connection: CONNECTION, requestId: event.RequestId, to: LAG_A },
  ]);
});

test('the client of Direct Connect repeats nothing but what was throttled', async () => {
  const operation = 'DescribeHostedConnections';
  const trap = world.simulator.arm({ operation, times: 100, fault: serverError() });
  const event = world.begin('Update', { physicalId: `${CONNECTION}/${LAG_A}` });
  expect(await functions.isComplete(event)).toEqual({ IsComplete: false });
  expect(trap.struck).toBe(1);
  trap.disarm();
  world.simulator.arm({ operation, fault: throttled() });
  expect(await functions.isComplete(event)).toMatchObject({ IsComplete: true });
});

test('an event that is refused is answered by a promise', async () => {
  const refused = functions.onEvent(world.event('Create', { properties: { connectionId: 'acme' } }));
  await expect(refused).rejects.toThrow('connectionId is "acme"');
});
