import { DRIFT_METRICS, METRIC_DIMENSION, METRIC_NAMESPACE } from '../../lib/contract';
import { LiveClaim } from '../association/claim';
import type { Drift } from './drift';

/** A line of the log that CloudWatch makes metrics of: the embedded metric format. */
export type MetricLine = Record<string, unknown>;

interface Metric {
  readonly name: string;
  readonly unit: 'Count' | 'Seconds';
  readonly value: number;
}

/** How many connections have an association, and how many of them are not where it has put them. */
export function countsOf(
  provider: string,
  claims: readonly LiveClaim[],
  drifts: readonly Drift[],
  now: number,
): MetricLine {
  return lineOf(provider, now, [
    { name: DRIFT_METRICS.associations, unit: 'Count', value: claims.length },
    { name: DRIFT_METRICS.drifted, unit: 'Count', value: drifts.length },
  ]);
}

/** How long the moves that ended since then have interrupted their connections, each at the time of its end. */
export function interruptionsOf(provider: string, claims: readonly LiveClaim[], since: number): MetricLine[] {
  return claims.flatMap((claim) => {
    const value = claim.lastInterruptionSeconds;
    if (value === undefined || claim.updatedAt < since) return [];
    return [
      lineOf(provider, claim.updatedAt, [
        { name: DRIFT_METRICS.interruptionSeconds, unit: 'Seconds', value },
      ]),
    ];
  });
}

function lineOf(provider: string, timestamp: number, metrics: readonly Metric[]): MetricLine {
  return {
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [[METRIC_DIMENSION]],
          Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    [METRIC_DIMENSION]: provider,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  };
}
