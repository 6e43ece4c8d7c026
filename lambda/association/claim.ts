import { Operation, isNewer } from '../cloudformation/operation';
import { Owner, isSameOwner } from '../cloudformation/owner';
import type { Notes } from '../outcome';

/** The version of what a claim consists of. A handler reads its own and older ones, and writes no newer one over. */
export const FORMAT = 1;

/** An operation, and whose it is. */
export interface OwnOperation {
  readonly owner: Owner;
  readonly operation: Operation;
}

/** The newest operation of a resource that had the connection before. */
export interface FormerOperation extends OwnOperation {
  /** When another took the connection, in milliseconds: that may be long after the operation. */
  readonly lostAt?: number;
  /** Whether it is the delete of another create of that name than the one of the resource which had the connection. */
  readonly isOfOtherCreate?: boolean;
}

/** What a create has found, or an update that took the connection from another, for the undoing of the create to bring back. */
export interface Before {
  /** The create; of an update whose create is not known, the update. */
  readonly requestId: string;
  /** Where the connection was; of an update, where the other one had put it. */
  readonly parentConnectionId: string;
  /** Whether CloudFormation knows that the create has succeeded: an update has followed, or a delete that names it so. */
  readonly hasSucceeded?: boolean;
  /** The claim that was found: left by a resource that is gone, or taken over. */
  readonly claim?: ClaimBefore;
}

export interface ClaimBefore extends Memory, FormerOperation {
  /** Whether that operation had ended well: one that had not is not done when the claim is given back. */
  readonly hasEnded?: boolean;
  /** What its own create has found, which may have been an earlier try of this one. */
  readonly before?: Before;
}

/** Where a connection came from, and where it was put. */
export interface Memory {
  /** Where the connection was when it was claimed. Never changed after that. */
  readonly foundOn: string;
  /** Where a delete puts the connection: the declared original parent, or the fallback. */
  readonly originalParentConnectionId: string;
  /** Where a delete puts it if no original parent is declared: where it was found, or what an earlier claim says. */
  readonly fallbackParentConnectionId: string;
  /** The parents that the connection has been put on by those who had the claim, the last one last. */
  readonly movedTo: readonly string[];
}

interface ClaimBase {
  readonly connectionId: string;
  readonly format: number;
  /** Counts the writes. Every write is conditional on the version that was read. */
  readonly version: number;
  /** The resource that claims the connection. */
  readonly owner: Owner;
  /** The newest operation of the owner: an older one changes nothing any more. */
  readonly operation: Operation;
  /** The same of the owners before, while a waiter of theirs may be left. */
  readonly formerOperations: readonly FormerOperation[];
  /** When the phase was last written, in milliseconds. */
  readonly updatedAt: number;
}

/** A resource of a stack holds the connection. */
export interface LiveClaim extends ClaimBase, Memory {
  /**
   * claimed: no move is under way; moving: a call of `AssociateHostedConnection` to the last of `movedTo` may be under
   * way; accepted: Direct Connect has accepted that call, and no list has shown it yet; settled: the operation has ended
   * well.
   */
  readonly phase: 'claimed' | 'moving' | 'accepted' | 'settled';
  /** The operation that had ended well before this one. */
  readonly endedBefore?: Operation;
  /** The last call of `AssociateHostedConnection`: whose it was, and where the connection was before. */
  readonly lastCall?: LastCall;
  /** What the create of the owner has found. */
  readonly before?: Before;
  /** Whether a delete has begun that undoes the create. */
  readonly isUndone?: boolean;
  /** The physical id that CloudFormation made up for the create, as a delete has it which may not act yet. */
  readonly undoneAs?: string;
  /** The physical id of the create whose undoing has brought this claim back. Its delete may be repeated. */
  readonly restoredBy?: string;
  /** Whether nobody has seen yet that it is true: it is made of what CloudFormation remembers, because the claim was lost. */
  readonly isRecalled?: boolean;
  /** When the operation gives up, in milliseconds: after that it begins no move. */
  readonly deadline: number;
  /** Since when the connection is being moved, in milliseconds: since Direct Connect has accepted that, or was asked. */
  readonly interruptedSince?: number;
  /** How long its last move has taken, until a list showed it settled on its parent. */
  readonly lastInterruptionSeconds?: number;
  /** Where lists that are late may still show the connection, though this claim has not seen it there. */
  readonly stale?: Stale;
  /** What operations wait for. Two of them may wait side by side, and each counts by its own readings. */
  readonly waiting?: readonly Waiting[];
}

export interface Stale {
  readonly parentIds: readonly string[];
  /** In milliseconds. */
  readonly until: number;
}

export interface LastCall {
  readonly operation: Operation;
  readonly from: string;
  /** Before that, in milliseconds, a list that shows the connection on its new parent may be from when it was there before. */
  readonly provenFrom?: number;
}

/** What an operation that waits notes for its next poll. */
export interface Waiting extends Notes, OwnOperation {
  readonly reason: string;
}

/** A delete has ended. Kept for some days, so that a cancelled create's waiter cannot act late. */
export interface ReleasedClaim extends ClaimBase {
  readonly phase: 'released';
  /** When DynamoDB may remove the item, in seconds. */
  readonly expiresAt: number;
  readonly lastInterruptionSeconds?: number;
  /** Where the connection was then. */
  readonly leftOn?: string;
  /** Where it had been before: lists that are late may still show it there. */
  readonly hasLeft?: readonly string[];
}

export type Claim = LiveClaim | ReleasedClaim;

export function isLive(claim: Claim | undefined): claim is LiveClaim {
  return claim !== undefined && claim.phase !== 'released';
}

/** Whether a call may be under way, or was accepted and no list has shown it. */
export function isOpen(claim: Claim | undefined): boolean {
  return claim?.phase === 'moving' || claim?.phase === 'accepted';
}

/** Whether the operation of the claim has ended well. */
export function hasEndedWell({ phase }: Claim): boolean {
  return phase === 'settled' || phase === 'released';
}

/** The newest operation of a resource that has the claim, or had it before. */
export function lastOperationOf(claim: Claim | undefined, owner: Owner): Operation | undefined {
  return notedOf(claim, owner).find(({ isOfOtherCreate }) => isOfOtherCreate !== true)?.operation;
}

/** The newest operation of that name, whichever create it is of: an older one changes nothing any more. */
export function newestOperationOf(claim: Claim | undefined, owner: Owner): Operation | undefined {
  const [first, ...others] = notedOf(claim, owner).map(({ operation }) => operation);
  return others.reduce((newest, each) => (newest && isNewer(newest, each) ? newest : each), first);
}

function notedOf(claim: Claim | undefined, owner: Owner): readonly FormerOperation[] {
  const all: readonly FormerOperation[] = claim ? [claim, ...claim.formerOperations] : [];
  return all.filter((each) => isSameOwner(each.owner, owner));
}

/** The parents that the connection has been moved to, with this one as the latest. */
export function withLatest<M extends Memory>(origin: M, parentId: string): M {
  const earlier = origin.movedTo.filter((each) => each !== parentId);
  return { ...origin, movedTo: [...earlier, parentId] };
}

/** What is remembered, and nothing else. */
export function memoryOf(memory: Memory): Memory {
  const { foundOn, originalParentConnectionId, fallbackParentConnectionId, movedTo } = memory;
  return { foundOn, originalParentConnectionId, fallbackParentConnectionId, movedTo };
}
