import { messageOf } from './outcome';

/**
 * What an error of an AWS call means:
 * - `refused`: the service has understood and says no; asking again would not help,
 * - `denied`: no permission, which may still be on its way,
 * - `busy`: not now: throttled, or the connection is in the middle of something,
 * - `unclear`: no answer, none that can be read, or a fault of the service: it may have been carried out or not.
 */
export type AwsErrorKind = 'refused' | 'denied' | 'busy' | 'unclear';

const THROTTLING = /throttl|toomanyrequests|limitexceeded|slowdown/i;
const DENIED = /accessdenied|unauthorized|notauthorized/i;
/** Direct Connect's client exception covers everything from a bad id to this; only its text tells. */
const IN_TRANSITION = /transition/i;

export function kindOf(error: unknown): AwsErrorKind {
  const status = httpStatusOf(error);
  if (!(error instanceof Error) || !isClearRefusal(error, status)) return 'unclear';
  if (isThrottling(error, status)) return 'busy';
  if (DENIED.test(error.name)) return 'denied';
  if (error.name !== 'DirectConnectClientException') return 'busy';
  return IN_TRANSITION.test(error.message) ? 'busy' : 'refused';
}

/** Whether it is a clear refusal with a name that nothing is known of: it counts as `busy`. */
export function isUnnamed(error: unknown): boolean {
  if (!(error instanceof Error) || kindOf(error) !== 'busy') return false;
  return !isThrottled(error) && error.name !== 'DirectConnectClientException';
}

/** Whether a call came too often: the one answer that says for sure that nothing was carried out. */
export function isThrottled(error: unknown): boolean {
  return error instanceof Error && kindOf(error) === 'busy' && isThrottling(error, httpStatusOf(error));
}

function isThrottling({ name }: Error, status: number | undefined): boolean {
  return THROTTLING.test(name) || status === 429;
}

/** `name: message` of an error, as a reason in a sentence of ours. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : messageOf(error);
}

/** Whether the service itself says that the caller is at fault. Its documentation gives 400 for its own faults, too. */
function isClearRefusal(error: Error, status = 0): boolean {
  const { $fault } = error as { $fault?: unknown };
  return $fault !== 'server' && error.name !== 'DirectConnectServerException' && isCallersFault(status);
}

/** 408 says that the time was over, not what had happened until then. */
function isCallersFault(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408;
}

function httpStatusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata;
  return metadata?.httpStatusCode;
}
