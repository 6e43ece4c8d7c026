import { Claim, LiveClaim, isLive } from './claim';
import { Context, logDecision } from './context';

/** What a claim says of the connection's interruptions. */
export type Interruption = Pick<LiveClaim, 'interruptedSince' | 'lastInterruptionSeconds'>;

/** What an operation that goes on carries along. A create that has not begun knows of none: it has moved nothing. */
export function interruptionIn({ ownClaim, request, hasBegun }: Context): Interruption {
  if (ownClaim === undefined || (request.operation.type === 'Create' && !hasBegun)) return {};
  const { interruptedSince, lastInterruptionSeconds } = ownClaim;
  return { interruptedSince, lastInterruptionSeconds };
}

/**
 * What is told when a list shows the connection settled on its parent: a move has interrupted it from when Direct Connect
 * accepted it, or was asked if its answer was lost, until now.
 *
 * @param parentId where the connection is; if no move was to there, none has ended.
 */
export function endInterruption(
  context: Context,
  claim: Claim | undefined,
  parentId: string | undefined,
): Ended {
  const since = isLive(claim) && claim.movedTo.at(-1) === parentId ? claim.interruptedSince : undefined;
  if (since === undefined) {
    return {
      interruption: { ...interruptionIn(context), interruptedSince: undefined },
      tell: () => undefined,
    };
  }
  // The two may have been told by clocks that are apart.
  const seconds = Math.max(0, Math.round((context.services.now() - since) / 100) / 10);
  const tell = () =>
    logDecision(context, `moved, and interrupted for ${seconds} s`, {
      to: parentId,
      interruptionSeconds: seconds,
    });
  return { interruption: { interruptedSince: undefined, lastInterruptionSeconds: seconds }, tell };
}

interface Ended {
  readonly interruption: Interruption;
  /** Once that is written: a poll that does not come to it is followed by one that looks again. */
  readonly tell: () => void;
}
