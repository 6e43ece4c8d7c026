import { PREFLIGHT_TYPE } from '../lib/contract';
import type { Assumption } from './assumptions/assumption';
import { IsCompleteEvent } from './cloudformation/event';
import { show } from './properties';

/** A decision of the handler. It never carries the ResponseURL: anyone who has it can answer CloudFormation. */
export interface Decision {
  /** What was decided, in plain words. */
  readonly decision: string;
  readonly connection: string;
  readonly requestId: string;
  /** The row of the table in the README of lambda/. */
  readonly row?: number;
  readonly from?: string;
  readonly to?: string;
  /** How long a move has interrupted the connection. */
  readonly interruptionSeconds?: number;
  /** The name of the assumption about AWS that the line is about: docs/what-the-handler-assumes.md. */
  readonly assumption?: Assumption;
  /** Whether the handler copes with what was seen of the assumption. */
  readonly result?: 'held' | 'broken';
  /** What was measured of the assumption. */
  readonly seconds?: number;
  /** What AWS has said that the line is about. */
  readonly seen?: string;
  /** How many connections of the migration are on their targets, of how many. */
  readonly moved?: number;
  readonly total?: number;
  /** How many of them are not, when one has gone home. */
  readonly home?: number;
}

/** What a decision may say besides. */
export type Details = Omit<Decision, 'decision' | 'connection' | 'requestId'>;

export type Log = (decision: Decision) => void;

/** Logs a decision about the resource of an event, whose properties may not be checked yet and can be anything. */
export function logEvent(log: Log, event: IsCompleteEvent, decision: string, details: Details = {}): void {
  const connection =
    event.ResourceType === PREFLIGHT_TYPE ? event.LogicalResourceId : connectionIn(event.ResourceProperties);
  log({ decision, connection, requestId: event.RequestId, ...details });
}

/** The connection that properties name, whatever they are. */
export function connectionIn(properties: unknown): string {
  const { connectionId } = (properties ?? {}) as { connectionId?: unknown };
  return typeof connectionId === 'string' ? connectionId : show(connectionId);
}

/** One line of JSON for each decision. */
export const logToConsole: Log = (decision) => {
  console.log(JSON.stringify(decision));
};
