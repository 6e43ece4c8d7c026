import * as timing from '../../lib/timing';

const {
  DEFAULT_TIMEOUT_SECONDS,
  DENIED_GRACE_SECONDS,
  FIRST_POLL_SECONDS,
  HANDLER_TIMEOUT_SECONDS,
  LANDING_SECONDS,
  LATE_SECONDS,
  MAX_TIMEOUT_SECONDS,
  MIN_TIMEOUT_SECONDS,
  MISSING_SECONDS,
  POLL_INTERVAL_SECONDS,
  POLL_SECONDS,
  RELEASED_FOR_SECONDS,
  RETRY_PAUSE_MAX_SECONDS,
  RETRY_PAUSE_MIN_SECONDS,
  SERVICE_TIMEOUT_MARGIN_SECONDS,
  SIGNED_URL_SECONDS,
  STATUS_LAG_SECONDS,
  TOTAL_TIMEOUT_SECONDS,
} = timing;

/** What CloudFormation takes as `ServiceTimeout`. */
const LONGEST_SERVICE_TIMEOUT_SECONDS = 3600;

test.each([
  ['a poll ends by itself, before the function is killed', POLL_SECONDS, HANDLER_TIMEOUT_SECONDS],
  [
    'a call can be sent as long as the function lives, and lands after that',
    HANDLER_TIMEOUT_SECONDS,
    LANDING_SECONDS,
  ],
  ['a throttled call is repeated within its poll', RETRY_PAUSE_MAX_SECONDS, POLL_SECONDS],
  ['the pause is between its limits', RETRY_PAUSE_MIN_SECONDS, RETRY_PAUSE_MAX_SECONDS],
  ['a late operation knows it before its reading is doubted', LATE_SECONDS, LANDING_SECONDS],
  ['a first poll is not a late one', FIRST_POLL_SECONDS, LATE_SECONDS],
  ['a move that may still land does not count as gone', LANDING_SECONDS, MISSING_SECONDS],
  ['a status is believed before a connection counts as gone', STATUS_LAG_SECONDS, MISSING_SECONDS],
  ['a status that lags is waited for longer than a poll', POLL_SECONDS, STATUS_LAG_SECONDS],
  ['a connection counts as gone before the default timeout', MISSING_SECONDS, DEFAULT_TIMEOUT_SECONDS],
  ['a denied permission is told before the default timeout', DENIED_GRACE_SECONDS, DEFAULT_TIMEOUT_SECONDS],
  ['the shortest timeout is longer than a move may take to land', LANDING_SECONDS, MIN_TIMEOUT_SECONDS],
  ['the default is more than the least', MIN_TIMEOUT_SECONDS, DEFAULT_TIMEOUT_SECONDS],
  ['the default is less than the most', DEFAULT_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS],
  [
    'the last poll ends before CloudFormation gives up',
    POLL_SECONDS + POLL_INTERVAL_SECONDS,
    SERVICE_TIMEOUT_MARGIN_SECONDS,
  ],
  ['a claim of an ended delete outlives every waiter', TOTAL_TIMEOUT_SECONDS, RELEASED_FOR_SECONDS],
  ['the answer can be sent as long as the waiter lives', TOTAL_TIMEOUT_SECONDS, SIGNED_URL_SECONDS],
])('%s', (_why, shorter, longer) => {
  expect(shorter).toBeLessThan(longer);
});

test('the longest operation has its full time, and CloudFormation takes its timeout', () => {
  const serviceTimeout = MAX_TIMEOUT_SECONDS + SERVICE_TIMEOUT_MARGIN_SECONDS;
  expect(serviceTimeout).toBeLessThanOrEqual(TOTAL_TIMEOUT_SECONDS);
  expect(serviceTimeout).toBeLessThanOrEqual(LONGEST_SERVICE_TIMEOUT_SECONDS);
});

test('the first poll is the one before the second', () => {
  expect(FIRST_POLL_SECONDS).toBeLessThanOrEqual(POLL_INTERVAL_SECONDS);
});

test('every time is asserted here', () => {
  expect(Object.keys(timing)).toHaveLength(18);
});
