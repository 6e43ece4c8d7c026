import { Rate } from './rate';
import { RememberedParents } from './remembered-parents';

/** What a container keeps from one invocation to the next. It makes operations shorter, and decides nothing. */
export class Kept {
  public readonly rate: Rate;
  public readonly parents: RememberedParents;
  /** How long the last move took until it was seen to be done. */
  public moveSeconds: number | undefined;

  public constructor(now: () => number) {
    this.rate = new Rate(now);
    this.parents = new RememberedParents(now);
  }
}
