import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';
import { RETRY_PAUSE_MAX_SECONDS, RETRY_PAUSE_MIN_SECONDS } from '../lib/timing';

/** More attempts than fit into a poll: the end of the poll ends them. */
const ATTEMPTS = 100;

/**
 * Repeats a call that was throttled: the one answer that says for sure that nothing was carried out. Everything else is
 * left to the waiter of the Provider framework, because the next poll looks before it repeats a call that interrupts
 * traffic.
 */
export class RetryThrottled extends ConfiguredRetryStrategy {
  public constructor() {
    super(ATTEMPTS, pauseMs);
  }

  public override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    errorInfo: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    if (errorInfo.errorType !== 'THROTTLING') throw new Error(`${errorInfo.errorType} is not retried`);
    // With a budget of its own: that of a client is spent after some polls of a fleet, and then a poll that is throttled
    // once throws away all that it has read.
    return budgetOfOneCall().refreshRetryTokenForRetry(token, errorInfo);
  }
}

function budgetOfOneCall(): ConfiguredRetryStrategy {
  return new ConfiguredRetryStrategy(ATTEMPTS, pauseMs);
}

/** At random, so that functions that were throttled together do not come back together. */
function pauseMs(): number {
  return (
    1000 * (RETRY_PAUSE_MIN_SECONDS + (RETRY_PAUSE_MAX_SECONDS - RETRY_PAUSE_MIN_SECONDS) * Math.random())
  );
}
