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
  readonly kind: 'move';
  readonly connectionId: string;
  readonly parentId: string;
}

/** What somebody does to connections and parents without any stack. */
export type HandAct =
  | HandMove
  /** Its owner deletes or rejects a connection: lists show that for a while, or nothing. */
  | { readonly kind: 'end'; readonly connectionId: string; readonly how: 'deleted' | 'rejected' | 'removed' }
  | { readonly kind: 'join'; readonly interconnectId: string; readonly lagId: string }
  | { readonly kind: 'leave'; readonly interconnectId: string }
  /** Only one that has no connections can go. */
  | { readonly kind: 'remove parent'; readonly parentId: string }
  /** Nobody's act: for a while the list of a parent is refused, or shows nothing. */
  | {
      readonly kind: 'list';
      readonly parentId: string;
      readonly how: 'refused' | 'empty';
      readonly forMs: number;
    };

/** Somebody edits the claim of a connection that is at rest into something else, and corrects it some time after. */
export interface ClaimEdit {
  readonly waitMs: number;
  readonly connectionId: string;
  readonly forMs: number;
  /** What becomes of one of its attributes; `undefined` removes it. */
  readonly attribute: string;
  readonly value: unknown;
}

/** What becomes of what a preflight has seen, before the associations of its migration begin. */
export interface AfterPreflight {
  /** What the progress then says of where the connections were: the truth, a parent that may be wrong, or nothing. */
  readonly placements: 'as seen' | 'nothing' | (typeof PARENTS)[number];
  /** A move that somebody makes at that moment, once. */
  readonly byHand?: HandMove;
}

/** How Direct Connect behaves, and how long after its sender has given up a call may still be carried out. */
export type DirectConnect = Pick<
  Service,
  'settleMs' | 'readLagMs' | 'lateness' | 'meanwhile' | 'pageSize'
> & { readonly landingMs: number };

/** A history: who deploys what, what is done by hand, how Direct Connect behaves, and what goes wrong. */
export interface History {
  readonly stacks: readonly (readonly Step[])[];
  readonly byHand: readonly (HandAct & { readonly waitMs: number })[];
  readonly afterPreflight: AfterPreflight;
  /** Somebody deletes a claim by hand. */
  readonly claimLoss?: { readonly waitMs: number; readonly connectionId: string };
  readonly claimEdit?: ClaimEdit;
  /** Whether a rollback also has to put back where a delete will go. */
  readonly demandsHomes?: boolean;
  readonly behavior: Behavior;
  readonly service: DirectConnect;
  readonly sameVlan: boolean;
  readonly iamDelayMs: number;
  readonly callFaults: readonly PlannedCallFault[];
  readonly deliveryFaults: readonly PlannedDeliveryFault[];
}
