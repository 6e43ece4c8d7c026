/** The places that a rate has for calls. Whoever comes takes the first one that is free, even if others have taken later ones. */
export class Places {
  private readonly taken = new Set<number>();
  private readonly msEach: number;

  /** @param callsPerSecond without it there is always a place. */
  public constructor(callsPerSecond = Infinity) {
    this.msEach = 1000 / callsPerSecond;
  }

  /** @returns when the call can be made, in milliseconds. */
  public take(at: number): number {
    if (this.msEach === 0) return at;
    let place = Math.ceil(at / this.msEach);
    while (this.taken.has(place)) place += 1;
    this.taken.add(place);
    return place * this.msEach;
  }
}
