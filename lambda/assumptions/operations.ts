import { newestOperationOf } from '../association/claim';
import type { Context } from '../association/context';
import { isDeliveredAgain } from '../cloudformation/event';
import type { Operation } from '../cloudformation/operation';
import { Notice, inSeconds, quietly } from './notice';

/** Looks at an operation beside the newest one of its resource. */
export function noticeOperation({ claim, request, services }: Context): void {
  quietly(() => {
    const newest = newestOperationOf(claim, request.owner);
    if (newest === undefined) return;
    const { notice } = services;
    if (isDeliveredAgain(request, newest)) noticeDelivery(notice, newest, request.operation);
    else noticeOther(notice, newest, request.operation);
  });
}

function noticeDelivery(notice: Notice, newest: Operation, { type, receivedAt }: Operation): void {
  const ms = Math.abs(receivedAt - newest.receivedAt);
  if (ms === 0) return;
  const text = `the same ${type} arrived twice, ${inSeconds(ms)} s apart`;
  notice('delivered-once', { text, ms, held: true });
}

function noticeOther(notice: Notice, newest: Operation, operation: Operation): void {
  const { type, requestId, issuedAt, receivedAt } = operation;
  if (requestId === newest.requestId) {
    const text = `the ${type} has the RequestId of the ${newest.type} before it`;
    notice('request-id', { text, value: requestId, held: true });
  }
  const ms = newest.issuedAt - issuedAt;
  if (ms <= 0 || receivedAt < newest.receivedAt) return;
  const text = `the ${type} was signed ${inSeconds(ms)} s before the ${newest.type} that had arrived before it`;
  notice('signing-order', { text, ms });
}
