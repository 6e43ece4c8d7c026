import type { IncomingHttpHeaders } from 'node:http';
import { documented, textUnknown } from './errors';
import type { ApiError } from './errors';
import type { Input } from './model';

export const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET_PREFIX = 'OvertureService.';

/** A request's operation. One of another service keeps that service's name, and so is unknown here. */
export function operationOf(headers: IncomingHttpHeaders): string {
  const target = [headers['x-amz-target'] ?? ''].flat()[0] ?? '';
  return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : target;
}

/** Throws what AWS answers to a request that is none of the protocol. */
export function refuseOtherProtocols(method: string, path: string, headers: IncomingHttpHeaders): void {
  if (headers.authorization === undefined) throw documented.missingAuthentication();
  const isCall = method === 'POST' && path === '/' && headers['content-type'] === CONTENT_TYPE;
  if (!isCall) throw documented.unknownOperation();
}

export function readInput(body: string): Input {
  const input = parse(body);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw textUnknown.malformed('the request is not a JSON object');
  }
  return { ...input };
}

/** JSON with dates as seconds since 1970. */
export function writeOutput(output: object): string {
  return JSON.stringify(toWire(output));
}

export function writeError({ type, message }: ApiError): string {
  return JSON.stringify({ __type: type, message: message || undefined });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw textUnknown.malformed('the request is not JSON');
  }
}

function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toWire(member)]));
}
