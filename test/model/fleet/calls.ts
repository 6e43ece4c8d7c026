import type { Phase } from './fleet';

/** The calls that were not throttled. */
export function callsOf({ calls, throttled }: Phase): number {
  return sumOf(Object.values(calls)) - throttled;
}

/** Those of Direct Connect. */
export function directConnectCallsOf({ calls, throttled }: Phase): number {
  const own = Object.entries(calls).filter(([operation]) => isDirectConnects(operation));
  return sumOf(own.map(([, count]) => count)) - throttled;
}

export function isDirectConnects(operation: string): boolean {
  return operation === 'AssociateHostedConnection' || /^Describe(Hosted|Lags|Interconn)/.test(operation);
}

/** The accepted calls of `AssociateHostedConnection`. */
export function acceptedMovesOf({ moves }: Phase): number {
  return sumOf([...moves.values()]);
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
