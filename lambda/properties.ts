import { CONNECTION_ID_PATTERN, LAG_ID_PATTERN } from '../lib/contract';
import { DEFAULT_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS } from '../lib/timing';
import { TerminalError } from './outcome';

/** Whether the value is the id of a hosted connection. */
export function isConnectionId(value: unknown): value is string {
  return typeof value === 'string' && CONNECTION_ID_PATTERN.test(value);
}

/** @throws TerminalError unless the value is the id of a hosted connection. */
export function connectionIdOf(value: unknown): string {
  if (isConnectionId(value)) return value;
  throw new TerminalError(
    `connectionId is ${show(value)}: expected the id of a hosted connection, such as dxcon-fg9607vm; correct the construct's connectionId`,
  );
}

/** Whether the value is the id of an interconnect or a LAG. */
export function isParentId(value: unknown): value is string {
  return typeof value === 'string' && (CONNECTION_ID_PATTERN.test(value) || LAG_ID_PATTERN.test(value));
}

/** @throws TerminalError unless the value is the id of an interconnect or a LAG. */
export function parentIdOf(property: string, value: unknown, prop: string): string {
  if (isParentId(value)) return value;
  throw new TerminalError(
    `${property} is ${show(value)}: expected the id of a LAG, such as dxlag-fhccu14t, or of an interconnect, such as dxcon-ffabc123; correct the construct's ${prop}`,
  );
}

/** @throws TerminalError unless it is left out, or the id of an interconnect or a LAG. */
export function optionalParentIdOf(property: string, value: unknown, prop: string): string | undefined {
  return value === undefined ? undefined : parentIdOf(property, value, prop);
}

/** @throws TerminalError unless the value is left out, or a number of seconds that an operation can take. */
export function timeoutMsOf(value: unknown): number {
  if (value === undefined) return DEFAULT_TIMEOUT_SECONDS * 1000;
  const seconds = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (seconds >= 1 && seconds <= MAX_TIMEOUT_SECONDS) return seconds * 1000;
  throw new TerminalError(
    `timeoutSeconds is ${show(value)}: expected a whole number of seconds from 1 to ${MAX_TIMEOUT_SECONDS}; correct the construct's timeout`,
  );
}

/** A value as it may stand in an error message: of any type, and short. */
export function show(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}
