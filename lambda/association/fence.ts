import { LATE_SECONDS, SIGNERS_APART_SECONDS, STATUS_LAG_SECONDS, UNTOLD_SECONDS } from '../../lib/timing';
import { isDeliveredAgain } from '../cloudformation/event';
import { mayAct } from '../cloudformation/guard';
import { mayBeFromBefore } from '../cloudformation/lag';
import { Operation, isNewer, isSameOperation } from '../cloudformation/operation';
import { Owner, isSameOwner } from '../cloudformation/owner';
import { Fenced, Requeue } from '../outcome';
import { Claim, LiveClaim, hasEndedWell, isLive, newestOperationOf } from './claim';
import { Context } from './context';
import { isRolledBack } from './rolled-back';

/**
 * Also an owner that the connection has left may have a waiter. Two deletes of a resource do not get in each other's way:
 * both put its connection back.
 *
 * @returns the context, with the operation as the newest one.
 * @throws Fenced when a newer operation of the same resource has been seen.
 * @throws Requeue while CloudFormation's word that it waits for this one may be from before the newer one.
 */
export async function passFence(context: Context): Promise<Context> {
  const { claim, request } = context;
  const { operation, owner } = request;
  if (isNotedAsUndone(context)) throw superseded(operation, 'Delete');
  if (isRetried(context)) throw superseded(operation, 'Create');
  const newest = newestOperationOf(claim, owner);
  if (newest === undefined || isSameOperation(newest, operation)) return inOrder(context, newest);
  if (hasSucceeded(context)) throw superseded(operation, newest.type);
  const isOlder = isNewer(newest, operation);
  const isDoubtful = mayBeInOtherOrder(newest, operation);
  if (isDoubtful && !isOlder && mayBeRolledBackBy(context, newest)) return passRollback(context, newest);
  if (!isOlder && !(isDoubtful && isAfterDelete(newest, operation))) return inOrder(context, newest);
  if (newest.type === 'Delete' && operation.type === 'Delete') return context;
  if (isDoubtful && hasDoneTheSame(context, newest)) return inOrder(context, newest);
  if (isDoubtful && (await isAwaited(context, newest))) return inOrder(context, newest);
  if (isDoubtful && (await isDeleteOfTry(context, newest))) return context;
  if (!isOlder && (await context.askGuard()) === 'not asked') return context;
  throw superseded(operation, newest.type);
}

function superseded({ type }: Operation, by: Operation['type']): Fenced {
  return new Fenced(
    `this ${type} was superseded by a later ${by} of the same association; it changes nothing`,
  );
}

/** Whether the delete of this create has come, which may not act yet for what CloudFormation says. */
function isNotedAsUndone({ claim, hasBegun, request }: Context): boolean {
  return request.operation.type === 'Create' && hasBegun && isLive(claim) && claim.undoneAs !== undefined;
}

/** Whether another create of the same resource waits, which is a later one: CloudFormation says the same of both. */
function isRetried({ claim, request }: Context): boolean {
  const { operation, owner } = request;
  if (operation.type !== 'Create' || !isLive(claim)) return false;
  const others = claim.waiting?.filter((note) => !isSameOperation(note.operation, operation));
  const retries = others?.filter(
    (note) => note.operation.type === 'Create' && isSameOwner(note.owner, owner),
  );
  return retries?.some((retry) => isRetryOf(retry.operation, operation)) === true;
}

/** Where the clocks of the signers may be apart, it has to be the one that arrived later as well. */
function isRetryOf(retry: Operation, operation: Operation): boolean {
  const hasArrivedLater = retry.receivedAt > operation.receivedAt;
  return isNewer(retry, operation) && (hasArrivedLater || !mayBeInOtherOrder(retry, operation));
}

/**
 * Whether another operation has followed on one that has ended well, and this is one more delivery of that. A create has:
 * CloudFormation has taken its answer. Of an update, the claim names the event: beside a rollback with its RequestId it
 * looks like the rollback of that.
 */
function hasSucceeded({ claim, request }: Context): boolean {
  const { operation, owner } = request;
  if (!isOwn(claim, owner)) return false;
  const { before, endedBefore } = claim;
  if (operation.type === 'Create')
    return before?.hasSucceeded === true && before.requestId === operation.requestId;
  return operation.type === 'Update' && endedBefore !== undefined && isDeliveredAgain(request, endedBefore);
}

/** What another update has done is all that this one asks for: it makes no difference which of the two is the later one. */
function hasDoneTheSame(context: Context, newest: Operation): boolean {
  const { claim, request } = context;
  if (!areUpdates(request.operation, newest) || !isOwn(claim, request.owner)) return false;
  return request.operation.desired === newest.desired && hasEnded(context, newest);
}

/** The waiter of what was cancelled may be left after its delete, and CloudFormation then knows of neither. */
function isAfterDelete(newest: Operation, operation: Operation): boolean {
  return newest.type === 'Delete' && operation.type !== 'Delete';
}

/**
 * An update may be delivered so late that its rollback has come before it: that asks for what had been so. It was issued
 * before the rollback ended.
 */
function mayBeRolledBackBy(context: Context, newest: Operation): boolean {
  const { operation } = context.request;
  const { updatedAt = 0 } = context.claim ?? {};
  return putsBack(context, newest, operation) && operation.issuedAt <= updatedAt;
}

/** An update that is no rollback's goes on, once CloudFormation says after the other one's end that it waits for it. */
async function passRollback(context: Context, newest: Operation): Promise<Context> {
  const { claim, services, request } = context;
  const { operation } = request;
  const isItsRollback = newest.requestId === operation.requestId || !hasEnded(context, newest);
  if (isItsRollback || !isLive(claim)) throw superseded(operation, newest.type);
  const verdict = await context.askGuard();
  const isNew = verdict === 'not asked' || !mayBeFromBefore(claim.updatedAt, services.now());
  if (!isNew) throw new Requeue('an Update that was issued at the same time may have been its rollback');
  if (mayAct(verdict)) return inOrder(context, newest);
  throw superseded(operation, newest.type);
}

/** The order that was found once stays, whatever the clocks say. */
function inOrder(context: Context, newest: Operation | undefined): Context {
  const { request } = context;
  const { operation } = request;
  if (newest === undefined || newest.issuedAt <= operation.issuedAt) return context;
  const { issuedAt } = newest;
  return { ...context, request: { ...request, operation: { ...operation, issuedAt } } };
}

/** Whether the two may have been signed by clocks that are apart. */
function mayBeInOtherOrder(newest: Operation, operation: Operation): boolean {
  return Math.abs(newest.issuedAt - operation.issuedAt) <= SIGNERS_APART_SECONDS * 1000;
}

/** Whether CloudFormation itself says that it waits for this operation, and not for the one that seems to be newer. */
async function isAwaited(context: Context, newest: Operation): Promise<boolean> {
  const { services, request } = context;
  if (!putsBack(context, request.operation, newest) && !hasArrivedLater(context, newest)) return false;
  if (!(await saysSo(context))) return false;
  if (changesNothing(context, newest) || (await isRollbackOf(context, newest))) return true;
  // The status of an update is that of its rollback, and that of a create that of its retry: where one has not ended it says nothing.
  const isSameType = newest.type === request.operation.type;
  if (isSameType && !hasEnded(context, newest)) return false;
  const [since = 0, seconds] = isSameType
    ? [context.claim?.updatedAt, UNTOLD_SECONDS]
    : [newest.receivedAt, STATUS_LAG_SECONDS];
  if (services.now() - since >= seconds * 1000) return true;
  throw new Requeue(
    `cloudformation waits for it, as far as it says, and another operation seems to be newer: ${newest.type}`,
  );
}

/**
 * Whether CloudFormation has or had another resource in the place of the one that is to be deleted: this one is of a try
 * before, and CloudFormation may wait for its delete.
 *
 * @throws Requeue while CloudFormation's word says neither.
 */
async function isDeleteOfTry({ askGuard, request }: Context, newest: Operation): Promise<boolean> {
  if (request.operation.type !== 'Delete') return false;
  const verdict = await askGuard();
  if (verdict === 'contradiction') {
    throw new Requeue(
      `another operation seems to be newer, and cloudformation says of neither what it is: ${newest.type}`,
    );
  }
  return verdict === 'another resource' || verdict === 'another was deleted';
}

/** @throws Requeue while CloudFormation may not know of the resource yet. */
async function saysSo({ askGuard, request, services }: Context): Promise<boolean> {
  const verdict = await askGuard();
  if (verdict === 'not known' && mayBeFromBefore(request.receivedAt, services.now())) {
    throw new Requeue(
      'cloudformation does not know of the resource yet, and another operation seems to be newer',
    );
  }
  return verdict === 'awaited';
}

/**
 * Whether this operation has come after the one that seems to be newer, and without delay. What CloudFormation says may be of
 * yet another operation of the same kind: a create that was cancelled must not take that word for its own.
 */
function hasArrivedLater({ request, claim }: Context, newest: Operation): boolean {
  const { operation, receivedAt } = request;
  // Of two deletes it makes no difference which one the word is of.
  if (operation.type === 'Delete') return true;
  const isPrompt = receivedAt - operation.issuedAt <= (LATE_SECONDS + SIGNERS_APART_SECONDS) * 1000;
  const hasReleased = claim?.phase === 'released' && isSameOperation(claim.operation, newest);
  const isAfterRelease = !hasReleased || receivedAt >= claim.updatedAt;
  return isPrompt && isAfterRelease && receivedAt >= newest.receivedAt;
}

/**
 * Of an update and its rollback, both under way, the one that asks for what had been before is the rollback. Where that
 * is the one that arrived first, the other is the update, which was delivered late.
 *
 * @throws Requeue while CloudFormation's word may be from before this one.
 */
async function isRollbackOf(context: Context, newest: Operation): Promise<boolean> {
  const { claim, request } = context;
  const { operation, owner } = request;
  if (!areUpdates(operation, newest) || hasEnded(context, newest) || !isOwn(claim, owner)) return false;
  if (newest.desired === claim.endedBefore?.desired) return false;
  // Without a rollback of the stack, CloudFormation may put back a single resource whose update has failed.
  if (putsBack(context, operation, newest)) return true;
  // Where nothing says what had been before, as after a claim was lost, it is the one that has arrived later.
  return claim.endedBefore === undefined || isRolledBack(context, 'another seems to be newer');
}

/** Whether neither of two updates asks for another parent than had been asked for before. */
function changesNothing({ claim, request }: Context, newest: Operation): boolean {
  if (!areUpdates(request.operation, newest) || !isOwn(claim, request.owner)) return false;
  return [request.operation, newest].every(({ desired }) => desired === claim.endedBefore?.desired);
}

/** Whether an update asks for what had ended well before the operation of the claim, and another for something else. */
function putsBack({ claim, request }: Context, back: Operation, from: Operation): boolean {
  if (!areUpdates(back, from) || !isOwn(claim, request.owner)) return false;
  const before = claim.endedBefore?.desired;
  return back.desired === before && from.desired !== before;
}

/** Whether the claim is of this resource: what another has asked for says nothing of it. */
function isOwn(claim: Claim | undefined, owner: Owner): claim is LiveClaim {
  return isLive(claim) && isSameOwner(claim.owner, owner);
}

function areUpdates(...operations: readonly Operation[]): boolean {
  return operations.every(({ type }) => type === 'Update');
}

/** What another has taken the connection from was at rest. */
function hasEnded({ claim }: Context, newest: Operation): boolean {
  return claim !== undefined && (!isSameOperation(claim.operation, newest) || hasEndedWell(claim));
}
