import type { Excuse, Excuses } from './excuses';

/** What was found broken, and what would have been but for an excuse. */
export class Verdicts {
  public readonly violations: string[] = [];
  /** How often each excuse was all that kept something from being a violation. */
  public readonly excused = new Map<Excuse, number>();

  /** Something is as it shall not be, unless one of the excuses holds. */
  public violate(what: string, excuses: Excuses = {}): void {
    const holding = Object.entries(excuses).filter(([, holds]) => holds) as [Excuse, true][];
    const [first] = holding;
    if (first === undefined) this.violations.push(what);
    // Where several hold, none of them is needed for it.
    else if (holding.length === 1) this.excused.set(first[0], (this.excused.get(first[0]) ?? 0) + 1);
  }
}
