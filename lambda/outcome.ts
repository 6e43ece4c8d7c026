/** The operation cannot succeed. The message reaches whoever deployed the stack. */
export class Failure extends Error {
  public override readonly name: string = 'Failure';
}

/** A newer operation has taken over, or CloudFormation is no longer waiting for this one: it must change nothing. */
export class Superseded extends Failure {
  public override readonly name = 'Superseded';
}

/** Nothing is wrong yet: the next poll looks again. The message says what is being waited for. */
export class NotYet extends Error {
  public override readonly name = 'NotYet';
}

/** What went wrong, in the words of whoever threw it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
