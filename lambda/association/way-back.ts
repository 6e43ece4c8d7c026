import { shortened } from '../cloudformation/error-response';
import type { IsCompleteEvent } from '../cloudformation/event';
import { isSameOwner, nameOfOwner } from '../cloudformation/owner';
import { Fenced, TerminalError } from '../outcome';
import { isLive } from './claim';
import type { Context } from './context';
import type { Inventory } from '../direct-connect/inventory';
import type { Placement } from '../direct-connect/placement';
import { isParentId } from '../properties';
import { knownParents } from './landing';
import { parsePhysicalId } from './physical-id';
import { isOnAny } from './placement';
import { propertiesOf } from './properties';
import { homeOf } from './before';

/** CloudFormation keeps about 1,000 bytes of a failure's text: what to do by hand has its place in them. */
const BYTES_FOR_REASON = 600;

/** What is known of a connection when its delete fails. */
export interface Whereabouts {
  readonly connectionId: string;
  /** Where it is, as this poll has seen. */
  readonly isOn?: string;
  /** Where it was put last, as far as is remembered. */
  readonly wasPutOn?: string;
  /** Where the delete was to put it. */
  readonly home?: string;
  /** Whose it is, if the delete is not to put it back. */
  readonly leftTo?: string;
}

/** A delete has failed, and the way back by hand is another one than usual: the message says it already. */
export class NoWayBack extends TerminalError {
  public override readonly name = 'NoWayBack';
}

/** What a poll knows of the connection. */
export async function whereaboutsOf(
  context: Context,
  placement: Placement | undefined,
): Promise<Whereabouts> {
  const { desired, ownClaim, claim, inventory } = context;
  const { connectionId } = desired;
  const leftTo = await whoseItIs(context, placement).catch(() => undefined);
  if (leftTo !== undefined) return { connectionId, isOn: placement?.parentId, leftTo };
  const live = ownClaim ?? (isLive(claim) ? claim : undefined);
  return {
    connectionId,
    isOn: placement?.parentId,
    wasPutOn: live?.movedTo.at(-1),
    home: live && (await asItIsNow(homeOf(live), inventory)),
  };
}

/** Who has the connection, if that is not the resource that is deleted. */
async function whoseItIs(context: Context, placement: Placement | undefined): Promise<string | undefined> {
  const { ownClaim, otherOwner, claim, request } = context;
  if (ownClaim === undefined) {
    const isOthers = isLive(claim) && (otherOwner !== undefined || !isSameOwner(claim.owner, request.owner));
    return isOthers ? nameOfOwner(claim.owner) : undefined;
  }
  if (placement === undefined || ownClaim.isRecalled) return undefined;
  const isOurs = await isOnAny(context, placement, [...knownParents(ownClaim), homeOf(ownClaim)]);
  return isOurs ? undefined : 'somebody else, who has put it there,';
}

/** An interconnect that has become a member of a LAG takes no hosted connections: the LAG does. */
async function asItIsNow(home: string, inventory: Inventory): Promise<string> {
  return inventory.parents().then(
    (parents) => parents.standsFor(home),
    () => home,
  );
}

/** What CloudFormation knows of the connection. */
export function whereaboutsIn(event: IsCompleteEvent): Whereabouts | undefined {
  const { connectionId, foundOn } = parsePhysicalId(event.PhysicalResourceId) ?? {};
  const { originalParentConnectionId: declared } = propertiesOf(event);
  if (connectionId === undefined) return undefined;
  return { connectionId, home: isParentId(declared) ? declared : foundOn };
}

/** The failure of a delete, with what to do by hand: where the connection is, where it came from, and the one call. */
export function withWayBack(error: TerminalError, whereabouts: Whereabouts | undefined): TerminalError {
  const { connectionId, isOn, wasPutOn, home, leftTo } = whereabouts ?? {};
  if (error instanceof Fenced || error instanceof NoWayBack || !connectionId) return error;
  const reason = shortened(error.message, BYTES_FOR_REASON);
  if (leftTo) {
    const place = isOn ? ` on ${isOn}` : '';
    return new NoWayBack(
      `${reason}. ${leftTo} has ${connectionId}${place}, so it is not to be put back: delete again`,
    );
  }
  if (!home) return error;
  const where = isOn ?? (wasPutOn ? `${wasPutOn}, as far as is known` : 'a parent that is not known');
  const place = `${reason}. ${connectionId} is on ${where}, and came from ${home}`;
  if (isOn === home) return new NoWayBack(`${place}: delete again`);
  return new NoWayBack(
    `${place}. delete again, or bring it back by hand and then delete again: aws directconnect associate-hosted-connection --connection-id ${connectionId} --parent-connection-id ${home}`,
  );
}
