/** A figure of this package beside what it is measured against. */
export interface Comparison {
  readonly what: string;
  readonly ours: number;
  readonly theirs: number;
  readonly unit: Unit;
  /** The largest ratio that is aimed at. */
  readonly aim: number;
}

export type Unit = 'bytes' | 'count' | 'µs' | 'ms' | 's';

/** As it is shown, so that a verdict never contradicts its figure. */
export function ratioOf({ ours, theirs }: Pick<Comparison, 'ours' | 'theirs'>): number {
  return Math.round((ours / theirs) * 100) / 100;
}

export function isMet(comparison: Comparison): boolean {
  return ratioOf(comparison) <= comparison.aim;
}

/** How many digits stand behind the point. */
const DIGITS: Record<Unit, { readonly least: number; readonly most: number }> = {
  bytes: { least: 0, most: 0 },
  count: { least: 0, most: 2 },
  µs: { least: 0, most: 0 },
  ms: { least: 0, most: 0 },
  s: { least: 2, most: 2 },
};

export function show(value: number, unit: Unit): string {
  const { least, most } = DIGITS[unit];
  const number = value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: most });
  return unit === 'bytes' || unit === 'count' ? number : `${number} ${unit}`;
}
