import { CLAIMS_TABLE_TYPE, PREFLIGHT_TYPE } from '../../lib/contract';
import { FIRST_POLL_SECONDS, LATE_SECONDS, SIGNED_URL_SECONDS } from '../../lib/timing';
import { isCreatedId, parseNotCreated } from '../association/physical-id';
import { IsCompleteEvent, signingTime } from '../cloudformation/event';
import { Notice, inSeconds, quietly } from './notice';

/** How much less than two hours a URL may be valid. */
const SLACK_SECONDS = 60;

/** Looks at an event, in the first poll alone. */
export function noticeEvent(notice: Notice, event: IsCompleteEvent, now: number): void {
  quietly(() => {
    const { ReceivedAt } = event;
    if (ReceivedAt === undefined || now - ReceivedAt >= FIRST_POLL_SECONDS * 1000) return;
    noticeTime(notice, event, ReceivedAt);
    noticeValidity(notice, event);
    noticePhysicalId(notice, event);
  });
}

function noticeTime(notice: Notice, { ResponseURL, RequestType }: IsCompleteEvent, receivedAt: number): void {
  const signedAt = signingTime(ResponseURL);
  if (signedAt === undefined) {
    notice('response-url', { text: 'the ResponseURL does not say when it was signed' });
    return;
  }
  const ms = receivedAt - signedAt;
  if (ms > LATE_SECONDS * 1000) {
    notice('event-time', { text: `the ${RequestType} arrived ${inSeconds(ms)} s after it was signed`, ms });
  } else if (ms <= -1000) {
    const text = `the ${RequestType} arrived ${inSeconds(-ms)} s before the time of its signature`;
    notice('clocks', { text, ms: -ms });
  }
}

function noticeValidity(notice: Notice, { ResponseURL }: IsCompleteEvent): void {
  const seconds = new URL(ResponseURL).searchParams.get('X-Amz-Expires');
  if (seconds === null || Math.abs(Number(seconds) - SIGNED_URL_SECONDS) <= SLACK_SECONDS) return;
  notice('response-url', { text: `the ResponseURL is valid for ${seconds} s`, value: seconds });
}

function noticePhysicalId(notice: Notice, event: IsCompleteEvent): void {
  const { RequestType, ResourceType, PhysicalResourceId: id = '', StackId, LogicalResourceId } = event;
  const isAssociation = ResourceType !== PREFLIGHT_TYPE && ResourceType !== CLAIMS_TABLE_TYPE;
  if (!isAssociation || RequestType !== 'Delete') return;
  const [, stackName = ''] = StackId.split('/');
  const isMadeUp = id.startsWith(`${stackName}-${LogicalResourceId}-`);
  if (isMadeUp || isCreatedId(id) || parseNotCreated(id) !== undefined) return;
  notice('physical-id', { text: `the Delete has the physical id ${id}`, value: id });
}
