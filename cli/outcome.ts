/** How a command has ended, as its exit code: nothing to say, something found, or it could not look. */
export const EXIT = { fine: 0, found: 1, failed: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command could not do what it was asked for. The message is all that is shown. */
export class CommandError extends Error {
  public override readonly name = 'CommandError';
}
