import type { CdkCustomResourceIsCompleteResponseSuccess } from 'aws-lambda';
import { AssociationAttributes } from '../../lib/contract';
import { noticeOperation } from '../assumptions/operations';
import { describeError } from '../aws-error';
import { classify } from '../classify';
import { IsCompleteEvent } from '../cloudformation/event';
import { Envelope, fitToLimit } from '../cloudformation/response-size';
import { Placement } from '../direct-connect/placement';
import { logEvent } from '../log';
import { OutOfTime, Requeue, TerminalError } from '../outcome';
import { Action, Completed, Result } from './action';
import { holdClaim, noteUndone } from './claim-writes';
import { Assignment, Context, Services, beginPoll, parseAssignment } from './context';
import { decideCreate } from './create';
import { decideDelete } from './delete';
import { passFence } from './fence';
import { notePlace } from './locate';
import { observe, observeForDelete } from './observe';
import { settleOwnership } from './ownership';
import { perform } from './perform';
import { createdPhysicalId, isMadeUpId } from './physical-id';
import { parseDesired, propertiesOf } from './properties';
import { settleUndo } from './undo';
import { notedBefore } from './waiting';
import { decideUpdate } from './update';
import { NoWayBack, Whereabouts, whereaboutsIn, whereaboutsOf, withWayBack } from './way-back';

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
    throw await explained({ ...assignment, services }, error, () => Promise.resolve(whereaboutsIn(event)));
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
  let known = context;
  let placement: Placement | undefined;
  noticeOperation(context);
  try {
    known = await passFence(context);
    known = await settleOwnership(known);
    known = await holding(known, undefined, () => settleUndo(known));
    const shortcut = await holding(known, undefined, () => decideOnMemory(known));
    placement = shortcut?.placement;
    if (shortcut) return await perform(known, shortcut.action);
    const { observe, decide } = OPERATIONS[known.request.operation.type];
    placement = await holding(known, undefined, () => observe(known));
    const action = await holding(known, placement, () => decide(known, placement));
    return await perform(known, action);
  } catch (error) {
    const outcome = await explained(known, error, () => whereaboutsOf(known, placement));
    if (outcome instanceof NoWayBack) await noteUndone(known).catch(() => undefined);
    throw outcome;
  }
}

interface Decided {
  readonly action: Action;
  readonly placement: Placement | undefined;
}

/**
 * The move that the operation comes to if the interconnects and LAGs are still as an earlier poll has read them: Direct
 * Connect checks it once more. Whatever else it comes to counts only if they were not asked for.
 */
async function decideOnMemory(context: Context): Promise<Decided | undefined> {
  const used = { parents: false };
  const inventory = context.inventory.trusting(() => {
    used.parents = true;
  });
  if (inventory === undefined) return undefined;
  const said: (() => void)[] = [];
  const { observe, decide } = OPERATIONS[context.request.operation.type];
  const trusting = { ...context, inventory, services: speakingLater(context.services, said) };
  let placement: Placement | undefined;
  try {
    placement = await observe(trusting);
    const action = await decide(trusting, placement);
    if (used.parents && action.kind !== 'move') return undefined;
    for (const say of said) say();
    return { action, placement };
  } catch (error) {
    if (!(classify(error, attemptOf(context), context.services.now()) instanceof OutOfTime)) return undefined;
    // When the poll is over there is no use in reading anything once more.
    await notePlace(trusting, placement);
    throw error;
  }
}

/** What is only tried out says nothing in the log. */
function speakingLater(services: Services, said: (() => void)[]): Services {
  const { log, notice } = services;
  return {
    ...services,
    log: (decision) => said.push(() => log(decision)),
    notice: (...noticed) => said.push(() => notice(...noticed)),
  };
}

/** What an error means for the operation. The failure of a delete says what to do by hand. */
async function explained(
  known: Known,
  error: unknown,
  whereabouts: () => Promise<Whereabouts | undefined>,
): Promise<TerminalError | Requeue> {
  const { request, services } = known;
  const outcome = classify(error, attemptOf(known), services.now());
  const isFailedDelete = outcome instanceof TerminalError && request.operation.type === 'Delete';
  return isFailedDelete ? withWayBack(outcome, await whereabouts()) : outcome;
}

/** Does a step that writes nothing. If it has to wait, the operation takes its place in the claim, and notes what it has found. */
async function holding<T>(
  context: Context,
  placement: Placement | undefined,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const outcome = classify(error, attemptOf(context), context.services.now());
    if (!(outcome instanceof Requeue)) throw outcome;
    const untold = await holdClaim(context, outcome, placement !== undefined).catch(whyNotHeld);
    await notePlace(context, placement);
    throw untold === undefined ? outcome : new Requeue(`${outcome.message}. ${untold}`, outcome.notes);
  }
}

/** Another that has written the claim at the same time says nothing of this one. */
function whyNotHeld(error: unknown): string | undefined {
  return error instanceof Requeue ? undefined : `its claim cannot be written: ${describeError(error)}`;
}

/** What is known of an operation, perhaps before it has read its claim. */
type Known = Assignment & Pick<Context, 'services'> & Partial<Pick<Context, 'ownClaim'>>;

function attemptOf({ request, desired, ownClaim }: Known) {
  const { operation, receivedAt } = request;
  return {
    name: `${operation.type} of ${desired.connectionId}`,
    receivedAt,
    timeoutMs: desired.timeoutMs,
    waitedFor: notedBefore({ request, desired, ownClaim })?.reason,
  };
}

/** A create that was cancelled before its properties could be refused leaves a delete with the same properties. */
function wasNeverCreated(event: IsCompleteEvent): boolean {
  if (event.RequestType !== 'Delete' || !isMadeUpId(event.PhysicalResourceId)) return false;
  const properties = propertiesOf(event);
  try {
    parseDesired(properties);
    return false;
  } catch {
    return true;
  }
}

/** The answer to CloudFormation, within its limit. A create gets the physical id of a create that has succeeded. */
function respond(event: IsCompleteEvent, services: Services, result: Completed): Response {
  const { connectionId } = result.attributes;
  const PhysicalResourceId =
    event.RequestType === 'Create'
      ? createdPhysicalId({ connectionId, foundOn: result.foundOn })
      : event.PhysicalResourceId;
  const envelope: Envelope = { ...event, PhysicalResourceId };
  const { attributes, shortened } = fitToLimit(result.attributes, envelope);
  if (shortened.length > 0) {
    logEvent(
      services.log,
      event,
      `shortened for cloudformation's limit of 4,096 bytes: ${shortened.join(', ')}`,
    );
  }
  return { IsComplete: true, PhysicalResourceId, Data: attributes };
}
