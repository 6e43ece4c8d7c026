/** The operation cannot succeed. The message reaches the person who deploys the stack. */
export class TerminalError extends Error {
  public override readonly name: string = 'TerminalError';
}

/** A newer operation has taken over, or CloudFormation no longer waits for this one: it must change nothing. */
export class Fenced extends TerminalError {
  public override readonly name = 'Fenced';
}

/** What one poll tells the next of what it has not found. */
export interface Notes {
  /** Since when the connection is listed nowhere, in milliseconds. */
  readonly missingSince?: number;
  /** Since when readings agree that the connection is not where a call should have put it, and where they show it. */
  readonly contrary?: { readonly parentId?: string; readonly since: number };
}

/** Nothing is wrong yet: the next poll looks again. The message says what the operation waits for. */
export class Requeue extends Error {
  public override readonly name: string = 'Requeue';

  public constructor(
    message: string,
    public readonly notes: Notes = {},
  ) {
    super(message);
  }
}

/** There is nothing to wait for but the time: what the operation has waited for before is the reason. */
export class OutOfTime extends Requeue {
  public override readonly name = 'OutOfTime';
}

/** What went wrong, in the words of the code that threw it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
