/** What can go wrong with a call that the handler makes. */
export const CALL_FAULTS = [
  'killed before',
  'killed after',
  'request lost',
  'answer lost',
  'lands late',
  'throttled',
  'server error',
  'server error after',
  'access denied',
  'slow',
] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** What can go wrong around the handler. */
export const DELIVERY_FAULTS = [
  'event delivered twice',
  'event delivered late',
  'response lost',
  'framework killed after the handler',
  'invoke failed before',
  'invoke failed after',
  'poll killed',
] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** Faults by the number of the call, or of the delivery, that they strike. */
export interface FaultPlan {
  readonly calls: ReadonlyMap<number, CallFault>;
  readonly deliveries: ReadonlyMap<number, DeliveryFault>;
}

/** Hands out the faults of a plan in the order of the calls and deliveries, until it is healed. */
export class Faults {
  public struck = 0;
  private call = 0;
  private delivery = 0;
  private healed = false;

  public constructor(private readonly plan: FaultPlan) {}

  /** Nothing goes wrong any more. */
  public heal(): void {
    this.healed = true;
  }

  public ofCall(): CallFault | undefined {
    return this.strike(this.plan.calls.get(this.call++));
  }

  public ofDelivery(possible: readonly DeliveryFault[]): DeliveryFault | undefined {
    const fault = this.plan.deliveries.get(this.delivery++);
    return this.strike(fault !== undefined && possible.includes(fault) ? fault : undefined);
  }

  private strike<F>(fault: F | undefined): F | undefined {
    if (fault === undefined || this.healed) return undefined;
    this.struck += 1;
    return fault;
  }
}
