import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import * as timing from '../../lib/timing';
import { associate, newStack, propertiesIn, providerStackOf, resourcesOf } from './stacks';

const {
  AGREEING_SECONDS,
  ANSWER_SECONDS,
  CALL_LANDS_SECONDS,
  DEFAULT_TIMEOUT_SECONDS,
  DENIED_GRACE_SECONDS,
  DRIFT_INTERVAL_SECONDS,
  DRIFT_LOOK_SECONDS,
  DRIFT_TIMEOUT_SECONDS,
  FIRST_LOOK_SECONDS,
  FIRST_POLL_SECONDS,
  GUARD_SECONDS,
  HANDLER_TIMEOUT_SECONDS,
  LANDING_SECONDS,
  LAST_WRITE_SECONDS,
  LATE_SECONDS,
  LISTS_LATE_SECONDS,
  MAX_TIMEOUT_SECONDS,
  MIN_TIMEOUT_SECONDS,
  MISSING_IN_DELETE_SECONDS,
  MISSING_SECONDS,
  PARENTS_KEPT_SECONDS,
  POLL_INTERVAL_SECONDS,
  POLL_SECONDS,
  PROGRESS_KEPT_SECONDS,
  RATE_FORGOTTEN_SECONDS,
  RELEASED_FOR_SECONDS,
  RETRY_PAUSE_MAX_SECONDS,
  RETRY_PAUSE_MIN_SECONDS,
  LISTS_KEPT_SECONDS,
  SEARCH_KEPT_SECONDS,
  SERVICE_TIMEOUT_MARGIN_SECONDS,
  SHOWN_SECONDS,
  SIGNED_URL_SECONDS,
  STATUS_LAG_SECONDS,
  SIGNERS_APART_SECONDS,
  TOTAL_TIMEOUT_SECONDS,
  UNANSWERED_SECONDS,
  UNTOLD_SECONDS,
} = timing;

/** What CloudFormation takes as `ServiceTimeout`. */
const LONGEST_SERVICE_TIMEOUT_SECONDS = 3600;

test.each([
  ['a poll ends by itself, before the function is killed', POLL_SECONDS, HANDLER_TIMEOUT_SECONDS],
  [
    'a list that is as late as it may be shows what was called in the life of a function',
    HANDLER_TIMEOUT_SECONDS + LISTS_LATE_SECONDS - 1,
    SHOWN_SECONDS,
  ],
  [
    'a call can be sent as long as the function lives, lands after that, and shows after that',
    SHOWN_SECONDS + CALL_LANDS_SECONDS - 1,
    LANDING_SECONDS,
  ],
  [
    'what an aborted poll notes has the time of an answer after its calls',
    POLL_SECONDS + ANSWER_SECONDS - 1,
    LAST_WRITE_SECONDS,
  ],
  [
    'and so has the answer of the poll before the function is killed',
    LAST_WRITE_SECONDS + ANSWER_SECONDS - 1,
    HANDLER_TIMEOUT_SECONDS,
  ],
  [
    'the drift monitor ends by itself, before its function is killed',
    DRIFT_LOOK_SECONDS,
    DRIFT_TIMEOUT_SECONDS,
  ],
  ['a run of the drift monitor ends before the next', DRIFT_TIMEOUT_SECONDS, DRIFT_INTERVAL_SECONDS],
  [
    'what a search has read is of use as long as its operation lasts',
    MAX_TIMEOUT_SECONDS,
    SEARCH_KEPT_SECONDS,
  ],
  ['a preflight reads its lists anew before it gives up', LISTS_KEPT_SECONDS, MIN_TIMEOUT_SECONDS],
  ['a poll that moves a connection can look for it', FIRST_LOOK_SECONDS + ANSWER_SECONDS, POLL_SECONDS],
  ['what CloudFormation says before a move is of this poll', GUARD_SECONDS, POLL_SECONDS - ANSWER_SECONDS],
  [
    'a container that waits for its next poll has not forgotten its rate',
    POLL_INTERVAL_SECONDS + POLL_SECONDS,
    RATE_FORGOTTEN_SECONDS,
  ],
  ['the parents are read again before their operation gives up', PARENTS_KEPT_SECONDS, MIN_TIMEOUT_SECONDS],
  ['a throttled call is repeated within its poll', RETRY_PAUSE_MAX_SECONDS, POLL_SECONDS],
  ['the pause is between its limits', RETRY_PAUSE_MIN_SECONDS, RETRY_PAUSE_MAX_SECONDS],
  ['a late operation knows it before its reading is doubted', LATE_SECONDS, LANDING_SECONDS],
  ['a first poll is not a late one', FIRST_POLL_SECONDS, LATE_SECONDS],
  ['a connection that lists may not show yet does not count as gone', SHOWN_SECONDS, MISSING_SECONDS],
  ['a delete is more patient', MISSING_SECONDS, MISSING_IN_DELETE_SECONDS],
  [
    'the shortest timeout is longer than all that a delete may have to wait for',
    LANDING_SECONDS + AGREEING_SECONDS + MISSING_IN_DELETE_SECONDS,
    MIN_TIMEOUT_SECONDS,
  ],
  ['two readings that agree are of two polls', POLL_INTERVAL_SECONDS + POLL_SECONDS, AGREEING_SECONDS],
  ['clocks are not so far apart that a status is out of date', SIGNERS_APART_SECONDS, STATUS_LAG_SECONDS],
  ['a status is believed before a connection counts as gone', STATUS_LAG_SECONDS, MISSING_SECONDS],
  [
    'a status that lags is asked for in a second poll, even if the first one hung',
    HANDLER_TIMEOUT_SECONDS + POLL_INTERVAL_SECONDS,
    STATUS_LAG_SECONDS,
  ],
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
  ['a claim of an ended delete outlives every URL', SIGNED_URL_SECONDS, RELEASED_FOR_SECONDS],
  [
    'the progress of a migration outlives the claims of its deletes',
    RELEASED_FOR_SECONDS,
    PROGRESS_KEPT_SECONDS,
  ],
  [
    'a create whose answer CloudFormation has waited for in vain is still undone',
    LONGEST_SERVICE_TIMEOUT_SECONDS,
    UNANSWERED_SECONDS,
  ],
  ['an association that has answered is shown before it counts as gone', STATUS_LAG_SECONDS, UNTOLD_SECONDS],
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
  expect(Object.keys(timing)).toHaveLength(38);
});

describe('the template has', () => {
  const stack = newStack();
  associate(stack);
  const resources = Object.values(resourcesOf(providerStackOf(stack)));

  test('the interval of the polls, and as many as the total timeout takes', () => {
    const waiter = resources.find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
    const definition = JSON.stringify(waiter?.Properties.DefinitionString);
    const numberOf = (name: string) => Number(new RegExp(`${name}\\W+(\\d+)`).exec(definition)?.[1]);
    expect(numberOf('IntervalSeconds')).toBe(POLL_INTERVAL_SECONDS);
    expect(numberOf('MaxAttempts')).toBe(TOTAL_TIMEOUT_SECONDS / POLL_INTERVAL_SECONDS);
  });

  test('the timeout of the two functions of the handler', () => {
    const functions = resources.filter(({ Properties }) =>
      ['index.onEvent', 'index.isComplete'].includes(String(Properties.Handler)),
    );
    expect(functions.map(({ Properties }) => Properties.Timeout)).toEqual([
      HANDLER_TIMEOUT_SECONDS,
      HANDLER_TIMEOUT_SECONDS,
    ]);
  });

  test.each([
    ['by default, of which the handler knows,', DEFAULT_TIMEOUT_SECONDS, undefined],
    ['at least', MIN_TIMEOUT_SECONDS, Duration.seconds(MIN_TIMEOUT_SECONDS)],
    ['at most', MAX_TIMEOUT_SECONDS, Duration.seconds(MAX_TIMEOUT_SECONDS)],
  ])('the timeout of an operation %s, and that of the service above it', (_, seconds, timeout) => {
    const other = newStack();
    associate(other, 'Acme', { timeout });
    expect(propertiesIn(other)).toMatchObject({
      ...(timeout && { timeoutSeconds: String(seconds) }),
      ServiceTimeout: String(seconds + SERVICE_TIMEOUT_MARGIN_SECONDS),
    });
  });

  test('no timeout outside of its range, which the error names', () => {
    for (const seconds of [MIN_TIMEOUT_SECONDS - 1, MAX_TIMEOUT_SECONDS + 1]) {
      expect(() => associate(newStack(), 'Acme', { timeout: Duration.seconds(seconds) })).toThrow(
        `expected ${MIN_TIMEOUT_SECONDS / 60} to ${MAX_TIMEOUT_SECONDS / 60} minutes`,
      );
    }
  });
});

const LIB = join(__dirname, '../../lib');

test('no other file of lib has a time of its own', () => {
  const names = readdirSync(LIB, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /(?<!\.d)\.ts$/.test(name) && name !== 'timing.ts');
  const found = files.flatMap((name) => {
    // Not in comments and texts: they have examples.
    const code = readFileSync(join(LIB, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '');
    return (code.match(/Duration\.\w+\(\d.*?\)|\d+ \* 60\b|_SECONDS = \d.*/g) ?? []).map(
      (time) => `${name}: ${time}`,
    );
  });
  expect(files).toContain('contract.ts');
  expect(found).toEqual([]);
});
