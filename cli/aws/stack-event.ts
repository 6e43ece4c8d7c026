/** An event of a stack, as CloudFormation tells it. */
export interface StackEvent {
  readonly id: string;
  /** In milliseconds. */
  readonly at: number;
  readonly stackId: string;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

const BEGINS = /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/;

/** Where the newest operation begins; -1: nowhere in these events. */
export function beginningIn(events: readonly StackEvent[]): number {
  return events.findLastIndex((event) => isOfStack(event) && BEGINS.test(event.status));
}

/** Whether an event is of the stack itself, not of one of its resources. */
export function isOfStack({ physicalId, stackId }: StackEvent): boolean {
  return physicalId === stackId;
}
