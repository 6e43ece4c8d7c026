import { PARENTS_KEPT_SECONDS } from '../../lib/timing';
import { Parents } from './parents';

/**
 * The interconnects and LAGs that an earlier poll has read, in the same container. They may let an operation go on to a
 * call that Direct Connect checks itself, and conclude nothing else.
 */
export class RememberedParents {
  private latest: { readonly parents: Parents; readonly readAt: number } | undefined;

  public constructor(private readonly now: () => number) {}

  public keep(parents: Parents): void {
    this.latest = { parents, readAt: this.now() };
  }

  public get parents(): Parents | undefined {
    if (this.latest === undefined || this.now() - this.latest.readAt >= PARENTS_KEPT_SECONDS * 1000)
      return undefined;
    return this.latest.parents;
  }
}
