import { SHOWN_SECONDS } from '../../lib/timing';
import { Move } from '../association/action';
import { LastCall, isOpen } from '../association/claim';
import type { Context } from '../association/context';
import { formerParents, isProven } from '../association/landing';
import { isOn, isOnAny } from '../association/placement';
import { notedBefore } from '../association/waiting';
import { describeError } from '../aws-error';
import { isSameOperation } from '../cloudformation/operation';
import type { Placement } from '../direct-connect/placement';
import { isConnectionState } from './answers';
import { inSeconds, quietly } from './notice';

/** How the reasons begin for which an operation waits until lists show a move. */
const UNSHOWN = /^(a|the) move to /;

/**
 * Looks at where lists show the connection, beside what the claim says of it. It asks for nothing that `believe` does not
 * ask for after it.
 */
export async function noticeReading(context: Context, placement: Placement | undefined): Promise<void> {
  try {
    noticeState(context, placement);
    noticeSeenAgain(context, placement);
    const to = lastPutOn(context);
    if (to === undefined) return;
    if (await isOn(context, placement, to)) noticeShown(context, to);
    else await noticeElsewhere(context, to, placement);
  } catch {
    // What cannot be looked at is not noticed.
  }
}

/** Where the connection is to be, as far as late lists matter to that. */
function lastPutOn({ claim, ownClaim, services }: Context): string | undefined {
  if (claim?.phase !== 'released') return ownClaim?.movedTo.at(-1);
  return services.now() < claim.updatedAt + SHOWN_SECONDS * 1000 ? claim.leftOn : undefined;
}

function noticeState({ services }: Context, placement: Placement | undefined): void {
  const state = placement?.connection.connectionState;
  if (placement === undefined || isConnectionState(state)) return;
  const value = state ?? 'none';
  services.notice('connection-state', { text: `the connectionState is ${value}`, value });
}

function noticeSeenAgain(context: Context, placement: Placement | undefined): void {
  const { missingSince } = notedBefore(context) ?? {};
  if (placement === undefined || missingSince === undefined) return;
  const { now, notice } = context.services;
  const ms = now() - missingSince;
  const text = `the connection was listed nowhere for ${inSeconds(ms)} s, and then on ${placement.parentId}`;
  notice('seen-again', { text, ms, value: placement.parentId });
}

/** The first reading that shows a move: an operation that goes on to wait for something else has noted that. */
function noticeShown(context: Context, to: string): void {
  const { ownClaim, services } = context;
  if (ownClaim?.lastCall === undefined || !isOpen(ownClaim)) return;
  const now = services.now();
  if (!hasWaitedForIt(context, ownClaim.lastCall) || !isProven(ownClaim.lastCall, now)) return;
  const ms = now - ownClaim.updatedAt;
  if (ownClaim.phase === 'accepted') {
    noticeShownAfter(context, to, ms);
    return;
  }
  const text = `lists showed the move whose answer was lost after ${inSeconds(ms)} s`;
  services.notice('lost-call-shown', { text, ms, value: to });
}

/** A list shows a move that was accepted, and that lists had not shown before. */
export function noticeShownAfter({ services }: Context, to: string, ms: number): void {
  const text = `lists showed the move after ${inSeconds(ms)} s`;
  quietly(() => services.notice('move-shown', { text, ms, value: to }));
}

/** Whether no earlier poll has seen the move: of a delete that has noted nothing yet, one may have, and it was pending. */
function hasWaitedForIt(context: Context, { operation }: LastCall): boolean {
  const { request } = context;
  const reason = notedBefore(context)?.reason;
  if (reason !== undefined) return UNSHOWN.test(reason);
  return request.operation.type !== 'Delete' && isSameOperation(operation, request.operation);
}

async function noticeElsewhere(
  context: Context,
  to: string,
  placement: Placement | undefined,
): Promise<void> {
  const { claim, ownClaim, services } = context;
  // Nobody knows when it was put there.
  if (ownClaim?.isRecalled) return;
  const { phase, updatedAt } = ownClaim ?? claim ?? { updatedAt: 0 };
  const ms = services.now() - updatedAt;
  const isLate = ms >= SHOWN_SECONDS * 1000;
  const value = placement?.parentId ?? 'none';
  const where = `${placement ? `on ${value}` : 'nowhere'}, ${inSeconds(ms)} s after`;
  if (phase === 'moving') {
    noticeDisagreeing(context, ms, placement?.parentId);
  } else if (phase !== 'accepted' && isLate) {
    // Somebody has moved it by hand since.
  } else if (await isWhereItHasNotBeen(context, placement)) {
    // An earlier poll that waits for the same has said so.
    if (notedBefore(context)?.reason.endsWith(value)) return;
    const text = `lists show the connection ${where} it was put on ${to}, and it had not been there`;
    services.notice('shown-where-it-was', { text, ms, value });
  } else if (phase !== 'accepted') {
    const text = `lists show the connection ${where} they showed it on ${to}`;
    services.notice('move-stays-shown', { text, ms, value });
  } else if (isLate) {
    const text = `lists show the connection ${where} the move to ${to} was accepted`;
    services.notice('move-shown', { text, ms, value, held: false });
  }
}

async function isWhereItHasNotBeen(context: Context, placement: Placement | undefined): Promise<boolean> {
  const { ownClaim, services } = context;
  if (ownClaim === undefined || placement === undefined) return false;
  return !(await isOnAny(context, placement, formerParents(ownClaim, services.now())));
}

/** When everything must have landed and show, one reading says this and the next that. */
function noticeDisagreeing(context: Context, ms: number, parentId: string | undefined): void {
  const { contrary } = notedBefore(context) ?? {};
  if (contrary === undefined || contrary.parentId === parentId) return;
  const value = [contrary.parentId, parentId].map((each) => each ?? 'none').join(' and then ');
  const text = `${inSeconds(ms)} s after a move was begun lists show the connection on ${value}`;
  context.services.notice('readings-agree', { text, ms, value });
}

/** Direct Connect has refused a move, and the connection is there. */
export function noticeRefusedMove({ services }: Context, to: string, error: unknown): void {
  quietly(() => {
    const value = describeError(error);
    const text = `direct connect refused the move to ${to}, and lists show it: ${value}`;
    services.notice('refused-not-moved', { text, value });
  });
}

/** What the first list after a move shows. */
export function noticeMoved({ services }: Context, { from }: Move, placement: Placement | undefined): void {
  quietly(() => {
    const { connectionState: value = 'none' } = placement?.connection ?? {};
    const { connectionState: before = 'none' } = from.connection;
    if (placement === undefined || [before, 'pending'].includes(value) || before === 'pending') return;
    const text = `the connectionState is ${value} after the move, and was ${before} before`;
    services.notice('state-after-move', { text, value });
  });
}
