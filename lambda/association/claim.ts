import { Operation } from '../cloudformation/operation';

interface ClaimBase {
  readonly connectionId: string;
  /** Counts the writes. Every write is conditional on the version that was read. */
  readonly version: number;
  /** The logical id of the resource that claims the connection. */
  readonly owner: string;
  /** The newest operation seen: an older one changes nothing any more. */
  readonly operation: Operation;
  /** When the phase was last written, in milliseconds. */
  readonly updatedAt: number;
}

/** A resource of this stack holds the connection. */
export interface LiveClaim extends ClaimBase {
  /**
   * claimed: no move is under way; moving: a call of `AssociateHostedConnection` to the last of `movedTo` may be under
   * way; settled: the operation has ended well.
   */
  readonly phase: 'claimed' | 'moving' | 'settled';
  /** Where a delete puts the connection. */
  readonly originalParentConnectionId: string;
  /** The parents that the resource has put the connection on, the last one last. */
  readonly movedTo: readonly string[];
  /** Since when the connection is listed nowhere, in milliseconds. */
  readonly missingSince?: number;
}

/** A delete has ended. Kept for some days, so that a cancelled create's waiter cannot act late. */
export interface ReleasedClaim extends ClaimBase {
  readonly phase: 'released';
  /** When DynamoDB may remove the item, in seconds. */
  readonly expiresAt: number;
}

export type Claim = LiveClaim | ReleasedClaim;

export function isLive(claim: Claim | undefined): claim is LiveClaim {
  return claim !== undefined && claim.phase !== 'released';
}
