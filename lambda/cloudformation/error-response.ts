import { messageOf } from '../outcome';

/** CloudFormation's answer has 4,096 bytes for everything, and the framework adds its own lines. */
const LIMIT_BYTES = 1000;

/** The error as the person who deploys sees it: its message, not too long, without the handler's stack. */
export function presentable(error: unknown): Error {
  const shown = new Error(trimmed(messageOf(error)));
  shown.name = error instanceof Error ? error.name : 'Error';
  // The framework shows the lines of the stack after the first. The message is made for readers; the stack is not.
  shown.stack = shown.name;
  return shown;
}

function trimmed(text: string): string {
  if (Buffer.byteLength(text) <= LIMIT_BYTES) return text;
  return `${Buffer.from(text)
    .subarray(0, LIMIT_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')}…`;
}
