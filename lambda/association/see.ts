import { ANSWER_SECONDS, FIRST_LOOK_SECONDS } from '../../lib/timing';
import { noticeShownAfter } from '../assumptions/readings';
import { Placement } from '../direct-connect/placement';
import { whyUnsettled } from './checks';
import { Context } from './context';
import { notePositions } from './locate';

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
export async function see(context: Context, to: string, isAccepted: boolean): Promise<Placement | undefined> {
  const { time, kept, now } = context.services;
  const began = now();
  const restMs = ANSWER_SECONDS * 1000;
  let afterMs = 1000 * Math.max(FIRST_LOOK_SECONDS, (kept.moveSeconds ?? 0) * EARLIER);
  await time.wait(Math.min(afterMs, time.leftMs - restMs), restMs);
  let seen: Seen;
  for (let looks = 1; ; looks += 1) {
    const seconds = (now() - began) / 1000;
    const before = seen;
    seen = await look(context, to, before);
    const isShownLate = seen !== undefined && before === undefined && looks > 1;
    if (isAccepted && isShownLate) noticeShownAfter(context, to, seconds * 1000);
    if (seen && whyUnsettled(seen.placement, { waitForAvailable: false }) === undefined) {
      kept.moveSeconds = seconds;
      return seen.placement;
    }
    afterMs *= LATER;
    if (!(await time.wait(Math.max(began + afterMs - now(), 1), restMs))) return seen?.placement;
  }
}

type Seen = Awaited<ReturnType<Context['inventory']['findOn']>>;

/** On the page where it was before, and if it is not there any more, from the start. */
async function look(context: Context, to: string, before: Seen): Promise<Seen> {
  const { inventory, desired } = context;
  const again = before && (await inventory.findOnPage(to, desired.connectionId, before.token));
  if (again) return again;
  const afresh = inventory.afresh();
  try {
    return await afresh.findOn(to, desired.connectionId);
  } catch (error) {
    await notePositions(context, afresh);
    throw error;
  }
}
