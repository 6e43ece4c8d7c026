import { PollTime } from '../../lambda/poll-time';
import { POLL_SECONDS } from '../../lib/timing';

const POLL_MS = POLL_SECONDS * 1000;

let now = 1_000_000;
let slept: number[] = [];

beforeEach(() => {
  slept = [];
});

const sleep = (ms: number) => {
  slept.push(ms);
  now += ms;
  return Promise.resolve();
};

test('a poll has its seconds, and what has gone by is not left', () => {
  const time = new PollTime(() => now, sleep);
  expect(time.leftMs).toBe(POLL_MS);
  now += 1_500;
  expect(time.leftMs).toBe(POLL_MS - 1_500);
});

test('it waits as long as so much of it is left after that, and not a millisecond longer', async () => {
  const time = new PollTime(() => now, sleep);
  expect(await time.wait(POLL_MS - 4_999, 5_000)).toBe(false);
  expect(slept).toEqual([]);
  expect(await time.wait(POLL_MS - 5_000, 5_000)).toBe(true);
  expect(slept).toEqual([POLL_MS - 5_000]);
  expect(await time.wait(1, 5_000)).toBe(false);
  expect(await time.wait(0, 5_000)).toBe(true);
  expect(slept).toHaveLength(1);
});

test('one that cannot sleep goes on only where there is nothing to wait for', async () => {
  const time = new PollTime(() => now);
  expect(await time.wait(0, 0)).toBe(true);
  expect(await time.wait(1, 0)).toBe(false);
});
