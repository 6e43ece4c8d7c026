import { FIRST_POLL_SECONDS } from '../../lib/timing';
import { Fenced, Requeue } from '../outcome';
import type { Request } from './event';
import { Verdict, mayAct } from './guard';
import { mayBeFromBefore } from './lag';
import { isDeployment } from './stack-status';

/** A create or an update, and whom it can ask whether CloudFormation waits for it. */
export interface Asking {
  readonly request: Request;
  readonly askGuard: (maxAgeSeconds?: number) => Promise<Verdict>;
  readonly services: {
    readonly stackStatuses: (stackId: string) => Promise<readonly string[]>;
    readonly now: () => number;
  };
}

/** @throws Fenced when CloudFormation does not wait for this create or update any more. */
export async function passGuard(asking: Asking, maxAgeSeconds?: number): Promise<void> {
  const verdict = await asking.askGuard(maxAgeSeconds);
  if (mayAct(verdict) && !(await isLeftOver(asking, verdict))) return;
  const { type } = asking.request.operation;
  throw new Fenced(`cloudformation no longer waits for this ${type}; it changes nothing`);
}

/**
 * Whether a create of which CloudFormation does not know, and which is not prompt, is left from an operation of the stack
 * that is over: its own delete may have been forgotten as well.
 *
 * @throws Requeue while what CloudFormation says of the stack may be from before the create.
 */
async function isLeftOver({ request, services }: Asking, verdict: Verdict): Promise<boolean> {
  const { operation, owner, receivedAt } = request;
  const isPrompt = services.now() - operation.issuedAt < FIRST_POLL_SECONDS * 1000;
  if (verdict !== 'not known' || operation.type !== 'Create' || isPrompt) return false;
  if (isDeployment(await services.stackStatuses(owner.stackId))) return false;
  if (!mayBeFromBefore(receivedAt, services.now())) return true;
  throw new Requeue(
    'cloudformation does not know of the resource, and says that its stack is not being deployed',
  );
}
