import { isThrottled, kindOf } from '../../lambda/aws-error';
import { failedAction } from '../aws/failed-call';

/** Whether the next look may succeed, though nobody changes anything: it was throttled, or an answer was lost on the way. */
export function willPass(error: unknown): boolean {
  if (failedAction(error) === undefined || isWithoutCredentials(error)) return false;
  return isThrottled(error) || kindOf(error) === 'unclear';
}

function isWithoutCredentials(error: unknown): boolean {
  return error instanceof Error && /^(CredentialsProviderError|TokenProviderError)$/.test(error.name);
}
