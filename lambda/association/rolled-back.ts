import { mayBeFromBefore } from '../cloudformation/lag';
import { isRollback } from '../cloudformation/stack-status';
import { Requeue } from '../outcome';
import { Context } from './context';

/**
 * Whether an update comes while CloudFormation rolls its stack back.
 *
 * @param because why it makes a difference.
 * @throws Requeue while what CloudFormation says of the stack may be from before the update.
 */
export async function isRolledBack({ services, request }: Context, because: string): Promise<boolean> {
  const { owner, receivedAt } = request;
  if (!mayBeFromBefore(receivedAt, services.now())) {
    return isRollback(await services.stackStatuses(owner.stackId));
  }
  throw new Requeue(`${because}, and this Update may be a rollback`);
}
