import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { DEFAULT_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS, MIN_TIMEOUT_SECONDS } from '../timing';
import { misuse } from './errors';
import { hasMember, shown } from './given';

/** Seconds that an operation may take. Throws unless they are whole, and 15 to 59 minutes. */
export function renderTimeoutSeconds(
  timeout = Duration.seconds(DEFAULT_TIMEOUT_SECONDS),
  construct?: IConstruct,
): number {
  const seconds = secondsOf(timeout);
  if (!Number.isInteger(seconds) || seconds < MIN_TIMEOUT_SECONDS || seconds > MAX_TIMEOUT_SECONDS) {
    const given = isDuration(timeout) ? timeout.toString() : shown(timeout);
    throw misuse(
      `timeout is ${given}, expected 15 to 59 minutes in whole seconds, known at synthesis: ` +
        'pass, for example, Duration.minutes(30)',
      construct,
    );
  }
  return seconds;
}

/** The property of a resource that says so: the handler knows the default. */
export function renderTimeout(timeoutSeconds: number): string | undefined {
  return timeoutSeconds === DEFAULT_TIMEOUT_SECONDS ? undefined : String(timeoutSeconds);
}

function secondsOf(timeout: unknown): number {
  if (!isDuration(timeout) || timeout.isUnresolved()) return NaN;
  return timeout.toSeconds({ integral: false });
}

function isDuration(timeout: unknown): timeout is Duration {
  return hasMember(timeout, 'toSeconds');
}
