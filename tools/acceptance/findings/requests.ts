import { SIGNED_URL_SECONDS } from '../../../lib/timing';
import type { Recording } from '../recorder/recording';
import { notSeen, unique, type Evidence, type Finding } from './finding';

/** How much less than two hours a URL may be valid. */
const SLACK_SECONDS = 60;

/** What CloudFormation sends to custom resources. */
export function findingsOfRequests(evidence: Evidence): Finding[] {
  const { recordings } = evidence;
  return [responseUrl(recordings), signingOrder(recordings), requestIds(recordings), deliveries(recordings)];
}

function responseUrl(recordings: readonly Recording[]): Finding {
  const question = 'Which form does the ResponseURL have?';
  const assumed = `signed, SigV4 with X-Amz-Date or SigV2 with Expires, for ${SIGNED_URL_SECONDS} seconds`;
  const forms = unique(recordings.map(({ url }) => JSON.stringify(formOf(url))));
  const isSigned = recordings.some(({ url }) => url.signature !== 'none');
  return {
    id: 'response-url',
    question,
    assumed,
    ...(isSigned
      ? {
          seen: unique(recordings.map(({ url }) => nameOf(url))).join('; '),
          agrees: recordings.every(hasTime),
        }
      : notSeen('no ResponseURL was signed')),
    details: forms.map((form) => JSON.parse(form) as unknown),
  };
}

/** Without the times, which are never the same. */
function formOf({ signature, host, parameters, expiresSeconds, path }: Recording['url']) {
  return { signature, host, parameters, expiresSeconds, path };
}

function nameOf({ signature, parameters, expiresSeconds }: Recording['url']): string {
  const expires = expiresSeconds === undefined ? '' : `, X-Amz-Expires ${expiresSeconds}`;
  return `${signature} (${parameters.join(', ')}${expires})`;
}

function hasTime({ url, at }: Recording): boolean {
  const isAlmost = (seconds: number) => Math.abs(seconds - SIGNED_URL_SECONDS) <= SLACK_SECONDS;
  if (url.signedAt !== undefined) return isAlmost(url.expiresSeconds ?? 0);
  return url.expiresAt !== undefined && isAlmost((url.expiresAt - at) / 1000);
}

/** A newer request of a resource must not be signed before an older one. */
function signingOrder(recordings: readonly Recording[]): Finding {
  const timed = recordings.filter(({ url }) => timeOf(url) !== undefined);
  const inverted = timed.filter((later, index) =>
    timed
      .slice(0, index)
      .some(
        (earlier) =>
          earlier.logicalId === later.logicalId && (timeOf(earlier.url) ?? 0) > (timeOf(later.url) ?? 0),
      ),
  );
  return {
    id: 'signing-order',
    question: 'Are the signing times of a resource’s requests in the order of the requests?',
    assumed: 'they are',
    ...(timed.length === 0
      ? notSeen('no ResponseURL says when it was signed')
      : { seen: `${inverted.length} of ${timed.length} were not`, agrees: inverted.length === 0 }),
    details: inverted.map(summaryOf),
  };
}

function timeOf({ signedAt, expiresAt }: Recording['url']): number | undefined {
  return signedAt ?? expiresAt;
}

function requestIds(recordings: readonly Recording[]): Finding {
  const repeated = unique(recordings.map(({ requestId }) => requestId))
    .map((requestId) => recordings.filter((each) => each.requestId === requestId))
    .filter((group) => unique(group.map(requestOf)).length > 1);
  const pairs = repeated.map((group) => unique(group.map(requestOf)).join(' and '));
  return {
    id: 'request-ids',
    question: 'Do a request and its retry or its rollback have the same RequestId?',
    seen:
      recordings.length === 0
        ? notSeen('no request was recorded').seen
        : pairs.length === 0
          ? `never, in ${recordings.length} requests`
          : `yes: ${pairs.join('; ')}`,
    details: recordings.map(summaryOf),
  };
}

function requestOf({ label, type, revision }: Recording): string {
  return `${type} of ${label} (revision ${revision})`;
}

function deliveries(recordings: readonly Recording[]): Finding {
  const keys = recordings.map((each) => `${each.requestId} ${requestOf(each)}`);
  const twice = keys.length - unique(keys).length;
  return {
    id: 'delivered-once',
    question: 'Is every request delivered once?',
    ...(keys.length === 0
      ? notSeen('no request was recorded')
      : { seen: twice === 0 ? `yes, all ${keys.length}` : `${twice} of ${keys.length} came again` }),
  };
}

export function summaryOf({
  label,
  type,
  revision,
  requestId,
  physicalId,
  answered,
  answerStatus,
  at,
  answeredAfterMs,
}: Recording) {
  const time = new Date(at).toISOString();
  return { time, label, type, revision, requestId, physicalId, answered, answerStatus, answeredAfterMs };
}
