import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';
import { RetryThrottled } from '../../lambda/retry';

/** How often a call is sent whose answer was lost. */
const ATTEMPTS = 3;
const PAUSE_MS = 300;

/** Repeats what was throttled, as the handler does, and, since nothing here changes anything, what was lost on the way. */
export class Patience extends RetryThrottled {
  public override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    errorInfo: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    const isLost = errorInfo.errorType === 'TRANSIENT' || errorInfo.errorType === 'SERVER_ERROR';
    if (!isLost) return super.refreshRetryTokenForRetry(token, errorInfo);
    const few = new ConfiguredRetryStrategy(ATTEMPTS, (attempt) => attempt * PAUSE_MS);
    return few.refreshRetryTokenForRetry(token, errorInfo);
  }
}
