import { LATE_SECONDS, SIGNERS_APART_SECONDS, STATUS_LAG_SECONDS } from '../../lib/timing';
import { Verdict, mayAct } from '../cloudformation/guard';
import { Fenced, Requeue } from '../outcome';
import { Context } from './context';

/** @throws Fenced when CloudFormation does not wait for this create or update any more. */
export async function passGuard(context: Context, maxAgeSeconds?: number): Promise<void> {
  const verdict = await context.askGuard(maxAgeSeconds);
  if (mayAct(verdict) && !(await isLeftOver(context, verdict))) return;
  const { type } = context.request.operation;
  throw new Fenced(`cloudformation no longer waits for this ${type}; it changes nothing`);
}

/**
 * Whether a create of which CloudFormation does not know, and which is not prompt, is left from an operation of the stack
 * that is over: its own delete may have been forgotten as well.
 *
 * @throws Requeue while what CloudFormation says of the stack may be from before the create.
 */
async function isLeftOver({ request, services }: Context, verdict: Verdict): Promise<boolean> {
  const { operation, owner, receivedAt } = request;
  const isPrompt = services.now() - operation.issuedAt <= (LATE_SECONDS + SIGNERS_APART_SECONDS) * 1000;
  if (verdict !== 'not known' || operation.type !== 'Create' || isPrompt) return false;
  if (await services.isDeploying(owner.stackId)) return false;
  if (services.now() - receivedAt >= STATUS_LAG_SECONDS * 1000) return true;
  throw new Requeue(
    'cloudformation does not know of the resource, and says that its stack is not being deployed',
  );
}
