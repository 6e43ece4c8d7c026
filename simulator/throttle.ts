/** A token bucket: as many calls at once as there are in a second, then as they trickle in. */
export class Throttle {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly callsPerSecond: number,
    now: number,
  ) {
    this.tokens = this.capacity;
    this.filledAt = now;
  }

  /** Whether a call may pass now. */
  take(now: number): boolean {
    const trickled = ((now - this.filledAt) / 1000) * this.callsPerSecond;
    this.tokens = Math.min(this.capacity, this.tokens + trickled);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  private get capacity(): number {
    return Math.max(1, this.callsPerSecond);
  }
}
