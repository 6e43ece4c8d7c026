import { join } from 'node:path';
import { CONNECTION, World } from './world';

const LAMBDA = join(__dirname, '../../lambda/');

let world: World;

beforeEach(async () => {
  Error.stackTraceLimit = 50;
  world = await World.start();
});

afterEach(async () => {
  Error.stackTraceLimit = 10;
  await world.stop();
});

/** The functions of the handler that are under way when a client is called for the first time. */
async function framesToFirst(command: string): Promise<string[]> {
  const event = world.begin('Create');
  const frames: string[][] = [];
  world.onCall = (name) => {
    const lines = (new Error().stack ?? '').split('\n').filter((line) => line.includes(LAMBDA));
    if (name === command) frames.push(lines);
  };
  await world.poll(event);
  return frames[0] ?? [];
}

// Read top down: who wants to know what a poll does first follows no more than so many calls.
test('from isComplete to the first call of a service it is at most six frames', async () => {
  const frames = await framesToFirst('GetItemCommand');
  expect(frames.at(-1)).toContain('isComplete');
  expect(frames.length).toBeGreaterThan(1);
  expect(frames.length).toBeLessThanOrEqual(6);
});

test('the first call of a service reads the claim', async () => {
  await world.poll(world.begin('Create'));
  expect(world.tripsOf()[0]?.command).toBeDefined();
  const first = [...world.tripsOf()].sort((a, b) => a.sent - b.sent)[0];
  expect(first?.command).toBe('GetItemCommand');
  expect(world.dynamoDb.item(CONNECTION)).toBeDefined();
});
