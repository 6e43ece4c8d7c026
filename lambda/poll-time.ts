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

  /** How long the poll can still wait, in milliseconds. */
  public get leftMs(): number {
    return this.sleep === undefined ? 0 : this.endsAt - this.now();
  }

  public async wait(ms: number): Promise<void> {
    if (ms > 0) await this.sleep?.(ms);
  }
}
