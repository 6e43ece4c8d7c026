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
    super(ATTEMPTS, () => 200 + 800 * Math.random());
  }

  public override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    errorInfo: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    if (errorInfo.errorType !== 'THROTTLING') throw new Error(`${errorInfo.errorType} is not retried`);
    return super.refreshRetryTokenForRetry(token, errorInfo);
  }
}
