/** What was seen, and for how long after the beginning nothing else was. */
export type Change<T> = T & { readonly afterMs: number };

/** Keeps what differs from what was seen before it. */
export class Changes<T extends object> {
  private readonly kept: Change<T>[] = [];
  private latest?: string;

  public constructor(private readonly since: number) {}

  public add(seen: T, at = Date.now()): void {
    const text = JSON.stringify(seen);
    if (text === this.latest) return;
    this.latest = text;
    this.kept.push({ ...seen, afterMs: at - this.since });
  }

  public get all(): readonly Change<T>[] {
    return this.kept;
  }
}
