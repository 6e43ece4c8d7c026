import type { Operation } from './requests';

export interface ErrorAnswer {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

type ErrorFault = { readonly kind: 'error' } & ErrorAnswer;

/** What goes wrong with a call: the words of every fake of a service. */
export type Fault =
  /** Refused before anything happens. */
  | ErrorFault
  /** Carried out, then answered with an error. */
  | ({ readonly kind: 'errorAfter' } & ErrorAnswer)
  /** Carried out, but the answer never arrives. */
  | { readonly kind: 'lostAnswer' }
  /** Never arrives. */
  | { readonly kind: 'lostRequest' }
  /** Carried out at once, answered late. */
  | { readonly kind: 'slow'; readonly ms: number };

export interface Trap<Name extends string = Operation> {
  /** Default: any. */
  readonly operation?: Name;
  readonly matches?: (input: Readonly<Record<string, unknown>>) => boolean;
  /** How many calls it strikes; default 1. */
  readonly times?: number;
  /** How many matching calls it lets through before; default 0. */
  readonly skip?: number;
  readonly fault: Fault;
}

export interface ArmedTrap {
  /** How many calls it has struck. */
  readonly struck: number;
  disarm(): void;
}

/** The faults that are armed. The one that was armed first strikes first. */
export class Traps<Name extends string = Operation> {
  private readonly armed = new Set<Armed>();

  arm(trap: Trap<Name>): ArmedTrap {
    const armed = new Armed(trap, () => this.armed.delete(armed));
    this.armed.add(armed);
    return armed;
  }

  strike(operation: string, input: Readonly<Record<string, unknown>> = {}): Fault | undefined {
    return [...this.armed].find((armed) => armed.strikes(operation, input))?.fault;
  }
}

class Armed implements ArmedTrap {
  struck = 0;
  private skipped = 0;

  constructor(
    private readonly trap: Trap<string>,
    readonly disarm: () => void,
  ) {}

  get fault(): Fault {
    return this.trap.fault;
  }

  strikes(operation: string, input: Readonly<Record<string, unknown>>): boolean {
    const { matches = () => true, skip = 0, times = 1 } = this.trap;
    if (this.trap.operation !== undefined && this.trap.operation !== operation) return false;
    if (this.struck >= times || !matches(input)) return false;
    if (this.skipped < skip) {
      this.skipped += 1;
      return false;
    }
    this.struck += 1;
    return true;
  }
}

export function accessDenied(action = 'directconnect:AssociateHostedConnection'): ErrorFault {
  const message = `User is not authorized to perform: ${action} because no policy allows the action`;
  return { kind: 'error', status: 400, type: 'AccessDeniedException', message };
}

/** What Direct Connect says no with, whatever the reason: only the message tells. */
export function refused(message: string): ErrorFault {
  return { kind: 'error', status: 400, type: 'DirectConnectClientException', message };
}

export function throttled(): ErrorFault {
  return { kind: 'error', status: 400, type: 'ThrottlingException', message: 'Rate exceeded' };
}

export function serverError(): ErrorFault {
  return {
    kind: 'error',
    status: 500,
    type: 'DirectConnectServerException',
    message: 'Internal server error',
  };
}
