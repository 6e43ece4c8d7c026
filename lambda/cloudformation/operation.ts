/** An operation of CloudFormation on the resource, as the claim remembers it. */
export interface Operation {
  readonly requestId: string;
  readonly type: 'Create' | 'Update' | 'Delete';
  /** When CloudFormation issued it, in milliseconds: by its clock, not ours. */
  readonly issuedAt: number;
  /** When it first arrived, in milliseconds. It orders two updates of one second: an update and its rollback. */
  readonly receivedAt: number;
  /** What it asks for. A rollback may come with the RequestId of what it rolls back. */
  readonly desired?: string;
}

/** In one second CloudFormation may issue two operations, and then always in this order. */
const ORDER_WITHIN_A_SECOND = { Create: 0, Update: 1, Delete: 2 } as const;

/** The same request is the same operation, however often it is delivered, as long as it asks for the same. */
export function isSameOperation(a: Operation, b: Operation): boolean {
  return a.requestId === b.requestId && a.type === b.type && a.desired === b.desired;
}

/** Whether `a` was issued after `b`, which is another operation. */
export function isNewer(a: Operation, b: Operation): boolean {
  if (a.issuedAt !== b.issuedAt) return a.issuedAt > b.issuedAt;
  if (a.type !== b.type) return ORDER_WITHIN_A_SECOND[a.type] > ORDER_WITHIN_A_SECOND[b.type];
  return a.receivedAt > b.receivedAt;
}
