import { isSameOwner } from '../cloudformation/owner';
import { Placement } from '../direct-connect/placement';
import { TerminalError } from '../outcome';
import { Action } from './action';
import { answerAgain, arrived } from './arrival';
import { checked, refuseGone } from './checks';
import { Before, LiveClaim, isLive } from './claim';
import { Origin } from './claim-writes';
import { Context } from './context';
import { knownParents } from './landing';
import { confirmMissing } from './observe';
import { isOn, isOnAny } from './placement';
import { found, homeOf } from './before';

/** Rows 1 to 5 of the table: brings the connection to its parent, and remembers where it came from. */
export async function decideCreate(context: Context, placement: Placement | undefined): Promise<Action> {
  const { parentId } = context.desired;
  if (context.hasEnded) return answerAgain(context, placement);
  if (placement === undefined) return refuseMissing(context);
  refuseGone(placement);
  if (!context.hasBegun) await refuseUnknownOriginalParent(context);
  const origin = await originOf(context, placement);
  if (await isOn(context, placement, parentId)) return arrived(context, { placement, origin, row: 2 });
  await refuseUnexpected(context, placement);
  return checked(context, { from: placement, to: parentId, origin, row: 1, isBack: false });
}

async function originOf(context: Context, placement: Placement): Promise<Origin> {
  const { ownClaim, hasBegun } = context;
  const inherited = await inheritedBy(context, placement);
  const { foundOn = placement.parentId, movedTo = [] } = inherited ?? {};
  const fallback = fallbackIn(context, inherited) ?? placement.parentId;
  return {
    foundOn,
    originalParentConnectionId: context.desired.originalParentId ?? fallback,
    fallbackParentConnectionId: fallback,
    movedTo,
    before: hasBegun ? ownClaim?.before : beforeOf(context, placement, inherited),
  };
}

/** What this create has written already, or where the one before would have put the connection. */
function fallbackIn({ hasBegun }: Context, inherited: LiveClaim | undefined): string | undefined {
  if (inherited === undefined) return undefined;
  return hasBegun ? inherited.fallbackParentConnectionId : homeOf(inherited);
}

/**
 * What the create finds, for its undoing to bring back: also a claim that it inherits nothing from. What an earlier try has
 * found that was left as it failed is undone with it.
 */
function beforeOf(context: Context, { parentId }: Placement, inherited?: LiveClaim): Before {
  const { request, claim } = context;
  const { requestId } = request.operation;
  if (!isLive(claim)) return { requestId, parentConnectionId: parentId };
  const isOwn = isSameOwner(claim.owner, request.owner);
  const earlier = inherited && isOwn ? triedBefore(inherited) : undefined;
  if (earlier !== undefined) return { ...earlier, requestId };
  // An earlier try that has ended well, perhaps unheard, or a resource of this name that was retained: its own delete tells.
  return { requestId, parentConnectionId: parentId, claim: found(claim) };
}

/** What the create has found that has written the claim, and has neither ended well nor been undone. */
function triedBefore({ before, operation, phase }: LiveClaim): Before | undefined {
  return operation.type === 'Create' && phase !== 'settled' ? before : undefined;
}

/**
 * A claim says where the connection came from only while the connection is where the claim has seen it. What this very
 * create has found it keeps, whoever moves the connection meanwhile.
 */
async function inheritedBy(context: Context, placement: Placement): Promise<LiveClaim | undefined> {
  const { ownClaim, hasBegun } = context;
  if (ownClaim === undefined) return undefined;
  const isKnown = hasBegun || (await isOnAny(context, placement, knownParents(ownClaim)));
  return isKnown ? ownClaim : undefined;
}

async function refuseMissing(context: Context): Promise<never> {
  confirmMissing(context);
  const { searchable } = await context.inventory.parents();
  const [, , , region, account] = context.request.owner.stackId.split(':');
  throw new TerminalError(
    `connectionId is ${context.desired.connectionId}: expected a hosted connection on an interconnect or LAG of account ${account} in ${region}, and none of the ${searchable.length} there has it; correct connectionId, or deploy to the account and region that own its parent`,
  );
}

/**
 * Row 23 of the table. In every poll before a move: somebody may have put the connection elsewhere since this create began.
 */
async function refuseUnexpected(context: Context, placement: Placement): Promise<void> {
  const { connectionId, parentId, expectedParentId } = context.desired;
  if (expectedParentId === undefined || (await isOn(context, placement, expectedParentId))) return;
  const isKnown = (await context.inventory.parents()).exists(expectedParentId);
  const unknown = isKnown ? '' : ', which this account does not have in this region';
  throw new TerminalError(
    `${connectionId} is on ${placement.parentId}, and is not moved from there: expected it on ${expectedParentId}${unknown}, or on its parent ${parentId}; correct expectedParent, or leave it out to move the connection from wherever it is`,
  );
}

async function refuseUnknownOriginalParent({ desired, inventory }: Context): Promise<void> {
  const { originalParentId } = desired;
  if (originalParentId === undefined || (await inventory.parents()).exists(originalParentId)) return;
  throw new TerminalError(
    `originalParentConnectionId is ${originalParentId}: this account has no such interconnect or LAG in this region, so a delete could not put the connection back there; correct originalParent. nothing was moved`,
  );
}
