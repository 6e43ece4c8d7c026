/** How far a deployment has come with a connection that has not failed. */
export const STEPS = [
  'to come',
  'begun',
  'moving',
  'moved',
  'in place',
  'going home',
  'home',
  'left',
] as const;

export type Step = (typeof STEPS)[number] | 'failed';

/** Whether nothing more happens to the connection, unless the deployment turns round. */
export function hasEnded(step: Step): boolean {
  switch (step) {
    case 'moved':
    case 'in place':
    case 'home':
    case 'left':
    case 'failed':
      return true;
    case 'to come':
    case 'begun':
    case 'moving':
    case 'going home':
      return false;
  }
}

/** So long after it was interrupted, what a move waits for is told, in milliseconds. */
export const LONG_MS = 30_000;
