import { Duration } from 'aws-cdk-lib';
import { DEFAULT_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS, MIN_TIMEOUT_SECONDS } from '../timing';

/** Seconds that an operation may take. Throws unless they are whole, and 15 to 59 minutes. */
export function renderTimeoutSeconds(timeout = Duration.seconds(DEFAULT_TIMEOUT_SECONDS)): number {
  const seconds = timeout.isUnresolved() ? NaN : timeout.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < MIN_TIMEOUT_SECONDS || seconds > MAX_TIMEOUT_SECONDS) {
    throw new Error(
      `timeout is ${timeout.toString()}, expected 15 to 59 minutes in whole seconds, known at synthesis: ` +
        'pass, for example, Duration.minutes(30)',
    );
  }
  return seconds;
}

/** The property of a resource that says so: the handler knows the default. */
export function renderTimeout(timeoutSeconds: number): string | undefined {
  return timeoutSeconds === DEFAULT_TIMEOUT_SECONDS ? undefined : String(timeoutSeconds);
}
