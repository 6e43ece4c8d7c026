import { POLL_SECONDS } from '../lib/timing';

/** The time that one poll has. Every call of it ends with the signal. */
export class PollTime {
  public readonly signal = AbortSignal.timeout(POLL_SECONDS * 1000);
  private readonly endsAt: number;

  /** @param sleep without it a poll waits for nothing, and leaves everything to the next one. */
  public constructor(
    private readonly now: () => number,
    private readonly sleep?: (ms: number) => Promise<void>,
  ) {
    this.endsAt = now() + POLL_SECONDS * 1000;
  }

  /** How much of the poll is left, in milliseconds. */
  public get leftMs(): number {
    return this.endsAt - this.now();
  }

  /** Waits, if so much of the poll is left after that. */
  public async wait(ms: number, restMs: number): Promise<boolean> {
    if (this.leftMs - ms < restMs || (ms > 0 && this.sleep === undefined)) return false;
    if (ms > 0) await this.sleep?.(ms);
    return true;
  }
}
