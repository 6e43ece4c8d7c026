import { AssociationAttributes } from '../../lib/contract';
import { Placement } from '../direct-connect/placement';
import { LiveClaim } from './claim';
import { Origin } from './claim-writes';

/** What a poll does, after it has observed and compared. Whatever it writes or calls is part of an action. */
export type Action = Move | Hold | Settle | Release | Leave | Amend | Answer;

/** Moves the connection, and then ends the operation. */
export interface Move {
  readonly kind: 'move';
  readonly from: Placement;
  readonly to: string;
  readonly origin: Origin;
  /** The row of the table in the README of lambda/. */
  readonly row: number;
  /** Whether the connection has been there before. */
  readonly isBack: boolean;
}

/** The connection is on its parent, but its state is changing: claims it, and waits. */
export interface Hold {
  readonly kind: 'hold';
  readonly placement: Placement;
  readonly origin: Origin;
  readonly reason: string;
}

/** The connection is on its parent: ends the create or the update. */
export interface Settle {
  readonly kind: 'settle';
  readonly placement: Placement;
  readonly origin: Origin;
}

/** Nothing is left to put back: ends the delete. */
export interface Release {
  readonly kind: 'release';
  /** Where the connection is. */
  readonly leftOn?: string;
  readonly decision: string;
  readonly row: number;
}

/** The claim is another's: ends a delete, or an update that has nothing to roll back. */
export interface Leave {
  readonly kind: 'leave';
  readonly claim: LiveClaim;
  readonly result: Result;
  readonly isOfOtherCreate?: boolean;
}

/** The claim stays with its operation, but for something that it remembers: ends the delete of an earlier try. */
export interface Amend {
  readonly kind: 'amend';
  readonly claim: LiveClaim;
}

/** Nothing is left to do or to write. */
export interface Answer {
  readonly kind: 'answer';
  readonly result: Result;
}

/** What a create or an update that is complete answers; nothing for a delete. */
export type Result = Completed | undefined;

export interface Completed {
  readonly attributes: AssociationAttributes;
  /** Where the connection was when it was associated. */
  readonly foundOn: string;
}
