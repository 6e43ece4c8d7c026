import { kindOf } from '../../lambda/aws-error';
import { messageOf, TerminalError } from '../../lambda/outcome';
import { CommandError } from '../outcome';
import { failedAction } from './failed-call';

const EXPIRED = /expired|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch/i;
const UNREACHABLE =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|socket hang up|Timeout/;

/** What went wrong, in one line without a stack: what could not be done, why, and what to do. */
export function explain(error: unknown): string {
  if (error instanceof CommandError || error instanceof TerminalError) return error.message;
  const reason = reasonOf(error);
  const action = failedAction(error);
  if (isWithoutCredentials(error)) {
    return `could not get AWS credentials: ${reason}; log in, or pass --profile`;
  }
  if (action === undefined) return `it could not look: ${reason}`;
  return `could not call ${action}: ${reason}${adviceOn(error, reason)}`;
}

/** The message; of several, such as of every address that was tried, the first that has one. */
function reasonOf(error: unknown): string {
  const { code, errors } = error as { code?: string; errors?: unknown[] };
  const text = messageOf(error) || (errors ?? []).map(messageOf).find((each) => each !== '') || '';
  const name = error instanceof Error && error.name !== 'Error' ? error.name : '';
  return (
    [name, text || (code ?? 'no reason is given')]
      .filter((part) => part !== '')
      .join(': ')
      .split('\n')[0] ?? ''
  );
}

function isWithoutCredentials(error: unknown): boolean {
  return error instanceof Error && /^(CredentialsProviderError|TokenProviderError)$/.test(error.name);
}

function adviceOn(error: unknown, reason: string): string {
  if (EXPIRED.test(reason)) return '; the credentials are not valid any more, so log in again';
  if (kindOf(error) === 'denied') return '; allow it to your role';
  if (/authorized Direct Connect partner/.test(reason))
    return '; look in the account and region that own the parents';
  if (UNREACHABLE.test(reason)) return '; check --region, AWS_ENDPOINT_URL and the network';
  return '';
}
