import { StackEvent, beginningIn, isOfStack } from '../aws/stack-event';

/** What CloudFormation does to one resource, or has done last. */
export interface ResourceOperation {
  readonly type: string;
  /** When it began, in milliseconds. */
  readonly begunAt: number;
  readonly status: string;
  readonly physicalId?: string;
  readonly reason?: string;
}

/** A resource that has failed. */
export interface Failure {
  readonly logicalId: string;
  readonly type: string;
  readonly reason: string;
}

/** The newest create, update or delete of a stack, with the rollback that follows it. */
export interface StackOperation {
  readonly stackId: string;
  readonly kind: 'CREATE' | 'UPDATE' | 'DELETE' | 'IMPORT';
  /** In milliseconds. */
  readonly begunAt: number;
  /** What has been said of the stack since, the newest last. */
  readonly statuses: readonly { readonly status: string; readonly at: number; readonly reason?: string }[];
  /** Since when it brings connections back, in milliseconds. */
  readonly backSince?: number;
  /** By logical id. */
  readonly resources: ReadonlyMap<string, ResourceOperation>;
  readonly failures: readonly Failure[];
}

const GOES_BACK = /ROLLBACK|^DELETE/;
const CANCELLED = /cancelled/i;

/**
 * The newest operation of a stack; undefined where none has begun.
 *
 * @param events those of one stack, the oldest first.
 */
export function operationIn(events: readonly StackEvent[]): StackOperation | undefined {
  const start = beginningIn(events);
  const first = events[start];
  if (first === undefined || clearsTheWay(events.slice(0, start), first)) return undefined;
  const since = events.slice(start);
  const own = since.filter(isOfStack);
  const others = since.filter((event) => !isOfStack(event));
  return {
    stackId: first.stackId,
    kind: first.status.split('_')[0] as StackOperation['kind'],
    begunAt: first.at,
    statuses: own.map(({ status, at, reason }) => ({ status, at, reason })),
    backSince: own.find(({ status }) => GOES_BACK.test(status))?.at,
    resources: resourcesIn(others),
    failures: others.filter(hasFailed).map(failureOf),
  };
}

/** The newest status of the stack. */
export function statusOf({ statuses }: StackOperation): string {
  return statuses.at(-1)?.status ?? '';
}

export function isOver(operation: StackOperation): boolean {
  return !statusOf(operation).endsWith('_IN_PROGRESS');
}

/** Whether everything has come as it was asked for, and nothing had to be brought back. */
export function hasSucceeded(operation: StackOperation): boolean {
  return /^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(statusOf(operation));
}

/** What was never created is deleted by the CDK before it is created, or after it was only looked at. */
function clearsTheWay(before: readonly StackEvent[], { status }: StackEvent): boolean {
  const last = before.findLast(isOfStack);
  return (
    status === 'DELETE_IN_PROGRESS' && /^(ROLLBACK_COMPLETE|REVIEW_IN_PROGRESS)$/.test(last?.status ?? '')
  );
}

function resourcesIn(events: readonly StackEvent[]): ReadonlyMap<string, ResourceOperation> {
  const resources = new Map<string, ResourceOperation>();
  for (const { logicalId, at, status, type, physicalId, reason } of events) {
    const before = resources.get(logicalId);
    const isNew = status.endsWith('_IN_PROGRESS') && before?.status !== status;
    const begunAt = before === undefined || isNew ? at : before.begunAt;
    resources.set(logicalId, { type, begunAt, status, physicalId, reason });
  }
  return resources;
}

/** Those that were only cancelled have not failed: another one has. */
function hasFailed({ status, reason = '' }: StackEvent): boolean {
  return status.endsWith('_FAILED') && !CANCELLED.test(reason);
}

function failureOf({ logicalId, type, status, reason }: StackEvent): Failure {
  return { logicalId, type, reason: reason === undefined ? status : wordsOf(reason) };
}

/** What the handler has said, without what CloudFormation and the framework put around it. */
export function wordsOf(reason: string): string {
  const said = reason.replace(/^.*?Message returned: /s, '').replace(/^\w*Error: /, '');
  return said.split(/\n|\s*Logs: |\s*\(RequestId: /)[0]?.trim() ?? reason;
}
