import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';

/** More attempts than fit into a poll: its end is what ends them. */
const ATTEMPTS = 100;

/**
 * Asks again when throttled: the one answer that says for sure that nothing was carried out. Everything else is left
 * to the Provider framework's waiter, which looks before it repeats a call that interrupts traffic.
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

function pauseMs(): number {
  return 200 + 800 * Math.random();
}
