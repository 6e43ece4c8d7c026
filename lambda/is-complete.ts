import { AssociationAttributes } from '../lib/contract';
import { describeError, kindOf } from './aws-error';
import { create } from './create';
import { remove } from './delete';
import { presentable } from './failure-text';
import { Failure, NotYet } from './outcome';
import { Done, Poll, Services } from './poll';
import { IsCompleteEvent, Request, parseRequest } from './request';
import { Envelope, fitToLimit } from './response-size';
import { update } from './update';
import { parseWanted, propertiesOf } from './wanted';

export type IsCompleteAnswer =
  | { readonly IsComplete: false }
  | {
      readonly IsComplete: true;
      readonly PhysicalResourceId?: string;
      readonly Data?: AssociationAttributes;
    };

/** A permission that was granted with the stack may take so long to work. */
const DENIED_GRACE_MS = 300_000;

/**
 * One step of the reconciler: look, compare, do at most one thing, look again.
 *
 * @throws Error with a text made for whoever deploys the stack: the Provider framework then reports the failure.
 */
export async function answer(event: IsCompleteEvent, services: Services): Promise<IsCompleteAnswer> {
  const { connectionId } = propertiesOf(event);
  const log = (decision: string) => {
    services.log({ decision, connection: String(connectionId), requestId: event.RequestId });
  };
  try {
    if (wasNeverCreated(event)) {
      log('nothing to undo: a create with these properties was refused');
      return { IsComplete: true };
    }
    const done = await attempt(parseRequest(event, services.now()), services);
    if (done === undefined) return { IsComplete: true };
    const PhysicalResourceId = String(connectionId);
    return {
      IsComplete: true,
      PhysicalResourceId,
      Data: fitted(done, { ...event, PhysicalResourceId }, log),
    };
  } catch (error) {
    if (error instanceof NotYet) {
      log(`not complete yet: ${error.message}`);
      return { IsComplete: false };
    }
    const shown = presentable(error);
    log(`failed: ${shown.message}`);
    throw shown;
  }
}

/** A create that was cancelled before its properties could be refused leaves a delete with the same properties. */
function wasNeverCreated(event: IsCompleteEvent): boolean {
  if (event.RequestType !== 'Delete') return false;
  const properties = propertiesOf(event);
  try {
    parseWanted(properties);
    return false;
  } catch {
    return event.PhysicalResourceId !== properties.connectionId;
  }
}

/** @throws NotYet when the next poll shall look again, and Failure when there is no use in that. */
async function attempt(request: Request, services: Services): Promise<Done> {
  let poll: Poll | undefined;
  try {
    poll = await Poll.begin(request, services);
    return await carryOut(poll);
  } catch (error) {
    const outcome = judged(error, request, services.now());
    if (outcome instanceof NotYet) await poll?.takeFence().catch(() => undefined);
    throw outcome;
  }
}

function carryOut(poll: Poll): Promise<Done> {
  switch (poll.request.operation.type) {
    case 'Create':
      return create(poll);
    case 'Update':
      return update(poll);
    case 'Delete':
      return remove(poll);
  }
}

/** What an error means for the operation: wait, or fail, and after the operation's timeout always fail. */
function judged(error: unknown, request: Request, now: number): Error {
  const outcome = error instanceof NotYet || error instanceof Failure ? error : fromAws(error, request, now);
  const { deadline, wanted, operation } = request;
  if (!(outcome instanceof NotYet) || now < deadline) return outcome;
  return new Failure(
    `${operation.type} of ${wanted.connectionId} did not complete in ${wanted.timeoutMs / 1000} seconds: ${outcome.message}`,
  );
}

function fromAws(error: unknown, request: Request, now: number): Error {
  const reason = describeError(error);
  const kind = kindOf(error);
  switch (kind) {
    case 'refused':
      return new Failure(
        `direct connect refused the ${request.operation.type} of ${request.wanted.connectionId}: ${reason}`,
      );
    case 'denied':
      return now - request.receivedAt < DENIED_GRACE_MS ? new NotYet(reason) : new Failure(reason);
    case 'busy':
    case 'unclear':
      return new NotYet(reason);
  }
}

function fitted(
  done: AssociationAttributes,
  envelope: Envelope,
  log: (decision: string) => void,
): AssociationAttributes {
  const { attributes, shortened } = fitToLimit(done, envelope);
  if (shortened.length > 0)
    log(`shortened for cloudformation's limit of 4,096 bytes: ${shortened.join(', ')}`);
  return attributes;
}
