import { setTimeout as sleep } from 'node:timers/promises';
import { textOf, type Account } from './account';
import { Changes, type Change } from './changes';
import { describeShown, isSettledOn, listingOf, type Listing, type Shown } from './placements';
import type { Parents } from './plan';

const LOOK_MS = 250;
/** How long a connection has to stay where it is until it counts as settled. */
const CALM_MS = 2_000;
const PATIENCE_MS = 300_000;
const IN_TRANSITION = /transition/i;

/** A call of AssociateHostedConnection of our own, and how it showed after its answer. */
export interface HandMove {
  readonly from: string;
  readonly to: string;
  /** `connectionState` of the answer, and whether its `lagId` is the new parent. */
  readonly answer:
    { readonly connectionState?: string; readonly namesLag: boolean } | { readonly error: string };
  readonly answeredAfterMs: number;
  /** What it said before, as long as the connection was in transition. */
  readonly refusals: readonly string[];
  /** Times are milliseconds after the answer. */
  readonly listings: readonly Change<Listing>[];
  readonly shown: Shown;
}

/** Moves the connection without CloudFormation: nothing but Direct Connect's own times are in the way. */
export class ByHand {
  public constructor(
    private readonly account: Account,
    private readonly connectionId: string,
    private readonly parents: Parents,
    private readonly signal: AbortSignal,
  ) {}

  /** There and back, one after the other. */
  public moves(): (() => Promise<HandMove>)[] {
    const { origin, target } = this.parents;
    return [() => this.move(origin, target), () => this.move(target, origin)];
  }

  /** Asks for what is so already: what the answer is, and whether it interrupts, is not documented. */
  public askPresentParent(): Promise<HandMove> {
    return this.move(this.parents.origin, this.parents.origin);
  }

  private async move(from: string, to: string): Promise<HandMove> {
    const { answer, asked, refusals } = await this.ask(to);
    const answered = Date.now();
    const expected = 'error' in answer ? from : to;
    const listings = await this.watch(answered, expected);
    const shown = describeShown(listings, to);
    return { from, to, answer, answeredAfterMs: answered - asked, refusals, listings, shown };
  }

  /** Asks again while Direct Connect says that the connection is in transition, whatever the lists say. */
  private async ask(to: string): Promise<Pick<HandMove, 'answer' | 'refusals'> & { asked: number }> {
    const refusals: string[] = [];
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const asked = Date.now();
      const answer = await this.account.directConnect.associate(this.connectionId, to).then(
        ({ connectionState, lagId }) => ({ connectionState, namesLag: lagId === to }),
        (error: unknown) => ({ error: textOf(error) }),
      );
      const isBusy = 'error' in answer && IN_TRANSITION.test(answer.error);
      if (!isBusy || this.signal.aborted || asked > deadline) return { answer, asked, refusals };
      refusals.push(answer.error);
      await sleep(CALM_MS);
    }
  }

  /** Until nothing has changed for a while, with the connection where it is expected. */
  private async watch(since: number, expected: string): Promise<readonly Change<Listing>[]> {
    const { origin, target, other } = this.parents;
    const changes = new Changes<Listing>(since);
    const parentIds = [...new Set([origin, target, other])];
    let calmSince: number | undefined;
    while (Date.now() - since < PATIENCE_MS && !this.signal.aborted) {
      const asked = Date.now();
      const listing = await listingOf(this.account.directConnect, this.connectionId, parentIds).catch(
        () => undefined,
      );
      if (listing) {
        changes.add(listing, asked);
        calmSince = isSettledOn(listing, expected) ? (calmSince ?? asked) : undefined;
      }
      if (calmSince !== undefined && Date.now() - calmSince >= CALM_MS) break;
      await sleep(LOOK_MS);
    }
    return changes.all;
  }
}
