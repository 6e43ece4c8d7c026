import type { CdkCustomResourceEvent } from 'aws-lambda';
import { FIRST_POLL_SECONDS, MISSING_SECONDS } from '../../lib/timing';
import { classify } from '../classify';
import { IsCompleteEvent, ownerIn, parseRequest } from '../cloudformation/event';
import type { Guard } from '../cloudformation/guard';
import { mayBeFromBefore } from '../cloudformation/lag';
import { isRollback } from '../cloudformation/stack-status';
import { passGuard } from '../cloudformation/pass-guard';
import { HostedLists, Inventory } from '../direct-connect/inventory';
import { Log, logEvent } from '../log';
import { Note, Notes } from '../notes';
import { Requeue, TerminalError } from '../outcome';
import { describeProblems } from './problem-text';
import { Problem, isOnTarget, problemsOf } from './problems';
import { MigrationProgress } from './progress';
import { DesiredMigration, parseMigration } from './properties';
import { Survey, survey } from './survey';

/** The lists that a preflight has read. */
export interface ListsNote extends Note {
  readonly lists: HostedLists;
}

/** The services that a preflight calls. */
export interface PreflightServices {
  readonly inventory: Inventory;
  readonly listNotes: Notes<ListsNote>;
  readonly progress: MigrationProgress;
  readonly guard: Guard;
  readonly stackStatuses: (stackId: string) => Promise<readonly string[]>;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Names the preflight, and checks its properties.
 *
 * @throws TerminalError for properties that can never work.
 */
export function preflightPhysicalId(event: CdkCustomResourceEvent): string {
  if (event.RequestType === 'Delete') return event.PhysicalResourceId;
  parseMigration(event);
  return event.RequestType === 'Create' ? event.LogicalResourceId : event.PhysicalResourceId;
}

/**
 * Checks every connection of a migration before any is moved: the associations depend on this resource.
 *
 * @throws TerminalError with every problem that was found.
 * @throws Requeue when the next poll has to look again.
 */
export async function reconcilePreflight(
  event: IsCompleteEvent,
  services: PreflightServices,
): Promise<{ readonly IsComplete: true }> {
  if (event.RequestType === 'Delete') {
    // What is left behind hinders nobody: a delete does not fail because a permission is gone.
    await services.progress.remove(ownerIn(event)).catch(() => undefined);
    return { IsComplete: true };
  }
  const desired = parseMigration(event);
  const receivedAt = event.ReceivedAt ?? services.now();
  try {
    await check(event, desired, receivedAt, services);
    return { IsComplete: true };
  } catch (error) {
    const name = `preflight of the migration ${event.LogicalResourceId}`;
    const outcome = classify(error, { name, receivedAt, timeoutMs: desired.timeoutMs }, services.now());
    throw mayBeRollback(event, receivedAt, services) ? new Requeue(outcome.message) : outcome;
  }
}

/** What CloudFormation says of the stack counts only where it cannot be from before the update. */
async function isRolledBack(
  event: IsCompleteEvent,
  receivedAt: number,
  services: PreflightServices,
): Promise<boolean> {
  if (event.RequestType !== 'Update' || mayBeRollback(event, receivedAt, services)) return false;
  return isRollback(await services.stackStatuses(event.StackId));
}

function mayBeRollback(
  { RequestType }: IsCompleteEvent,
  receivedAt: number,
  { now }: PreflightServices,
): boolean {
  return RequestType === 'Update' && mayBeFromBefore(receivedAt, now());
}

async function check(
  event: IsCompleteEvent,
  desired: DesiredMigration,
  receivedAt: number,
  services: PreflightServices,
): Promise<void> {
  // A refusal here would keep the connections from coming home.
  if (await isRolledBack(event, receivedAt, services)) {
    logEvent(services.log, event, 'nothing to check: the stack is being rolled back');
    return;
  }
  const found = await surveyInPolls(event, desired, services);
  const { missing } = found;
  if (missing.length > 0 && services.now() - receivedAt < MISSING_SECONDS * 1000) {
    throw new Requeue(`${missing.join(', ')} on no interconnect or LAG at the moment`);
  }
  const problems = problemsOf(desired, found);
  if (problems.length > 0) refuse(event, problems, receivedAt, services);
  await refuseLate(event, services);
  await recordProgress(event, desired, found, services);
}

/**
 * @throws TerminalError with the problems.
 * @throws Requeue while what CloudFormation says of the stack may be from before a rollback, which is never refused.
 */
function refuse(
  event: IsCompleteEvent,
  problems: readonly Problem[],
  receivedAt: number,
  services: PreflightServices,
): never {
  if (mayBeRollback(event, receivedAt, services)) {
    throw new Requeue('there are problems, and this Update may be a rollback');
  }
  problems.forEach(({ kind, subject }) => logEvent(services.log, event, `problem: ${kind}: ${subject}`));
  throw new TerminalError(describeProblems(problems));
}

/** One that had to wait may have been given up on, and what it wrote would be left after its own delete. */
async function refuseLate(event: IsCompleteEvent, services: PreflightServices): Promise<void> {
  const request = parseRequest(event, services.now());
  if (services.now() - request.receivedAt < FIRST_POLL_SECONDS * 1000) return;
  await passGuard({ request, askGuard: () => services.guard.ask(request), services });
}

/** The survey goes on from what an earlier poll has read, if it did not fit into that. */
async function surveyInPolls(
  event: IsCompleteEvent,
  desired: DesiredMigration,
  { inventory, listNotes, now }: PreflightServices,
): Promise<Survey> {
  const { StackId, LogicalResourceId, RequestId } = event;
  const key = `${StackId}/${LogicalResourceId}`;
  const nothingRead = { requestId: RequestId, since: now(), lists: {} };
  const noted = (await listNotes.read(key, RequestId)) ?? nothingRead;
  const known = inventory.withLists(noted.lists);
  const found = await survey(known, desired).catch(async (error: unknown) => {
    await listNotes.write(key, { ...noted, lists: await known.wholeLists() });
    throw error;
  });
  // Where something is missing, the next poll reads everything again.
  if (found.missing.length > 0) await listNotes.write(key, nothingRead);
  return found;
}

async function recordProgress(
  event: IsCompleteEvent,
  desired: DesiredMigration,
  found: Survey,
  services: PreflightServices,
): Promise<void> {
  const all = [...found.placements];
  const placements = Object.fromEntries(all.map(([id, { parentId }]) => [id, parentId]));
  const targets = Object.fromEntries(desired.targets);
  const moved = new Set(all.map(([id]) => id).filter((id) => isOnTarget(id, desired, found)));
  await services.progress.write(ownerIn(event), { targets, placements, moved });
  const [movedCount, total] = [moved.size, all.length];
  logEvent(services.log, event, `no problem found: ${movedCount} of ${total} moved`, {
    moved: movedCount,
    total,
  });
}
