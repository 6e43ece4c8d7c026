/** The operation cannot succeed. The message reaches the person who deploys the stack. */
export class TerminalError extends Error {
  public override readonly name: string = 'TerminalError';
}

/** A newer operation has taken over, or CloudFormation no longer waits for this one: it must change nothing. */
export class Fenced extends TerminalError {
  public override readonly name = 'Fenced';
}

/** Nothing is wrong yet: the next poll looks again. The message says what the operation waits for. */
export class Requeue extends Error {
  public override readonly name = 'Requeue';
}

/** What went wrong, in the words of the code that threw it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
