import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { DirectConnect } from '../direct-connect/client';
import { judged, polled } from '../classify';
import { Lists, MISSING_MS } from '../direct-connect/inventory';
import { Log } from '../log';
import { Failure, NotYet } from '../outcome';
import { IsCompleteEvent } from '../cloudformation/request';
import { Roster } from './progress';
import { describeProblems } from './problem-text';
import { isOnTarget, problemsOf } from './problems';
import { Survey, survey } from './survey';
import { WantedMigration, parseMigration } from './properties';

/** The services that a preflight calls. */
export interface PreflightServices {
  readonly directConnect: DirectConnect;
  readonly roster: Roster;
  readonly isRollingBack: (stackId: string) => Promise<boolean>;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Names the preflight, and checks its properties.
 *
 * @throws Failure for properties that can never work.
 */
export function namePreflight(event: CloudFormationCustomResourceEvent): string {
  if (event.RequestType === 'Delete') return event.PhysicalResourceId;
  parseMigration(event);
  return event.RequestType === 'Create' ? event.LogicalResourceId : event.PhysicalResourceId;
}

/**
 * Checks every connection of a migration before any is moved: the associations depend on this resource.
 *
 * @throws Error with every problem that was found.
 */
export async function answerPreflight(
  event: IsCompleteEvent,
  services: PreflightServices,
): Promise<{ readonly IsComplete: boolean }> {
  const log = (decision: string) => {
    services.log({ decision, connection: event.LogicalResourceId, requestId: event.RequestId });
  };
  return polled(async () => {
    await attempt(event, services, log);
    return { IsComplete: true };
  }, log);
}

type Tell = (decision: string) => void;

async function attempt(event: IsCompleteEvent, services: PreflightServices, log: Tell): Promise<void> {
  if (event.RequestType === 'Delete') return forget(event, services);
  const wanted = parseMigration(event);
  const receivedAt = event.ReceivedAt ?? services.now();
  try {
    await check(event, wanted, receivedAt, services, log);
  } catch (error) {
    const name = `preflight of the migration to ${wanted.parentId}`;
    throw judged(error, { name, receivedAt, timeoutMs: wanted.timeoutMs }, services.now());
  }
}

async function check(
  event: IsCompleteEvent,
  wanted: WantedMigration,
  receivedAt: number,
  services: PreflightServices,
  log: Tell,
): Promise<void> {
  // Whoever refused here would keep the connections from coming home.
  if (event.RequestType === 'Update' && (await services.isRollingBack(event.StackId))) {
    log('nothing to check: the stack is being rolled back');
    return;
  }
  const found = await survey(new Lists(services.directConnect), wanted);
  const { missing } = found;
  if (missing.length > 0 && services.now() - receivedAt < MISSING_MS) {
    throw new NotYet(`${missing.join(', ')} on no interconnect or LAG at the moment`);
  }
  const problems = problemsOf(wanted, found);
  problems.forEach(({ kind, subject }) => log(`problem: ${kind}: ${subject}`));
  if (problems.length > 0) throw new Failure(describeProblems(problems));
  await report(event.LogicalResourceId, wanted, found, services, log);
}

async function report(
  migration: string,
  wanted: WantedMigration,
  found: Survey,
  { roster }: PreflightServices,
  log: Tell,
): Promise<void> {
  const places = [...found.places];
  const sightings = Object.fromEntries(places.map(([id, { parentId }]) => [id, parentId]));
  const moved = new Set(
    places.filter(([, { parentId }]) => isOnTarget(parentId, wanted, found)).map(([id]) => id),
  );
  await roster.write(migration, { parentConnectionId: wanted.parentId, sightings, moved });
  log(`no problem found: ${moved.size} of ${places.length} moved`);
}

/** What is left behind hinders nobody: whoever may no longer delete it does not fail for that. */
async function forget(event: IsCompleteEvent, { roster }: PreflightServices): Promise<void> {
  await roster.remove(event.LogicalResourceId).catch(() => undefined);
}
