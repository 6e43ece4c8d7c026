import type { CdkCustomResourceIsCompleteResponseSuccess } from 'aws-lambda';
import { AssociationAttributes } from '../../lib/contract';
import { classify } from '../classify';
import { IsCompleteEvent } from '../cloudformation/event';
import { Envelope, fitToLimit } from '../cloudformation/response-size';
import { Placement } from '../direct-connect/placement';
import { logEvent } from '../log';
import { Requeue } from '../outcome';
import { Action, Result } from './action';
import { Assignment, Context, Services, beginPoll, parseAssignment } from './context';
import { decideCreate } from './create';
import { decideDelete } from './delete';
import { missingSince, observe, observeForDelete } from './observe';
import { holdClaim } from './ownership';
import { perform } from './perform';
import { parseDesired, propertiesOf } from './properties';
import { decideUpdate } from './update';

interface Response extends CdkCustomResourceIsCompleteResponseSuccess<AssociationAttributes> {
  readonly PhysicalResourceId?: string;
}

/** @throws Requeue when the next poll has to look again, and TerminalError when there is no use in that. */
export async function reconcileAssociation(event: IsCompleteEvent, services: Services): Promise<Response> {
  if (wasNeverCreated(event)) {
    logEvent(services.log, event, 'nothing to undo: a create with these properties was refused');
    return { IsComplete: true };
  }
  const assignment = parseAssignment(event, services.now());
  try {
    const result = await poll(await beginPoll(assignment, services));
    return result ? respond(event, services, result) : { IsComplete: true };
  } catch (error) {
    throw classify(error, attemptOf(assignment), services.now());
  }
}

/** Each operation in three steps: what is observed, what to do about it, and doing it. */
const OPERATIONS = {
  Create: { observe, decide: decideCreate },
  Update: { observe, decide: decideUpdate },
  Delete: { observe: observeForDelete, decide: decideDelete },
} satisfies Record<string, Operation>;

interface Operation {
  readonly observe: (context: Context) => Promise<Placement | undefined>;
  readonly decide: (context: Context, placement: Placement | undefined) => Promise<Action>;
}

async function poll(context: Context): Promise<Result> {
  const { observe, decide } = OPERATIONS[context.request.operation.type];
  const placement = await holding(context, context.ownClaim?.missingSince, () => observe(context));
  const action = await holding(context, missingSince(context, placement), () => decide(context, placement));
  return perform(context, action);
}

/** Does a step that writes nothing. If it has to wait, the operation takes its place in the claim. */
async function holding<T>(
  context: Context,
  missingSince: number | undefined,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const outcome = classify(error, attemptOf(context), context.services.now());
    if (outcome instanceof Requeue) await holdClaim(context, missingSince).catch(() => undefined);
    throw outcome;
  }
}

function attemptOf({ request, desired }: Assignment) {
  const { operation, receivedAt } = request;
  return { name: `${operation.type} of ${desired.connectionId}`, receivedAt, timeoutMs: desired.timeoutMs };
}

/** A create that was cancelled before its properties could be refused leaves a delete with the same properties. */
function wasNeverCreated(event: IsCompleteEvent): boolean {
  if (event.RequestType !== 'Delete') return false;
  const properties = propertiesOf(event);
  try {
    parseDesired(properties);
    return false;
  } catch {
    return event.PhysicalResourceId !== properties.connectionId;
  }
}

/** The answer to CloudFormation, within its limit. The create gets the physical id of a create that has succeeded. */
function respond(event: IsCompleteEvent, services: Services, result: AssociationAttributes): Response {
  const PhysicalResourceId = String(propertiesOf(event).connectionId);
  const envelope: Envelope = { ...event, PhysicalResourceId };
  const { attributes, shortened } = fitToLimit(result, envelope);
  if (shortened.length > 0) {
    logEvent(
      services.log,
      event,
      `shortened for cloudformation's limit of 4,096 bytes: ${shortened.join(', ')}`,
    );
  }
  return { IsComplete: true, PhysicalResourceId, Data: attributes };
}
