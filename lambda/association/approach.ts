import { Place } from '../direct-connect/inventory';
import { Failure } from '../outcome';
import { Done, Poll } from './context';

/**
 * What a create and an update begin with: may this operation act at all, and where is the connection?
 *
 * @throws Failure when another resource of the stack holds the connection.
 * @throws Superseded when a newer operation has been seen, or CloudFormation does not wait for this one any more.
 */
export async function approach(poll: Poll): Promise<Place | undefined> {
  refuseOtherOwner(poll);
  poll.passFence();
  const [place] = await Promise.all([poll.find(), poll.hasBegun ? undefined : poll.passGuard()]);
  return place;
}

function refuseOtherOwner(poll: Poll): void {
  const { connectionId } = poll.request.wanted;
  if (poll.otherOwner === undefined) return;
  throw new Failure(
    `${connectionId} is already associated by ${poll.otherOwner} in this stack: expected one association per connection; remove one of the two, or deploy the removal of ${poll.otherOwner} first. nothing was moved`,
  );
}

/** The operation has ended well before, and its answer is given again whatever has happened since. */
export function answerAgain(poll: Poll, place: Place | undefined): Done {
  poll.log('already done', { to: poll.request.wanted.parentId });
  return poll.answer(place, poll.ownClaim?.originalParentConnectionId ?? '');
}
