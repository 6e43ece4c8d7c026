import { shortened } from '../cloudformation/error-response';
import type { IsCompleteEvent } from '../cloudformation/event';
import { Fenced, TerminalError } from '../outcome';
import type { Context } from './context';
import type { Inventory } from '../direct-connect/inventory';
import type { Placement } from '../direct-connect/placement';
import { parsePhysicalId } from './physical-id';
import { homeOf } from './undo';

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
}

/** A delete has failed, and the way back by hand is another one than usual: the message says it already. */
export class NoWayBack extends TerminalError {
  public override readonly name = 'NoWayBack';
}

/** What a poll knows of the connection. */
export async function whereaboutsOf(
  { desired, ownClaim, claim, inventory }: Context,
  placement: Placement | undefined,
): Promise<Whereabouts> {
  const live = ownClaim ?? (claim?.phase === 'released' ? undefined : claim);
  return {
    connectionId: desired.connectionId,
    isOn: placement?.parentId,
    wasPutOn: live?.movedTo.at(-1),
    home: live && (await asItIsNow(homeOf(live), inventory)),
  };
}

/** An interconnect that has become a member of a LAG takes no hosted connections: the LAG does. */
async function asItIsNow(home: string, inventory: Inventory): Promise<string> {
  return inventory.parents().then(
    (parents) => parents.standsFor(home),
    () => home,
  );
}

/** What CloudFormation knows of the connection. */
export function whereaboutsIn({ PhysicalResourceId: id }: IsCompleteEvent): Whereabouts | undefined {
  const { connectionId, foundOn } = parsePhysicalId(id) ?? {};
  return connectionId === undefined ? undefined : { connectionId, home: foundOn };
}

/** The failure of a delete, with what to do by hand: where the connection is, where it came from, and the one call. */
export function withWayBack(error: TerminalError, whereabouts: Whereabouts | undefined): TerminalError {
  const { connectionId, isOn, wasPutOn, home } = whereabouts ?? {};
  if (error instanceof Fenced || error instanceof NoWayBack || !connectionId || !home) return error;
  const where = isOn ?? (wasPutOn ? `${wasPutOn}, as far as is known` : 'a parent that is not known');
  const place = `${shortened(error.message, BYTES_FOR_REASON)}. ${connectionId} is on ${where}, and came from ${home}`;
  if (isOn === home) return new NoWayBack(`${place}: delete again`);
  return new NoWayBack(
    `${place}. delete again, or bring it back by hand and then delete again: aws directconnect associate-hosted-connection --connection-id ${connectionId} --parent-connection-id ${home}`,
  );
}
