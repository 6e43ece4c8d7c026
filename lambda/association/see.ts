import { ANSWER_SECONDS, FIRST_LOOK_SECONDS } from '../../lib/timing';
import { Placement } from '../direct-connect/placement';
import { whyUnsettled } from './checks';
import { Context } from './context';

/** The first look comes a little earlier than the last move was done. */
const EARLIER = 0.99;
/** And each further one when so much more time has gone by. */
const LATER = 1.125;

/**
 * Waits, as long as the poll lasts, until lists show the connection on its new parent, and no longer in the middle of the
 * move.
 *
 * @returns where it was seen there at last, settled or not.
 */
export async function see(context: Context, to: string): Promise<Placement | undefined> {
  const { time, kept, now } = context.services;
  const began = now();
  let afterMs = 1000 * Math.max(FIRST_LOOK_SECONDS, (kept.moveSeconds ?? 0) * EARLIER);
  for (let seen: Seen; ; afterMs *= LATER) {
    await time.wait(Math.min(began + afterMs - now(), time.leftMs - ANSWER_SECONDS * 1000));
    const seconds = (now() - began) / 1000;
    seen = await look(context, to, seen);
    if (seen && whyUnsettled(seen.placement, { waitForAvailable: false }) === undefined) {
      kept.moveSeconds = seconds;
      return seen.placement;
    }
    const isLast = began + afterMs * LATER - now() > time.leftMs - ANSWER_SECONDS * 1000;
    if (isLast) return seen?.placement;
  }
}

type Seen = Awaited<ReturnType<Context['inventory']['findOn']>>;

/** On the page where it was before, and if it is not there any more, from the start. */
async function look({ inventory, desired }: Context, to: string, before: Seen): Promise<Seen> {
  const afresh = inventory.afresh();
  const again = before && (await afresh.findOnPage(to, desired.connectionId, before.token));
  return again ?? afresh.findOn(to, desired.connectionId);
}
