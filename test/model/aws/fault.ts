import { accessDenied, serverError, throttled } from '../../../simulator';
import type { Fault } from '../../../simulator';

/** What only the model can do to a call: the handler dies before or after it, or it is carried out late, unanswered. */
type ModelFault =
  { readonly kind: 'killedBefore' } | { readonly kind: 'killedAfter' } | { readonly kind: 'late' };

/** What can go wrong with a call that the handler makes, by name. */
export const CALL_FAULTS = {
  killedBefore: { kind: 'killedBefore' },
  killedAfter: { kind: 'killedAfter' },
  lostRequest: { kind: 'lostRequest' },
  lostAnswer: { kind: 'lostAnswer' },
  late: { kind: 'late' },
  throttled: throttled(),
  serverError: serverError(),
  serverErrorAfter: { ...serverError(), kind: 'errorAfter' },
  accessDenied: accessDenied(),
  // Longer than a poll waits.
  slow: { kind: 'slow', ms: 25_000 },
} satisfies Record<string, Fault | ModelFault>;

export type CallFault = keyof typeof CALL_FAULTS;

export const CALL_FAULT_NAMES = Object.keys(CALL_FAULTS) as CallFault[];

/** The name of a fault is all that a history keeps of it. */
export function faultOf(name: CallFault): Fault | ModelFault {
  return CALL_FAULTS[name];
}

/** What can go wrong around the handler. */
export const DELIVERY_FAULTS = [
  'event delivered twice',
  'event delivered twice at once',
  'event delivered late',
  'response lost',
  'invoke failed before',
  'invoke failed after',
  'poll killed',
] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** The n-th call of an operation, or of any, goes wrong. */
export interface PlannedCallFault {
  /** The name of an operation of the API. */
  readonly operation: string;
  readonly nth: number;
  readonly fault: CallFault;
}

/** The n-th opportunity for a fault around the handler is taken. */
export interface PlannedDeliveryFault {
  readonly nth: number;
  readonly fault: DeliveryFault;
}

export interface FaultPlan {
  readonly calls: readonly PlannedCallFault[];
  readonly deliveries: readonly PlannedDeliveryFault[];
}

/** Hands out the faults of a plan in the order of the calls and deliveries, until it is healed. */
export class Faults {
  public struck = 0;
  private readonly calls = new Map<string, number>();
  private readonly deliveries = new Map<DeliveryFault, number>();
  private healed = false;
  private watch: (operation: string) => void = () => undefined;

  public constructor(private readonly plan: FaultPlan) {}

  /** Counts calls and deliveries from here on, and tells of every call. */
  public begin(watch: (operation: string) => void): void {
    this.calls.clear();
    this.deliveries.clear();
    this.healed = false;
    this.watch = watch;
  }

  /** Nothing goes wrong any more. */
  public heal(): void {
    this.healed = true;
    this.watch = () => undefined;
  }

  public ofCall(operation: string): CallFault | undefined {
    this.watch(operation);
    const [any, own] = [count(this.calls, 'any'), count(this.calls, operation)];
    const planned = this.plan.calls.find(
      (each) =>
        (each.operation === 'any' && each.nth === any) || (each.operation === operation && each.nth === own),
    );
    return this.strike(planned?.fault);
  }

  public ofDelivery(...possible: DeliveryFault[]): DeliveryFault | undefined {
    const taken = possible.filter((fault) => {
      const nth = count(this.deliveries, fault);
      return this.plan.deliveries.some((planned) => planned.fault === fault && planned.nth === nth);
    });
    return this.strike(taken[0]);
  }

  private strike<F>(fault: F | undefined): F | undefined {
    if (fault === undefined || this.healed) return undefined;
    this.struck += 1;
    return fault;
  }
}

/** How often it was counted before. */
function count<K>(counts: Map<K, number>, what: K): number {
  const before = counts.get(what) ?? 0;
  counts.set(what, before + 1);
  return before;
}
