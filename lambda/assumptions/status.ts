import { ResourceStatus, StackResourceDetail } from '@aws-sdk/client-cloudformation';
import { STATUS_LAG_SECONDS } from '../../lib/timing';
import type { Request } from '../cloudformation/event';
import type { Verdict } from '../cloudformation/guard';
import { Notice, inSeconds, quietly } from './notice';

/** What CloudFormation says of the resource of an operation, and when. */
interface Said {
  readonly request: Request;
  readonly resource: StackResourceDetail | undefined;
  readonly verdict: Verdict;
  readonly now: number;
}

/** Looks at what CloudFormation says of the resource that it has sent an event for. */
export function noticeStatus(notice: Notice, said: Said): void {
  quietly(() => {
    const { request, resource } = said;
    const { type } = request.operation;
    if (resource !== undefined) noticeResource(notice, said, resource);
    else if (type === 'Update') {
      const text = 'cloudformation says that the resource that it updates does not exist';
      notice('resource-exists', { text });
    }
  });
}

function noticeResource(
  notice: Notice,
  { request, verdict, now }: Said,
  resource: StackResourceDetail,
): void {
  const { type } = request.operation;
  const value = resource.ResourceStatus ?? 'no status';
  if (!Object.values<string>(ResourceStatus).includes(value)) {
    const text = `cloudformation says ${value} of the resource of the ${type}`;
    notice('resource-status', { text, value });
    return;
  }
  const ms = now - request.receivedAt;
  const isEarly = ms < STATUS_LAG_SECONDS * 1000;
  if (verdict === 'awaited' || !(isEarly || isFromBefore(request, resource, verdict))) return;
  const text = `cloudformation still says ${value} ${inSeconds(ms)} s after the ${type} arrived`;
  notice('resource-status', { text, ms, value });
}

/** Whether it can only be a status from before the event: what was given up on has others. */
function isFromBefore(request: Request, resource: StackResourceDetail, verdict: Verdict): boolean {
  const { ResourceStatus: status, PhysicalResourceId = '' } = resource;
  if (request.operation.type !== 'Update') return verdict === 'contradiction';
  const isOther = PhysicalResourceId !== '' && PhysicalResourceId !== request.physicalResourceId;
  return isOther || status === 'CREATE_COMPLETE';
}
