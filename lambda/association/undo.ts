import { LiveClaim } from './claim';
import { Context } from './context';
import { parseNotCreated, parsePhysicalId } from './physical-id';

/** Where a delete puts the connection: back to where its create has found it, if that is undone. */
export function homeOf({ isUndone, before, originalParentConnectionId }: LiveClaim): string {
  return isUndone && before ? before.parentConnectionId : originalParentConnectionId;
}

/**
 * Finds out whether a delete undoes a create, and marks the claim as such. A connection that was adopted, or taken over,
 * is then where it was.
 *
 * @returns the context without a claim of its own if the create that is undone never had one.
 * @throws Requeue while CloudFormation does not say whether the stack is rolling back.
 */
export async function settleUndo(context: Context): Promise<Context> {
  const { ownClaim, request } = context;
  if (request.operation.type !== 'Delete' || ownClaim === undefined || ownClaim.isUndone) return context;
  const wasCreated = parsePhysicalId(request.physicalResourceId) !== undefined;
  if (!wasCreated && !isOfThisCreate(ownClaim, request.physicalResourceId)) {
    return { ...context, ownClaim: undefined, otherOwner: ownClaim.owner };
  }
  const isUndone = !wasCreated || (await isUndoneByRollback(context, ownClaim));
  return isUndone ? { ...context, ownClaim: { ...ownClaim, isUndone } } : context;
}

/** Whether a create that has not succeeded has written the claim; of an id that CloudFormation made up, it counts so. */
function isOfThisCreate({ before }: LiveClaim, physicalResourceId: string): boolean {
  const requestId = parseNotCreated(physicalResourceId);
  return before !== undefined && (requestId === undefined || requestId === before.requestId);
}

/** Asked only where it makes a difference. */
async function isUndoneByRollback({ services, request }: Context, claim: LiveClaim): Promise<boolean> {
  const { before, originalParentConnectionId } = claim;
  if (before === undefined) return false;
  const isSame = before.claim === undefined && before.parentConnectionId === originalParentConnectionId;
  return !isSame && services.isRollingBack(request.owner.stackId);
}
