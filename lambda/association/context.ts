import type { AssociationProperties } from '../../lib/contract';
import { FIRST_POLL_SECONDS } from '../../lib/timing';
import type { Notice } from '../assumptions/notice';
import { IsCompleteEvent, Request, isDeliveredAgain, parseRequest } from '../cloudformation/event';
import { Guard, Verdict } from '../cloudformation/guard';
import { isSameOperation } from '../cloudformation/operation';
import { Owner, isSameOwner } from '../cloudformation/owner';
import { DirectConnect } from '../direct-connect/client';
import { Inventory } from '../direct-connect/inventory';
import { Kept } from '../direct-connect/kept';
import { Details, Log } from '../log';
import { MigrationProgress, Preflighted } from '../migration/progress';
import { Notes } from '../notes';
import { PollTime } from '../poll-time';
import { isParentId } from '../properties';
import { Claim, LiveClaim, hasEndedWell } from './claim';
import { Claims } from './claims';
import { connectionNamedBy } from './physical-id';
import type { SearchNote } from './search-note';
import { Desired, parseDesired, parseForDelete, propertiesOf } from './properties';

/** The services that a poll calls. */
export interface Services {
  readonly directConnect: DirectConnect;
  readonly inventory: Inventory;
  readonly time: PollTime;
  readonly kept: Kept;
  readonly claims: Claims;
  readonly progress: MigrationProgress;
  readonly searches: Notes<SearchNote>;
  readonly guard: Guard;
  /** Whether CloudFormation has forgotten a resource. */
  readonly isGone: (owner: Owner) => Promise<boolean>;
  readonly stackStatuses: (stackId: string) => Promise<readonly string[]>;
  readonly now: () => number;
  readonly log: Log;
  readonly notice: Notice;
}

/** What an event asks for: an operation on one resource, and the desired state. */
export interface Assignment {
  readonly request: Request;
  readonly desired: Desired;
  /** In an update: the parent that was desired before. */
  readonly previousParentId?: string;
}

/** One poll: what it was asked for, what it has read, and what it can use. It is only read. */
export interface Context extends Assignment {
  readonly services: Services;
  readonly inventory: Inventory;
  /** The claim as this poll has read it. A function that writes the claim returns what it has written. */
  readonly claim: Claim | undefined;
  /** What is remembered of the connection, if this resource has it: its claim, or what takes the place of one. */
  readonly ownClaim: LiveClaim | undefined;
  /** The owner of the claim, if that is another resource. */
  readonly otherOwner: Owner | undefined;
  /** Whether an earlier poll of this very operation has written the claim: nothing older can act any more. */
  readonly hasBegun: boolean;
  /** Whether this very operation has ended well before: it was delivered twice, or its answer was lost. */
  readonly hasEnded: boolean;
  /** What CloudFormation says of the operation, asked once in a poll, and again where the answer has to be newer. */
  readonly askGuard: (maxAgeSeconds?: number) => Promise<Verdict>;
  /** What the preflight of the migration has found of the connection. */
  readonly preflighted: Promise<Preflighted | undefined>;
}

/** @throws TerminalError for properties that can never work. */
export function parseAssignment(event: IsCompleteEvent, now: number): Assignment {
  const old = event.RequestType === 'Update' ? event.OldResourceProperties : undefined;
  const request = parseRequest(event, now);
  const named = connectionNamedBy(request.physicalResourceId);
  const properties = propertiesOf(event);
  const desired =
    event.RequestType === 'Delete' ? parseForDelete(properties, named) : parseDesired(properties);
  // Of the rollback of an update that was refused: anything.
  const previous: unknown = (old as Partial<AssociationProperties> | undefined)?.parentConnectionId;
  return {
    request,
    desired,
    previousParentId: isParentId(previous) ? previous : undefined,
  };
}

/** Reads the claim, and at the same time starts to read what the operation will most likely need. */
export async function beginPoll(assignment: Assignment, services: Services): Promise<Context> {
  const { request, desired } = assignment;
  const reading = services.claims.get(desired.connectionId);
  const { inventory } = services;
  inventory.prefetch(desired.parentId);
  const askGuard = remembering(() => services.guard.ask(request), services.now);
  // Most operations move the connection in their first poll.
  if (services.now() - request.receivedAt < FIRST_POLL_SECONDS * 1000) {
    prefetchForMove(assignment, inventory);
    askGuard().catch(() => undefined);
  }
  const preflighted = readPreflighted(assignment, services);
  const claim = await reading;
  const unsettled = { ownClaim: undefined, otherOwner: undefined };
  return {
    ...assignment,
    services,
    inventory,
    askGuard,
    preflighted,
    ...unsettled,
    ...readClaim(claim, request),
  };
}

function prefetchForMove({ request, desired, previousParentId }: Assignment, inventory: Inventory): void {
  if (request.operation.type === 'Update' && previousParentId === desired.parentId) return;
  inventory.prefetchParents();
  for (const likely of [desired.originalParentId, previousParentId]) if (likely) inventory.prefetch(likely);
}

async function readPreflighted(
  { request, desired }: Assignment,
  { progress }: Services,
): Promise<Preflighted | undefined> {
  if (request.operation.type === 'Delete' || desired.migration === undefined) return undefined;
  const migration = { stackId: request.owner.stackId, logicalResourceId: desired.migration };
  return progress.preflighted(migration, desired.connectionId);
}

/** A question that is answered from memory, unless that answer is too old. */
function remembering<T>(ask: () => Promise<T>, now: () => number): (maxAgeSeconds?: number) => Promise<T> {
  let answer: { readonly value: Promise<T>; readonly askedAt: number } | undefined;
  return (maxAgeSeconds = Infinity) => {
    if (answer === undefined || now() - answer.askedAt > maxAgeSeconds * 1000) {
      answer = { value: ask(), askedAt: now() };
    }
    return answer.value;
  };
}

/** What the claim says about this operation. */
function readClaim(claim: Claim | undefined, request: Request) {
  const { operation, owner } = request;
  const hasBegun = claim !== undefined && isSameOperation(claim.operation, operation);
  // A delete that is repeated has nothing more to put back.
  const isOver = operation.type === 'Delete' || (hasBegun && isDeliveredAgain(request, claim.operation));
  const hasSettled = hasBegun && hasEndedWell(claim) && isOver;
  // A delete that has left the connection to another.
  const hasLeft =
    operation.type === 'Delete' &&
    claim?.formerOperations.some(
      (each) =>
        each.lostAt === undefined &&
        isSameOwner(each.owner, owner) &&
        isSameOperation(each.operation, operation),
    ) === true;
  return { claim, hasBegun, hasEnded: hasSettled || hasLeft };
}

/** Logs a decision about the connection. */
export function logDecision(
  { services, request, desired }: Context,
  decision: string,
  details: Details = {},
): void {
  const { requestId } = request.operation;
  services.log({ decision, connection: desired.connectionId, requestId, ...details });
}
