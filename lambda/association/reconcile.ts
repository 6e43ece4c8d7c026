import { AssociationAttributes } from '../../lib/contract';
import { create } from './create';
import { remove } from './delete';
import { judged, polled } from '../classify';
import { NotYet } from '../outcome';
import { Done, Poll, Services } from './context';
import { IsCompleteEvent, Request, parseRequest } from '../cloudformation/request';
import { Envelope, fitToLimit } from '../cloudformation/response-size';
import { update } from './update';
import { parseWanted, propertiesOf } from './properties';

export type IsCompleteAnswer =
  | { readonly IsComplete: false }
  | {
      readonly IsComplete: true;
      readonly PhysicalResourceId?: string;
      readonly Data?: AssociationAttributes;
    };

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
  return polled(async () => {
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
  }, log);
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
    const outcome = judged(error, undertakingOf(request), services.now());
    if (outcome instanceof NotYet) await poll?.takeFence().catch(() => undefined);
    throw outcome;
  }
}

function undertakingOf({ operation, wanted, receivedAt }: Request) {
  return { name: `${operation.type} of ${wanted.connectionId}`, receivedAt, timeoutMs: wanted.timeoutMs };
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
