import { STATUS_LAG_SECONDS } from '../../lib/timing';

/** Whether what CloudFormation says now may be from before a time, in milliseconds. */
export function mayBeFromBefore(time: number, now: number): boolean {
  return now - time < STATUS_LAG_SECONDS * 1000;
}
