/** What goes wrong with a call: an error before anything is done, or an answer that is lost after it is done. */
export type Fault =
  | { readonly kind: 'error'; readonly status: number; readonly type: string; readonly message: string }
  | { readonly kind: 'lostAnswer' };

interface Armed {
  readonly operation: string;
  readonly fault: Fault;
  times: number;
}

/** The faults that a test has armed, each for a number of calls. */
export class Faults {
  private readonly armed: Armed[] = [];

  public arm(operation: string, fault: Fault, times = 1): void {
    this.armed.push({ operation, fault, times });
  }

  /** The fault for this call, if any is left for it. */
  public take(operation: string): Fault | undefined {
    const next = this.armed.find((each) => each.operation === operation && each.times > 0);
    if (next) next.times -= 1;
    return next?.fault;
  }
}

export const ACCESS_DENIED: Fault = {
  kind: 'error',
  status: 400,
  type: 'AccessDeniedException',
  message: 'User is not authorized to perform this action',
};
