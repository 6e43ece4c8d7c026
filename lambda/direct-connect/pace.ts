import { ANSWER_SECONDS } from '../../lib/timing';
import { isThrottled } from '../aws-error';
import { OutOfTime } from '../outcome';
import { PollTime } from '../poll-time';
import { Rate } from './rate';

/** When calls are sent. */
export type Turns = Pick<Pace, 'send' | 'turnToMove' | 'sendMove'>;

/** At once: the client itself sees to its pace. */
export const AT_ONCE: Turns = {
  send: (call) => call(),
  turnToMove: () => Promise.resolve(),
  sendMove: (call) => call(),
};

/**
 * The calls of one poll, each in its turn. A throttled call is repeated: it is the one answer that says for sure that
 * nothing was carried out.
 */
export class Pace {
  public constructor(
    private readonly rate: Rate,
    private readonly time: PollTime,
  ) {}

  /** @throws OutOfTime if the poll ends before the call's turn comes. */
  public async send<T>(call: () => Promise<T>): Promise<T> {
    await this.turn(0);
    return this.repeat(call, 0);
  }

  /** Waits for the turn of a move, whose answer there has to be time for. */
  public turnToMove(): Promise<void> {
    return this.turn(ANSWER_SECONDS);
  }

  public sendMove<T>(call: () => Promise<T>): Promise<T> {
    return this.repeat(call, ANSWER_SECONDS);
  }

  private async repeat<T>(call: () => Promise<T>, answerSeconds: number): Promise<T> {
    for (;;) {
      try {
        const answer = await call();
        this.rate.accepted();
        return answer;
      } catch (error) {
        if (!(error instanceof Error) || !isThrottled(error)) throw error;
        this.rate.throttled();
        await this.turn(answerSeconds, error);
      }
    }
  }

  private async turn(
    answerSeconds: number,
    otherwise: Error = new OutOfTime('direct connect is called more often than it allows'),
  ): Promise<void> {
    const restMs = answerSeconds * 1000;
    const ms = this.rate.reserve(this.time.leftMs - restMs);
    if (ms !== undefined && (await this.time.wait(ms, restMs))) return;
    throw otherwise;
  }
}
