import type { Excuse, Excuses } from './excuses';

/** What lateness that nobody expects may break: an operation fails, or takes longer, and what is known stays. */
const MAY_BREAK = ['2', '4', '6', '8', '9', '10', '11', '12', '14', '15', 'stuck'];

/** What was found broken, and what would have been but for an excuse. */
export class Verdicts {
  public readonly violations: string[] = [];
  /** How often each excuse was all that kept something from being a violation. */
  public readonly excused = new Map<Excuse, number>();

  /** Whether Direct Connect or CloudFormation are later than anybody expects. */
  public isBeyond = false;

  /** Something is as it shall not be, unless one of the excuses holds. */
  public violate(what: string, excuses: Excuses = {}): void {
    const mayBreak = MAY_BREAK.some((number) => what.startsWith(`${number}: `));
    const all: Excuses = mayBreak ? { ...excuses, 'later than expected': this.isBeyond } : excuses;
    const holding = Object.entries(all).filter(([, holds]) => holds) as [Excuse, true][];
    const [first] = holding;
    if (first === undefined) this.violations.push(what);
    // Where several hold, none of them is needed for it.
    else if (holding.length === 1) this.excused.set(first[0], (this.excused.get(first[0]) ?? 0) + 1);
  }
}
