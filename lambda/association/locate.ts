import { FIRST_POLL_SECONDS } from '../../lib/timing';
import { noticeReading } from '../assumptions/readings';
import { kindOf } from '../aws-error';
import { Inventory } from '../direct-connect/inventory';
import { Placement } from '../direct-connect/placement';
import { search } from '../direct-connect/search';
import { Requeue } from '../outcome';
import { Context } from './context';
import { believe, knownParents, mayNotShowYet } from './landing';
import type { SearchNote } from './search-note';

/**
 * Where the connection is, as far as that can be believed. The parent that the last move was to comes first while lists may
 * be late with it.
 *
 * @throws Requeue while no reading can be believed, and where the search has to go on in the next poll.
 */
export async function locate(context: Context): Promise<Placement | undefined> {
  const { desired, previousParentId, ownClaim } = context;
  const known = ownClaim ? knownParents(ownClaim) : [];
  const { seenOn } = (await context.preflighted) ?? {};
  const first = mayNotShowYet(context) ?? known[0] ?? seenOn;
  // What no preflight has checked is needed in any case.
  const likely = seenOn === undefined ? [[first, desired.parentId]] : [[first], [seenOn], [desired.parentId]];
  const groups = [...likely, [desired.originalParentId, previousParentId], known];
  const placement = await find(context, groups);
  await noticeReading(context, placement);
  return believe(context, placement);
}

/** A search that does not fit into one poll goes on in the next. */
async function find(context: Context, groups: Parameters<typeof search>[2]): Promise<Placement | undefined> {
  const { desired, services, inventory } = context;
  const { connectionId } = desired;
  const noted = await notesOf(context);
  const found = await goOn(context, noted);
  if (found) return found;
  const { without } = noted;
  const read = new Set<string>();
  try {
    const all = await search(inventory, [connectionId], groups, { read, skip: without });
    const placement = all.get(connectionId);
    if (placement !== undefined || without.length === 0) return placement;
  } catch (error) {
    await notePositions(context, inventory, { ...noted, without: [...new Set([...without, ...read])] });
    throw error;
  }
  await services.searches.write(connectionId, nothingRead(context));
  throw new Requeue(
    `${connectionId} is on none of the lists that were read one after the other; they are read again`,
  );
}

/** Notes how far lists were read, for the next poll to go on from there. */
export async function notePositions(
  context: Context,
  { positions }: Inventory,
  noted = nothingRead(context),
): Promise<void> {
  const { services, desired } = context;
  const begun = Object.entries(positions).filter(([parentId]) => !noted.without.includes(parentId));
  await services.searches.write(desired.connectionId, { ...noted, positions: Object.fromEntries(begun) });
}

/** Notes on which page the connection was found, for the next poll to look there first, unless the claim tells it to. */
export async function notePlace(context: Context, placement: Placement | undefined): Promise<void> {
  if (placement === undefined) return;
  const { services, desired, inventory, ownClaim } = context;
  const { parentId } = placement;
  const token = inventory.positions[parentId];
  const isKnown = ownClaim !== undefined && knownParents(ownClaim).includes(parentId);
  if (token === undefined || (token === '' && isKnown)) return;
  const positions = { [parentId]: token };
  await services.searches.write(desired.connectionId, { ...nothingRead(context), positions });
}

async function notesOf(context: Context): Promise<SearchNote> {
  const { services, request, desired } = context;
  const isFirstPoll = services.now() - request.receivedAt < FIRST_POLL_SECONDS * 1000;
  if (isFirstPoll) return nothingRead(context);
  const noted = await services.searches.read(desired.connectionId, request.operation.requestId);
  return noted ?? nothingRead(context);
}

function nothingRead({ request, services }: Context): SearchNote {
  return { requestId: request.operation.requestId, without: [], positions: {}, since: services.now() };
}

/** Looks where the poll before has stopped: seen is seen, and not seen means nothing yet. */
async function goOn(context: Context, noted: SearchNote): Promise<Placement | undefined> {
  const { inventory, desired } = context;
  const rest = inventory.from(noted.positions);
  // While a move may not show yet, the pages of other lists are from before it.
  const late = mayNotShowYet(context);
  for (const parentId of Object.keys(noted.positions).filter((each) => late === undefined || each === late)) {
    try {
      const found = await rest.findOn(parentId, desired.connectionId);
      if (!found) continue;
      // The rest of this poll may need more calls than it gets.
      if (found.token !== noted.positions[parentId]) await notePositions(context, rest, noted);
      return found.placement;
    } catch (error) {
      if (kindOf(error) === 'refused') continue;
      await notePositions(context, rest, noted);
      throw error;
    }
  }
  return undefined;
}
