import { classify } from '../../lambda/classify';
import { OutOfTime, Requeue, TerminalError } from '../../lambda/outcome';
import { DENIED_GRACE_SECONDS } from '../../lib/timing';

const ATTEMPT = { name: 'Create of dxcon-fg9607vm', receivedAt: 1_000, timeoutMs: 900_000 };
const OVER = ATTEMPT.receivedAt + ATTEMPT.timeoutMs;

function error(name: string, httpStatusCode?: number, message = 'no'): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

const waiting = new Requeue('a move may still be under way');
const DENIED_UNTIL = ATTEMPT.receivedAt + DENIED_GRACE_SECONDS * 1000;
const denied = error('AccessDeniedException', 400);

test('what has to wait does so until the timeout, and then fails for that reason', () => {
  expect(classify(waiting, ATTEMPT, OVER - 1)).toBe(waiting);
  const failure = classify(waiting, { ...ATTEMPT, waitedFor: 'something else' }, OVER);
  expect(failure).toBeInstanceOf(TerminalError);
  expect(failure.message).toBe(
    'Create of dxcon-fg9607vm did not complete in 900 seconds: a move may still be under way',
  );
});

test('where only the time is over, the reason is what was waited for before, if that was noted', () => {
  const over = new OutOfTime('direct connect is called more often than it allows');
  expect(classify(over, { ...ATTEMPT, waitedFor: 'the move does not show yet' }, OVER).message).toContain(
    'seconds: the move does not show yet',
  );
  expect(classify(over, ATTEMPT, OVER).message).toContain('seconds: direct connect is called more often');
});

test('what fails does so at any time, in its own words', () => {
  const failure = new TerminalError('it is being deleted');
  expect(classify(failure, ATTEMPT, OVER - 1)).toBe(failure);
  expect(classify(failure, ATTEMPT, OVER)).toBe(failure);
});

test.each([
  [
    'a refusal fails',
    error('DirectConnectClientException', 400),
    TerminalError,
    'direct connect refused the Create of dxcon-fg9607vm: DirectConnectClientException: no',
  ],
  ['what is busy waits', error('ThrottlingException', 400), Requeue, 'ThrottlingException: no'],
  ['what is unclear waits', error('InternalServerError', 500), Requeue, 'InternalServerError: no'],
  [
    'a call that the end of the poll has cut off waits',
    error('AbortError'),
    OutOfTime,
    'a call was not answered in the 20 seconds of a poll',
  ],
  ['what is no error waits', 'gone', Requeue, 'gone'],
  ['what is nothing at all waits', undefined, Requeue, 'undefined'],
])('%s', (_, thrown, kind, message) => {
  const outcome = classify(thrown, ATTEMPT, OVER - 1);
  expect(outcome).toBeInstanceOf(kind);
  expect(outcome.message).toBe(message);
});

test('what is denied waits for its grace period, and then fails', () => {
  expect(classify(denied, ATTEMPT, DENIED_UNTIL - 1)).toBeInstanceOf(Requeue);
  const failure = classify(denied, ATTEMPT, DENIED_UNTIL);
  expect(failure).toBeInstanceOf(TerminalError);
  expect(failure.message).toBe('AccessDeniedException: no');
});
