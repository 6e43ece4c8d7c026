import { isLive } from '../../lambda/association/claim';
import type { LiveClaim } from '../../lambda/association/claim';
import { createdPhysicalId, parsePhysicalId } from '../../lambda/association/physical-id';
import { stackNameOf } from '../../lambda/cloudformation/owner';
import { DirectConnect } from '../../lambda/direct-connect/client';
import { Inventory } from '../../lambda/direct-connect/inventory';
import { AT_ONCE } from '../../lambda/direct-connect/pace';
import { Parents } from '../../lambda/direct-connect/parents';
import { Placement, isGone } from '../../lambda/direct-connect/placement';
import { RememberedParents } from '../../lambda/direct-connect/remembered-parents';
import { search } from '../../lambda/direct-connect/search';
import { ASSOCIATION_TYPE, claimsTableNameOf } from '../../lib/contract';
import { ReadClaim, readClaims } from '../aws/claims';
import { DeployedResource, DeployedStacks } from '../aws/deployed-stacks';
import { inTurn } from '../aws/in-turn';
import type { Session } from '../aws/session';
import { CommandError } from '../outcome';
import { assess, describePlacement } from './assess';
import type { ConnectionStatus, Status } from './schema';
import type { State } from './states';

/** Neither has to be done anything about. */
const QUIET: readonly State[] = ['as declared', 'moving', 'no association'];

/** A connection that is asked about, whether it has an association or not. */
export interface Asked {
  readonly connectionId: string;
  readonly stackId: string;
  readonly logicalId: string;
  /** Where it was left, if that is known. */
  readonly leftOn?: string;
}

/**
 * Every live claim beside what Direct Connect and CloudFormation say now.
 *
 * @param stacks the names or ids of the stacks to look at; none: all.
 * @param asked connections that are told of as well; with them no stack has to have a claim.
 */
export async function readStatus(
  session: Session,
  providerStack: string,
  stacks: readonly string[],
  asked?: readonly Asked[],
): Promise<Status> {
  const all = (await readClaims(session, providerStack)).filter(isHeld);
  const askedIds = new Set(asked?.map(({ connectionId }) => connectionId));
  const claims = all.filter((claim) => isOf(stacks, claim) || askedIds.has(claim.connectionId));
  const deployed = new DeployedStacks(session.cloudFormation);
  const lost = await lostClaims(deployed, claims, stacks);
  if (asked === undefined) refuseUnknown(stacks, all, lost);
  const told = new Set([...claims, ...lost].map(({ connectionId }) => connectionId));
  const others = (asked ?? []).filter(({ connectionId }) => !told.has(connectionId));
  const world = await look(session, [...told, ...others.map(({ connectionId }) => connectionId)]);
  const connections = await inTurn(claims, (each) => statusOf(each, deployed, world));
  connections.push(
    ...lost.map((each) => ({ ...each, ...describePlacement(world.found.get(each.connectionId)) })),
    ...others.map((each) => unassociated(each, world)),
  );
  return {
    version: 1,
    region: session.region,
    table: claimsTableNameOf(providerStack),
    at: new Date(world.now).toISOString(),
    hasDrifted: connections.some(({ state }) => !QUIET.includes(state)),
    connections,
  };
}

/** What Direct Connect says. */
interface World {
  readonly parents: Parents;
  readonly found: ReadonlyMap<string, Placement>;
  readonly now: number;
}

async function look({ directConnect }: Session, connectionIds: readonly string[]): Promise<World> {
  const client = new DirectConnect(directConnect, new AbortController().signal, AT_ONCE);
  const inventory = new Inventory(client, new RememberedParents(Date.now));
  const parents = await inventory.parents();
  return { parents, found: await search(inventory, connectionIds, []), now: Date.now() };
}

function isHeld(read: ReadClaim): boolean {
  return 'unreadable' in read || isLive(read.claim);
}

function isOf(stacks: readonly string[], read: ReadClaim): boolean {
  if (stacks.length === 0) return true;
  const stackId = 'claim' in read ? read.claim.owner.stackId : '';
  return stacks.includes(stackId) || stacks.includes(stackNameOf(stackId));
}

async function statusOf(read: ReadClaim, deployed: DeployedStacks, world: World): Promise<ConnectionStatus> {
  const placement = world.found.get(read.connectionId);
  if ('unreadable' in read) {
    const { connectionId, unreadable } = read;
    return { connectionId, state: 'unreadable', ...describePlacement(placement), reason: unreadable };
  }
  const claim = read.claim as LiveClaim;
  const { stackId, logicalResourceId } = claim.owner;
  const resource = (await deployed.resourcesOf(stackId)).get(logicalResourceId);
  const isThere = resource !== undefined && !isForgotten(resource);
  const template = isThere ? await deployed.templateOf(stackId) : undefined;
  const policy = template?.Resources?.[logicalResourceId]?.DeletionPolicy;
  return assess({
    claim,
    placement,
    parents: world.parents,
    resource: isThere ? resource : undefined,
    isRetained: template && policy !== undefined ? policy !== 'Delete' : undefined,
    now: world.now,
  });
}

/** No association has it any more, or none has ever got it. */
function unassociated({ connectionId, stackId, logicalId, leftOn }: Asked, world: World): ConnectionStatus {
  const placement = world.found.get(connectionId);
  const known = {
    connectionId,
    ...describePlacement(placement),
    stack: stackNameOf(stackId),
    stackId,
    logicalId,
  };
  if (placement === undefined || isGone(placement))
    return { ...known, state: 'gone', reason: 'it is on no interconnect or LAG of the account' };
  const isLeft = leftOn === undefined || world.parents.standsFor(leftOn) === placement.parentId;
  return isLeft
    ? { ...known, state: 'no association' }
    : { ...known, state: 'moved by hand', reason: `it was left on ${leftOn}` };
}

/** What CloudFormation still lists, and does not have any more. */
function isForgotten({ status }: DeployedResource): boolean {
  return status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED';
}

/** Associations that exist, and that no claim is of: somebody has deleted it. */
async function lostClaims(
  deployed: DeployedStacks,
  claims: readonly ReadClaim[],
  stacks: readonly string[],
): Promise<ConnectionStatus[]> {
  const ownerStacks = claims.flatMap((each) => ('claim' in each ? [each.claim.owner.stackId] : []));
  const others = stacks.filter((stack) => !claims.some((claim) => isOf([stack], claim)));
  const named = [...new Set([...ownerStacks, ...others])];
  const claimed = new Set(claims.map(({ connectionId }) => connectionId));
  const lists = await inTurn(named, async (stack) => [stack, await deployed.resourcesOf(stack)] as const);
  return lists.flatMap(([stack, resources]) =>
    [...resources].flatMap(([logicalId, resource]) => {
      const created = parsePhysicalId(resource.physicalId);
      if (resource.type !== ASSOCIATION_TYPE || isForgotten(resource) || created === undefined) return [];
      if (claimed.has(created.connectionId)) return [];
      return [lostClaim(stackNameOf(stack), logicalId, resource, created)];
    }),
  );
}

function lostClaim(
  stack: string,
  logicalId: string,
  { status }: DeployedResource,
  created: NonNullable<ReturnType<typeof parsePhysicalId>>,
): ConnectionStatus {
  return {
    connectionId: created.connectionId,
    state: 'no claim',
    stack,
    logicalId,
    resourceStatus: status,
    home: created.foundOn,
    reason: `the table has no claim of it; cloudformation remembers ${createdPhysicalId(created)}`,
    advice: 'the next update or delete goes by that: see "if a claim is lost" in docs/claims.md',
  };
}

function refuseUnknown(
  stacks: readonly string[],
  claims: readonly ReadClaim[],
  lost: readonly ConnectionStatus[],
): void {
  const unknown = stacks.filter(
    (stack) =>
      !claims.some((claim) => isOf([stack], claim) && 'claim' in claim) &&
      !lost.some((each) => each.stack === stackNameOf(stack)),
  );
  if (unknown.length === 0) return;
  const names = claims.flatMap((each) => ('claim' in each ? [stackNameOf(each.claim.owner.stackId)] : []));
  throw new CommandError(
    `no claim is of the stack ${unknown.join(', ')}: expected one of ${[...new Set(names)].sort().join(', ') || 'none, as there is no live claim'}`,
  );
}
