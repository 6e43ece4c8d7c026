import { RATE_FORGOTTEN_SECONDS } from '../../lib/timing';

/** Calls a second: once a call has been throttled at most, and at least. */
const FIRST = 5;
const LEAST = 0.1;
/** What a call adds that is not throttled, and what one leaves that is. */
const MORE = 0.03;
const LESS = 0.8;

/**
 * How fast one container calls Direct Connect: as fast as it likes until a call is throttled, and then at a rate that
 * grows by steps and shrinks by parts. So containers that share the rate of an account come to equal shares, without a
 * word. Nothing but time is decided by it.
 */
export class Rate {
  private perSecond = Infinity;
  private nextAt = 0;

  public constructor(private readonly now: () => number) {}

  /** @returns how long to wait for the turn of a call, in milliseconds; undefined if it comes later than `withinMs`. */
  public reserve(withinMs: number): number | undefined {
    const now = this.now();
    if (now - this.nextAt >= RATE_FORGOTTEN_SECONDS * 1000) this.perSecond = Infinity;
    const at = Math.max(now, this.nextAt);
    if (at - now > withinMs) return undefined;
    this.nextAt = at + this.pauseMs;
    return at - now;
  }

  public throttled(): void {
    this.perSecond = Math.max(LEAST, Math.min(FIRST, this.perSecond * LESS));
    this.nextAt = Math.max(this.nextAt, this.now() + this.pauseMs);
  }

  public accepted(): void {
    this.perSecond += MORE;
  }

  /** At random, so that containers that were throttled together do not come back together. */
  private get pauseMs(): number {
    return (1000 / this.perSecond) * (0.5 + Math.random());
  }
}
