import { RetryThrottled } from '../../lambda/retry';
import { RETRY_PAUSE_MAX_SECONDS, RETRY_PAUSE_MIN_SECONDS } from '../../lib/timing';

const THROTTLED = { errorType: 'THROTTLING' } as const;

/** How long was waited, in milliseconds. */
let pauses: number[];

beforeEach(() => {
  pauses = [];
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((act: () => void, ms = 0) => {
    pauses.push(ms);
    return setImmediate(act) as never;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('a throttled call is repeated as often as a poll has time for, at random within the limits', async () => {
  const strategy = new RetryThrottled();
  let token = await strategy.acquireInitialRetryToken('');
  for (let attempt = 1; attempt < 100; attempt += 1) {
    token = await strategy.refreshRetryTokenForRetry(token, THROTTLED);
    expect(token.getRetryCount()).toBe(attempt);
  }
  expect(pauses).toHaveLength(99);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(RETRY_PAUSE_MIN_SECONDS * 1000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(RETRY_PAUSE_MAX_SECONDS * 1000);
  expect(Math.max(...pauses) - Math.min(...pauses)).toBeGreaterThan(400);
});

test('the calls of a client have no budget in common', async () => {
  const strategy = new RetryThrottled();
  for (let call = 0; call < 300; call += 1) {
    const token = await strategy.acquireInitialRetryToken('');
    await strategy.refreshRetryTokenForRetry(token, THROTTLED);
  }
  expect(pauses).toHaveLength(300);
});

test.each(['TRANSIENT', 'SERVER_ERROR', 'CLIENT_ERROR'] as const)(
  '%s is left to the waiter',
  async (errorType) => {
    const strategy = new RetryThrottled();
    const token = await strategy.acquireInitialRetryToken('');
    await expect(strategy.refreshRetryTokenForRetry(token, { errorType })).rejects.toThrow(
      `${errorType} is not retried`,
    );
  },
);
