/** What a deployment does with a connection. */
export const ACTIONS = [
  'move',
  'adopt',
  'put back',
  'leave',
  'forget',
  'update',
  'untouched',
  'fail',
  'unknown',
] as const;

export type Action = (typeof ACTIONS)[number];
