import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isLive, type Claim, type LiveClaim, type ReleasedClaim } from '../../../lambda/association/claim';
import type { Owner } from '../../../lambda/cloudformation/owner';
import type { CallSeen } from '../aws/in-process-aws';
import { associationOf } from '../cloudformation/declared';
import type { CustomResourceRequest, Stack, StackResource } from '../cloudformation/stack';
import type { Simulation } from '../simulation';
import { describe, hasSucceeded, isComplete, keyOf, keyOfResource, specOf } from './naming';
import type { Verdicts } from './verdicts';
import type { Tenure, Whereabouts } from './whereabouts';

/** What has to be true of the claims: whose they are, and that none is lost. */
export class ClaimInvariants {
  /** When the resources were deleted with success that were not created again. */
  private readonly deleted = new Map<string, number>();
  /** The resources of a name that CloudFormation has not deleted yet: a create may have been tried more than once. */
  private readonly tries = new Map<string, Set<StackResource>>();
  /** Those whose create finds a claim of their own name, which a resource has left that CloudFormation has forgotten. */
  private readonly hasFoundClaim = new Set<StackResource>();
  /** How often a resource was created and became complete, and was not undone after that. */
  private readonly completed = new Map<string, number>();
  /** Where the stacks that have released a claim have left its connection, as lists had it. */
  private readonly leftOn = new Map<string, Set<string>>();
  /** The stacks that a resource was deleted from with success, with its connection. */
  private readonly letGo = new Set<string>();
  /** The connections whose claim somebody has deleted. */
  private readonly lost = new Set<string>();
  /** The stacks whose resource has turned up in another one: its claim names the first until its next operation. */
  private readonly refactoredAway = new Set<string>();

  public constructor(
    private readonly verdicts: Verdicts,
    private readonly whereabouts: Whereabouts,
    private readonly simulation: Simulation,
  ) {}

  public sent(request: CustomResourceRequest): void {
    if (request.type !== 'Delete') this.deleted.delete(keyOfResource(request));
    if (request.type !== 'Create') return;
    const tries = this.triesOf(request);
    const isLeft = [...tries].every((earlier) => this.hasFoundClaim.has(earlier));
    if (isLeft && this.isHeldBy(request)) this.hasFoundClaim.add(request.resource);
    tries.add(request.resource);
  }

  private triesOf(request: CustomResourceRequest): Set<StackResource> {
    const key = keyOfResource(request);
    const tries = this.tries.get(key) ?? new Set();
    this.tries.set(key, tries);
    return tries;
  }

  public ended(request: CustomResourceRequest): void {
    if (!hasSucceeded(request)) return;
    const { connectionId } = specOf(request);
    // Without its claim nobody knows who had the connection: whoever creates now has it.
    if (request.type === 'Create' && this.lost.has(connectionId))
      this.whereabouts.takeFromAll(request.stack.id, connectionId);
    const key = keyOfResource(request);
    const times = this.completed.get(key) ?? 0;
    if (request.type === 'Create') this.completed.set(key, times + 1);
    if (request.type === 'Update') this.completed.set(key, Math.max(times, 1));
    if (request.type !== 'Delete') this.hasFoundClaim.delete(request.resource);
    if (request.type !== 'Delete') return;
    this.letGo.add(`${request.stack.id} ${connectionId}`);
    if (request.isRollback && request.resource.wasComplete) this.completed.set(key, times - 1);
    // Of several tries of a create the last one that is deleted leaves nothing.
    const { resource } = request;
    const tries = this.triesOf(request);
    tries.delete(resource);
    if (tries.size === 0 && !this.hasFoundClaim.has(resource))
      this.deleted.set(key, this.simulation.time.now());
  }

  /** Somebody deletes the claim of a connection. */
  public lose(connectionId: string): void {
    this.lost.add(connectionId);
  }

  public isLost(connectionId: string): boolean {
    return this.lost.has(connectionId);
  }

  /** Whether a delete of its association has succeeded, and not CloudFormation forgotten it after those that failed. */
  public wasLetGo({ id }: Stack, connectionId: string): boolean {
    return this.letGo.has(`${id} ${connectionId}`);
  }

  /** A resource turns up in another stack. */
  public refactored(from: Stack, connectionId: string): void {
    this.refactoredAway.add(`${from.id} ${connectionId}`);
  }

  /** Whether another association has had the connection since. */
  public wasTaken(request: CustomResourceRequest): boolean {
    const { connectionId } = specOf(request);
    const { owner } = (this.itemOf(connectionId) ?? {}) as { readonly owner?: Owner };
    const isAnothers = owner !== undefined && keyOf(owner) !== keyOfResource(request);
    return isAnothers || this.whereabouts.tenureOf(request.stack.id, connectionId).takenBy !== undefined;
  }

  /** Whether the resource of a request has a live claim. */
  public isHeldBy(request: CustomResourceRequest): boolean {
    const claim = this.liveClaimOf(specOf(request).connectionId);
    return claim !== undefined && keyOf(claim.owner) === keyOfResource(request);
  }

  /** Whether the claim says where the connection came from, or when it was released it was there, as lists had it. */
  public isOriginKnown(connectionId: string, { origins }: Tenure): boolean {
    const left = [...(this.leftOn.get(connectionId) ?? [])];
    const isLeftHome = left.some((parentId) => this.whereabouts.isAny(origins, parentId));
    return isLeftHome || this.liveClaimOf(connectionId) !== undefined;
  }

  public liveClaimOf(connectionId: string): LiveClaim | undefined {
    const item = this.itemOf(connectionId);
    return item === undefined || item['phase'] === 'released' ? undefined : (item as unknown as LiveClaim);
  }

  /** The claim of another association is taken over, with what it remembers. */
  public written({ input }: CallSeen, request: CustomResourceRequest): void {
    const item = unmarshall(input['Item'] as Parameters<typeof unmarshall>[0]) as Claim;
    const claim = this.liveClaimOf(item.connectionId);
    const own = keyOfResource(request);
    if (!isLive(item)) this.noteRelease(item);
    // A write that has lost a race changes nothing.
    if (item.version !== (claim?.version ?? 0) + 1) return;
    if (claim === undefined || keyOf(claim.owner) === own || keyOf(item.owner) !== own) return;
    this.checkTaking(request, claim);
    this.whereabouts.inherit(claim.owner.stackId, request.stack.id, item.connectionId);
  }

  private noteRelease({ connectionId, leftOn }: ReleasedClaim): void {
    const known = this.leftOn.get(connectionId) ?? new Set();
    this.leftOn.set(connectionId, leftOn === undefined ? known : known.add(leftOn));
  }

  /** What a resource was deleted of has no live claim, and a resource that is complete has one, or another has it. */
  public checkClaims(stack: Stack, connectionIds: readonly string[]): void {
    for (const connectionId of connectionIds) this.checkNotKept(connectionId);
    for (const resource of stack.resources.values()) {
      const { connectionId } = associationOf(resource.spec) ?? {};
      if (connectionId === undefined || !isComplete(resource)) continue;
      if (this.liveClaimOf(connectionId) !== undefined) continue;
      const { logicalId, status } = resource;
      const self = keyOf({ stackId: stack.id, logicalResourceId: logicalId });
      this.verdicts.violate(
        `5: ${logicalId} of ${stack.id} is ${status}, and nobody knows where ${connectionId} came from`,
        {
          // Whoever has taken the connection has also let it go. One whose create was undone has given it back.
          'taken over since': this.ownersOf(connectionId).some(
            (owner) => owner !== self && (this.completed.get(owner) ?? 0) > 0,
          ),
          'claim deleted by hand': this.lost.has(connectionId),
          'later than expected':
            this.verdicts.isBeyond &&
            this.isOriginKnown(connectionId, this.whereabouts.tenureOf(stack.id, connectionId)),
        },
      );
    }
  }

  private checkNotKept(connectionId: string): void {
    const claim = this.liveClaimOf(connectionId);
    const deletedAt = claim && this.deleted.get(keyOf(claim.owner));
    if (claim === undefined || deletedAt === undefined) return;
    const [latest] = claim.formerOperations;
    const isGivenBack = latest?.operation.type === 'Delete' && keyOf(latest.owner) !== keyOf(claim.owner);
    this.verdicts.violate(`5: ${keyOf(claim.owner)} keeps a claim of ${connectionId} after its delete`, {
      'given back': isGivenBack && deletedAt <= claim.updatedAt,
      'refactored since': this.refactoredAway.has(`${claim.owner.stackId} ${connectionId}`),
      // It remembers where its connection came from, for whoever declares that again.
      'later than expected': this.verdicts.isBeyond,
    });
  }

  /** An association that exists is taken from only by one that is told so, and none in the middle of its operation. */
  private checkTaking(
    request: CustomResourceRequest,
    { owner, operation, phase, deadline }: LiveClaim,
  ): void {
    const stack = this.simulation.cloudFormation.stack(owner.stackId);
    const resource = stack?.resources.get(owner.logicalResourceId);
    const isItsLast = resource?.last?.requestIdTold === operation.requestId;
    const isTold = request.type !== 'Delete' && specOf(request).takeOver;
    if (isItsLast && !isTold) {
      this.verdicts.violate(
        `11: ${describe(request)} takes it from ${keyOf(owner)}, which is ${resource.status}`,
      );
    }
    if (phase !== 'settled' && deadline > this.simulation.time.now()) {
      this.verdicts.violate(`11: ${describe(request)} takes it from ${keyOf(owner)}, which may be moving it`);
    }
  }

  /** The one who has the claim, and those who had it before. */
  private ownersOf(connectionId: string): string[] {
    const claim = this.itemOf(connectionId) as Partial<LiveClaim> | undefined;
    const former = claim?.formerOperations ?? [];
    return [claim?.owner, ...former.map(({ owner }) => owner)].flatMap((owner) =>
      owner ? [keyOf(owner)] : [],
    );
  }

  private itemOf(connectionId: string): Record<string, unknown> | undefined {
    return this.simulation.cloudFormation.provider.table.item(connectionId);
  }
}
