import type { ConnectionState } from '@aws-sdk/client-direct-connect';
import { PAGE_SIZE } from './requests';

/** Direct Connect where nothing public says how it behaves: how late it is, and what it shows meanwhile. */
export interface Service {
  /** How long a moved connection is in `movingState` before it is again in the state it had. */
  readonly settleMs: number;
  readonly movingState: ConnectionState;
  /** How long lists may not know of a move, at most. */
  readonly readLagMs: number;
  /**
   * How late the lists are that are read one after the other, and then again: parts of `readLagMs`. With more than one, a
   * later read can be of an earlier time, as where each goes to another replica.
   */
  readonly lateness: readonly number[];
  /** Where lists show a connection as long as they do not know of its move. */
  readonly meanwhile: 'where it was' | 'nowhere' | 'on both';
  /** How many items a page of a list has at most, however many are asked for. */
  readonly pageSize: number;
}

/** Everything at once. */
export const PROMPT: Service = {
  settleMs: 0,
  movingState: 'pending',
  readLagMs: 0,
  lateness: [1],
  meanwhile: 'where it was',
  pageSize: PAGE_SIZE,
};

/** How late Direct Connect is expected to be at most. What is later may fail an operation, and loses nothing. */
export const EXPECTED = {
  /** How long lists do not know of a move, show it on two parents or on none. */
  readLagMs: 180_000,
  /** How long after its sender has given up a call may still be carried out. */
  landingMs: 120_000,
} as const;
