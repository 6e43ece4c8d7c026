import type { Service } from '../../../simulator';
import type { PlannedCallFault, PlannedDeliveryFault } from '../aws/fault';
import type { Behavior } from '../cloudformation/behavior';
import type { PARENTS } from './account';
import type { Plan } from './plan';

/** A step of somebody who deploys: an update of a stack's template, or the end of the stack. */
export type Step =
  | { readonly kind: 'deploy'; readonly waitMs: number; readonly plan: Plan }
  | { readonly kind: 'destroy'; readonly waitMs: number }
  /** What was left as it failed is rolled back. */
  | { readonly kind: 'rollback'; readonly waitMs: number }
  /** Stack refactoring takes a resource into the other stack. */
  | { readonly kind: 'refactor'; readonly waitMs: number };

/** A move that somebody makes without any stack. */
export interface HandMove {
  readonly waitMs: number;
  readonly connectionId: string;
  readonly parentId: string;
}

/** What becomes of what a preflight has seen, before the associations of its migration begin. */
export interface AfterPreflight {
  /** What the progress then says of where the connections were: the truth, a parent that may be wrong, or nothing. */
  readonly placements: 'as seen' | 'nothing' | (typeof PARENTS)[number];
  /** A move that somebody makes at that moment, once. */
  readonly byHand?: Omit<HandMove, 'waitMs'>;
}

/** How Direct Connect behaves, and how long after its sender has given up a call may still be carried out. */
export type DirectConnect = Pick<
  Service,
  'settleMs' | 'readLagMs' | 'lateness' | 'meanwhile' | 'pageSize'
> & { readonly landingMs: number };

/** A history: who deploys what, what is done by hand, how Direct Connect behaves, and what goes wrong. */
export interface History {
  readonly stacks: readonly (readonly Step[])[];
  readonly byHand: readonly HandMove[];
  readonly afterPreflight: AfterPreflight;
  /** Somebody deletes a claim by hand. */
  readonly claimLoss?: { readonly waitMs: number; readonly connectionId: string };
  readonly behavior: Behavior;
  readonly service: DirectConnect;
  readonly sameVlan: boolean;
  readonly iamDelayMs: number;
  readonly callFaults: readonly PlannedCallFault[];
  readonly deliveryFaults: readonly PlannedDeliveryFault[];
}
