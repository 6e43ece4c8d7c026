import { Count } from '../migration/progress';
import { Release } from './action';
import { Context, logDecision } from './context';

/**
 * Notes for the migration, if there is one, where the connection is now. Nothing depends on it.
 *
 * @param parentId none after a delete.
 * @returns how far the migration has come, if that is known.
 */
export async function noteProgress(
  { request, desired, services }: Context,
  parentId: string | undefined,
): Promise<Count | undefined> {
  if (desired.migration === undefined) return undefined;
  const migration = { stackId: request.owner.stackId, logicalResourceId: desired.migration };
  return services.progress.note(migration, desired.connectionId, parentId);
}

/** A create or an update has ended well. */
export function logSettled(context: Context, parentId: string, count: Count | undefined): void {
  const progress = count ? `, ${count.moved} of ${count.total} moved` : '';
  logDecision(context, `complete${progress}`, { to: parentId, ...count });
}

/** A delete has ended: that is no progress of the migration. */
export function logReleased(
  context: Context,
  { decision, row }: Omit<Release, 'kind'>,
  count: Count | undefined,
): void {
  const home = count && { home: count.total - count.moved, total: count.total };
  logDecision(context, `${decision}${home ? `, ${home.home} of ${home.total} home` : ''}`, { row, ...home });
}
