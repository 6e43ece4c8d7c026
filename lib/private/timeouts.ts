import { Duration } from 'aws-cdk-lib';

/** Seconds that an operation may take. Throws unless they are whole, and 1 to 59 minutes. */
export function renderTimeoutSeconds(timeout = Duration.minutes(30)): number {
  const seconds = timeout.isUnresolved() ? NaN : timeout.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < 60 || seconds > 59 * 60) {
    throw new Error(
      `timeout is ${timeout.toString()}, expected 1 to 59 minutes in whole seconds, known at synthesis: ` +
        'pass, for example, Duration.minutes(30)',
    );
  }
  return seconds;
}
