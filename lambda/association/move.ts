import { kindOf } from '../aws-error';
import { LiveClaim } from './claim';
import { Place } from '../direct-connect/inventory';
import { NotYet } from '../outcome';
import { Done, Poll } from './context';
import { refuseDead } from './checks';

/** What a live claim remembers beyond a single move. */
export type Origin = Pick<LiveClaim, 'originalParentConnectionId' | 'movedTo'>;

/**
 * Moves the connection, once. The claim says `moving` before the call, so that whoever comes after a crash or a lost
 * answer reads where the connection is instead of calling again.
 *
 * @throws NotYet until reads show the connection on its new parent.
 */
export async function move(poll: Poll, from: Place, to: string, origin: Origin, row: number): Promise<Place> {
  const { connectionId } = poll.request.wanted;
  if (poll.services.now() >= poll.request.deadline)
    throw new NotYet(`no time is left to begin the move to ${to}`);
  await poll.passGuard();
  await record(poll, 'moving', { ...origin, movedTo: appended(origin.movedTo, to) });
  poll.log('move', { row, from: from.parentId, to });
  try {
    await poll.services.directConnect.associate(connectionId, to);
  } catch (error) {
    // Without a clear answer the call may have been carried out: only reading tells.
    if (kindOf(error) === 'unclear') poll.log('the answer was lost; reading tells', { row, to });
    else {
      await record(poll, 'claimed', origin);
      throw error;
    }
  }
  poll.locator.lookAfresh();
  const place = await poll.locator.findOn([to]);
  if (place === undefined) throw new NotYet(`the move to ${to} does not show yet`);
  return place;
}

/** Why the connection's state does not yet count as settled, if so. */
export function whyUnsettled(place: Place, waitForAvailable: boolean): string | undefined {
  const { connectionId, connectionState: state } = place.connection;
  const isSettled = waitForAvailable ? state === 'available' : state !== 'pending';
  return isSettled
    ? undefined
    : `${connectionId} is on ${place.parentId}, and its connectionState is ${state}`;
}

/**
 * Ends a create or an update whose connection is where it shall be.
 *
 * @throws NotYet while the connection's state is still changing.
 */
export async function settle(poll: Poll, place: Place, origin: Origin): Promise<Done> {
  refuseDead(place);
  const held = { ...origin, movedTo: appended(origin.movedTo, place.parentId) };
  const unsettled = whyUnsettled(place, poll.request.wanted.waitForAvailable);
  if (unsettled !== undefined) {
    if (!poll.hasBegun) await record(poll, 'claimed', held);
    throw new NotYet(unsettled);
  }
  await Promise.all([record(poll, 'settled', held), poll.noteProgress(place.parentId)]);
  return poll.answer(place, origin.originalParentConnectionId);
}

async function record(poll: Poll, phase: LiveClaim['phase'], origin: Origin): Promise<void> {
  await poll.write({
    connectionId: poll.request.wanted.connectionId,
    owner: poll.request.logicalResourceId,
    originalParentConnectionId: origin.originalParentConnectionId,
    movedTo: origin.movedTo,
    phase,
    updatedAt: poll.services.now(),
  });
}

function appended(movedTo: readonly string[], parentId: string): string[] {
  return [...movedTo.filter((earlier) => earlier !== parentId), parentId];
}
