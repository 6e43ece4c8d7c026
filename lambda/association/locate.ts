import { FIRST_POLL_SECONDS } from '../../lib/timing';
import { noticeReading } from '../assumptions/readings';
import { Placement } from '../direct-connect/placement';
import { search } from '../direct-connect/search';
import { Requeue } from '../outcome';
import { Context } from './context';
import { believe, knownParents, mayNotShowYet } from './landing';
import { SearchNotes } from './search-notes';

/**
 * Where the connection is, as far as that can be believed. The parent that the last move was to comes first while lists may
 * be late with it.
 *
 * @throws Requeue while no reading can be believed, and where the search has to go on in the next poll.
 */
export async function locate(context: Context): Promise<Placement | undefined> {
  const { desired, previousParentId, ownClaim } = context;
  const known = ownClaim ? knownParents(ownClaim) : [];
  const late = mayNotShowYet(context);
  const likely = late ? [late, desired.parentId] : [desired.parentId, known[0]];
  const groups = [likely, [desired.originalParentId, previousParentId], [...known, await context.lastSeenOn]];
  const placement = await find(context, groups);
  await noticeReading(context, placement);
  return believe(context, placement);
}

/** A search that does not fit into one poll goes on in the next. */
async function find(context: Context, groups: Parameters<typeof search>[2]): Promise<Placement | undefined> {
  const { desired, inventory, request, services } = context;
  const { requestId } = request.operation;
  const { connectionId } = desired;
  let notes: SearchNotes = { requestId, without: [], since: services.now() };
  const read = new Set<string>();
  const isFirstPoll = services.now() - request.receivedAt < FIRST_POLL_SECONDS * 1000;
  const skip = async () => {
    if (isFirstPoll) return [];
    notes = (await services.searches.notesOf(connectionId, requestId)) ?? notes;
    return notes.without;
  };
  try {
    const found = await search(inventory, [connectionId], groups, { read, skip });
    const placement = found.get(connectionId);
    if (placement !== undefined || notes.without.length === 0) return placement;
  } catch (error) {
    await services.searches.note(connectionId, {
      ...notes,
      without: [...new Set([...notes.without, ...read])],
    });
    throw error;
  }
  await services.searches.note(connectionId, { requestId, without: [], since: services.now() });
  throw new Requeue(
    `${connectionId} is on none of the lists that were read one after the other; they are read again`,
  );
}
