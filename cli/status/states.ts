/** What can be true of a claim, and is said of it in one word. */
export const STATES = [
  'as declared',
  'moving',
  'moved by hand',
  'gone',
  'failed',
  'no stack',
  'no claim',
  'no association',
  'unreadable',
] as const;

export type State = (typeof STATES)[number];
