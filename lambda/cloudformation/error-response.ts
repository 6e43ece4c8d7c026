import { messageOf } from '../outcome';

/** CloudFormation's answer has 4,096 bytes for everything, and the framework adds its own lines. */
const LIMIT_BYTES = 1000;

/** The error as the person who deploys sees it: its message, not too long, without the handler's stack. */
export function presentable(error: unknown): Error {
  const shown = new Error(shortened(messageOf(error), LIMIT_BYTES));
  shown.name = error instanceof Error ? error.name : 'Error';
  // The framework shows the lines of the stack after the first. The message is made for readers; the stack is not.
  shown.stack = shown.name;
  return shown;
}

/** The text, or so many bytes of it, with a sign that it goes on. */
export function shortened(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  return `${Buffer.from(text)
    .subarray(0, bytes)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')}…`;
}
