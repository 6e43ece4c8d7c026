import { Pace } from '../../../lambda/direct-connect/pace';
import { Rate } from '../../../lambda/direct-connect/rate';
import { OutOfTime } from '../../../lambda/outcome';
import { PollTime } from '../../../lambda/poll-time';
import { ANSWER_SECONDS, POLL_SECONDS, RATE_FORGOTTEN_SECONDS } from '../../../lib/timing';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('the rate of a container', () => {
  let time = 0;

  beforeEach(() => {
    time = 0;
  });

  const rate = () => new Rate(() => time);
  const turns = (of: Rate, count: number) => Array.from({ length: count }, () => of.reserve(Infinity) ?? NaN);

  test('is not limited before a call was throttled', () => {
    expect(turns(rate(), 100)).toEqual(Array(100).fill(0));
  });

  test('is limited after that, and grows by a small step with every call that is not', () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const limited = rate();
    limited.throttled();
    const slow = turns(limited, 20).at(-1) ?? 0;
    expect(slow).toBe(4_000);
    for (let call = 0; call < 1_000; call += 1) limited.accepted();
    time += slow;
    // From 5 a second to 35.
    expect(turns(limited, 20).at(-1)).toBeCloseTo(200 + (19 * 1000) / 35);
  });

  test('gives no turn that comes too late, and so takes none from anybody', () => {
    const limited = rate();
    limited.throttled();
    turns(limited, 5);
    const next = limited.reserve(Infinity) ?? 0;
    expect(limited.reserve(1)).toBeUndefined();
    expect(limited.reserve(1)).toBeUndefined();
    expect(limited.reserve(next + 10_000)).toBeDefined();
  });

  test('is forgotten after a minute without calls, and not before', () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    for (const [gap, next] of [
      [RATE_FORGOTTEN_SECONDS * 1000 - 1, 200],
      [RATE_FORGOTTEN_SECONDS * 1000, 0],
    ] as const) {
      const limited = rate();
      limited.throttled();
      time += 200 + gap;
      expect(turns(limited, 2)).toEqual([0, next]);
    }
  });
});

describe('the turn of a call', () => {
  const POLL_MS = POLL_SECONDS * 1000;
  let time = 0;
  let waited: number[] = [];

  beforeEach(() => {
    waited = [];
  });

  /** The calls of a poll in which the next turn comes so much later. */
  function paceAfter(ms: number, accepted = () => undefined): Pace {
    const reserve = (withinMs: number) => (ms > withinMs ? undefined : ms);
    const rate = { reserve, accepted, throttled: () => undefined } as unknown as Rate;
    const sleep = (pause: number) => {
      waited.push(pause);
      time += pause;
      return Promise.resolve();
    };
    return new Pace(rate, new PollTime(() => time, sleep));
  }

  const answer = () => Promise.resolve('yes');

  test('is waited for as long as the poll lasts', async () => {
    expect(await paceAfter(POLL_MS).send(answer)).toBe('yes');
    expect(waited).toEqual([POLL_MS]);
    const late = paceAfter(POLL_MS + 1).send(answer);
    await expect(late).rejects.toThrow(OutOfTime);
    await expect(late).rejects.toThrow('direct connect is called more often than it allows');
  });

  test('that moves a connection leaves time for the answer', async () => {
    const last = POLL_MS - ANSWER_SECONDS * 1000;
    await paceAfter(last).turnToMove();
    expect(waited).toEqual([last]);
    await expect(paceAfter(last + 1).turnToMove()).rejects.toThrow(OutOfTime);
  });

  test('tells the rate of each call that was not throttled', async () => {
    const accepted = jest.fn();
    const pace = paceAfter(0, accepted);
    await Promise.all([pace.send(answer), pace.sendMove(answer)]);
    expect(accepted).toHaveBeenCalledTimes(2);
  });
});
