import { RELEASED_FOR_SECONDS } from '../../lib/timing';
import { Claim, LiveClaim } from './claim';
import { Context } from './context';

/** What a live claim remembers beyond a single move. */
export type Origin = Pick<LiveClaim, 'originalParentConnectionId' | 'movedTo'>;

/** Writes a live claim in the place of `previous`. From now on this operation is the newest one. */
export async function writeClaim(
  { services, desired, request }: Context,
  phase: LiveClaim['phase'],
  origin: Origin,
  previous: Claim | undefined,
): Promise<Claim> {
  return services.claims.put(
    {
      connectionId: desired.connectionId,
      owner: request.logicalResourceId,
      operation: request.operation,
      originalParentConnectionId: origin.originalParentConnectionId,
      movedTo: origin.movedTo,
      phase,
      updatedAt: services.now(),
    },
    previous,
  );
}

/**
 * An operation that has to wait takes its place in the claim all the same: an older one does nothing meanwhile. It does
 * so only if CloudFormation waits for it.
 */
export async function holdClaim(context: Context, missingSince: number | undefined): Promise<void> {
  const { ownClaim, hasBegun, services, request, askGuard } = context;
  if (ownClaim === undefined || !(hasBegun || (await askGuard()) === 'awaited')) return;
  if (hasBegun && missingSince === ownClaim.missingSince) return;
  const phase = ownClaim.phase === 'settled' ? 'claimed' : ownClaim.phase;
  await services.claims.put({ ...ownClaim, operation: request.operation, phase, missingSince }, ownClaim);
}

/** Ends the claim, but keeps it for some days: the waiter of a cancelled create may still be running. */
export async function releaseClaim(
  { services, desired, request }: Context,
  previous: Claim | undefined,
): Promise<void> {
  const now = services.now();
  await services.claims.put(
    {
      connectionId: desired.connectionId,
      owner: request.logicalResourceId,
      operation: request.operation,
      phase: 'released',
      updatedAt: now,
      expiresAt: Math.ceil(now / 1000) + RELEASED_FOR_SECONDS,
    },
    previous,
  );
}

/** The parents that the connection has been moved to, with this one as the latest. */
export function withLatest(origin: Origin, parentId: string): Origin {
  const earlier = origin.movedTo.filter((each) => each !== parentId);
  return { ...origin, movedTo: [...earlier, parentId] };
}
