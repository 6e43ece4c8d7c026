import { HANDLER_TIMEOUT_SECONDS } from '../../../lib/timing';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LiveClaim } from '../../../lambda/association/claim';
import type { Owner } from '../../../lambda/cloudformation/owner';
import type { Association } from '../../../simulator';
import type { CallSeen } from '../aws/in-process-aws';
import type { Simulation, Watcher } from '../simulation';
import { AssociationSpec, associationOf } from '../cloudformation/declared';
import { MigrationInvariants } from './migration-invariants';
import type { CustomResourceRequest, Stack, StackResource } from '../cloudformation/stack';

/** A real move of a connection, by one of our operations or by somebody else. */
interface Move {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly by: CustomResourceRequest | 'somebody else';
}

/** What the invariants say of one connection in one stack, from its create on. */
interface Tenure {
  readonly stackId: string;
  /** Where a delete may put the connection: wherever it was when it was associated, or where the user said. */
  readonly origins: Set<string>;
  /** Where the stack has wanted the connection. */
  readonly targets: Set<string>;
  /** Whether the create has ended: until then, what somebody else does may be taken for where it came from. */
  isCreated: boolean;
  /** Who has taken the connection over: from then on it is for that one to bring it home. */
  takenBy?: Tenure;
}

/** Watches a history, and says which of the invariants of `test/model/README.md` does not hold. */
export class Invariants implements Watcher {
  public readonly violations: string[] = [];
  /** Told when a preflight has succeeded, before anything that waits for it begins. */
  public onPreflightPassed: (stack: Stack) => void = () => undefined;
  private readonly moves = new Map<string, Move[]>();
  private readonly tenures = new Map<string, Tenure>();
  /** The requests on whose behalf the handler has called anything. */
  private readonly polled = new Set<string>();
  /** The resources that were deleted with success, and not created again. */
  private readonly deleted = new Set<string>();
  /** Those whose create finds a claim of their own name, which a resource has left that CloudFormation has forgotten. */
  private readonly hasFoundClaim = new Set<StackResource>();
  /** The resources that were once complete, and whose create was not undone after that. */
  private readonly completed = new Set<string>();
  /** The connections whose claim somebody has deleted. */
  private readonly lost = new Set<string>();
  /** The stacks whose resource has turned up in another one: its claim names the first until its next operation. */
  private readonly refactoredAway = new Set<string>();
  private readonly accepted = new Map<string, number>();
  private readonly ofMigrations: MigrationInvariants;

  public constructor(
    private readonly simulation: Simulation,
    private readonly readLagMs: number,
  ) {
    this.ofMigrations = new MigrationInvariants({
      model: simulation.model,
      wasQuiet: () => this.wasQuiet(),
      violate: (what) => this.violate(what),
    });
  }

  /** Somebody else moves a connection. */
  public movedByHand(connectionId: string, from: string, to: string): void {
    this.record(connectionId, { at: this.now, from, to, by: 'somebody else' });
    this.ofMigrations.interruptedBySomebodyElse(connectionId);
  }

  public sent(request: CustomResourceRequest): void {
    const { type, stack, spec: resourceSpec } = request;
    this.ofMigrations.sent(request);
    const spec = associationOf(resourceSpec);
    if (spec === undefined) return;
    if (type !== 'Delete') this.deleted.delete(keyOfResource(request));
    const tenure = this.tenureOf(stack.id, spec.connectionId);
    tenure.targets.add(spec.parentId);
    if (type !== 'Delete' && spec.originalParentId !== undefined) tenure.origins.add(spec.originalParentId);
    if (type !== 'Create') return;
    const { owner } = this.liveClaimOf(spec.connectionId) ?? {};
    if (owner && keyOf(owner) === keyOfResource(request)) this.hasFoundClaim.add(request.resource);
    // Without its claim nobody knows who had the connection: whoever creates now has it.
    if (this.lost.has(spec.connectionId)) this.inheritUnknown(tenure, spec.connectionId);
    tenure.isCreated = false;
    for (const parent of this.recentParents(spec.connectionId)) tenure.origins.add(parent);
  }

  public called(call: CallSeen, request: CustomResourceRequest): void {
    this.polled.add(request.requestId);
    if (call.operation === 'PutItem') this.claimWritten(call, request);
    if (call.operation !== 'AssociateHostedConnection') return;
    this.checkMayMove(request);
    this.ofMigrations.moves(request);
  }

  public associated(association: Association, request: CustomResourceRequest): void {
    this.checkCount(request, association);
    if (association.from === association.to) return;
    this.record(association.connectionId, { ...association, by: request });
    this.ofMigrations.interrupted(request);
  }

  public ended(request: CustomResourceRequest): void {
    const { how } = request.ended ?? {};
    const spec = associationOf(request.spec);
    if (spec === undefined) {
      this.preflightEnded(request);
      return;
    }
    if (request.type === 'Delete' && how?.kind === 'answered' && how.success) {
      if (!this.hasFoundClaim.has(request.resource)) this.deleted.add(keyOfResource(request));
      if (request.isRollback) this.completed.delete(keyOfResource(request));
    }
    const tenure = this.tenureOf(request.stack.id, spec.connectionId);
    tenure.isCreated = true;
    // A delete that died may have put the connection back or not: from then on that parent counts as one of the stack's.
    if (request.type === 'Delete' && !(how?.kind === 'answered' && how.success)) {
      for (const origin of tenure.origins) tenure.targets.add(origin);
    }
    if (how?.kind !== 'answered') return;
    if (!how.success && /superseded|no longer waits/.test(how.reason)) {
      this.violate(
        `6: ${describe(request)} was told that it is superseded, and CloudFormation waited for it`,
      );
    }
    if (!how.success || request.type === 'Delete') return;
    this.completed.add(keyOfResource(request));
    this.hasFoundClaim.delete(request.resource);
    this.checkArrived(request);
  }

  private preflightEnded(request: CustomResourceRequest): void {
    this.ofMigrations.preflightEnded(request);
    const { how } = request.ended ?? {};
    if (request.type !== 'Delete' && how?.kind === 'answered' && how.success)
      this.onPreflightPassed(request.stack);
  }

  /**
   * The second waiter of an operation that has succeeded must not say that it failed, unless it was overtaken: by a later
   * operation, or by another resource that owns the connection now. That of a preflight may: it looks afresh, and
   * CloudFormation does not listen to what it finds.
   */
  public answered(request: CustomResourceRequest, success: boolean, reason: string): void {
    if (associationOf(request.spec) === undefined) return;
    const { how } = request.ended ?? {};
    const hasSucceeded = how?.kind === 'answered' && how.success;
    // Without the claim it is a delivery that comes too late.
    if (this.lost.has(String(request.spec.properties['connectionId']))) return;
    if (
      hasSucceeded &&
      !success &&
      !this.wasTaken(request) &&
      !/superseded by a later|is already associated by|Function not found|signal: killed|Task timed out/.test(
        reason,
      )
    ) {
      this.violate(`6: ${describe(request)} has succeeded, and is then said to have failed: ${reason}`);
    }
  }

  /** Whether another association has had the connection since. */
  private wasTaken(request: CustomResourceRequest): boolean {
    const { connectionId } = specOf(request);
    const { owner } = (this.itemOf(connectionId) ?? {}) as { readonly owner?: Owner };
    const isAnothers = owner !== undefined && keyOf(owner) !== keyOfResource(request);
    return isAnothers || this.tenureOf(request.stack.id, connectionId).takenBy !== undefined;
  }

  /** Whoever has a ResponseURL can answer CloudFormation. */
  public logged(line: string): void {
    if (/https?:|X-Amz-/.test(line)) this.violate(`a line of the log has a ResponseURL: ${line}`);
  }

  public threw(error: unknown): void {
    const { message } = error instanceof Error ? error : new Error(String(error));
    if (!/Function not found|socket hang up/.test(message)) this.violate(`the framework threw: ${message}`);
  }

  /** After a history: every resource that is complete has its connection, and every stack that is gone has let go. */
  public checkAtRest(stacks: readonly Stack[]): void {
    for (const stack of stacks) {
      for (const { status, spec: resourceSpec, logicalId } of stack.resources.values()) {
        const spec = associationOf(resourceSpec);
        if (spec === undefined || !/^(CREATE|UPDATE)_COMPLETE$/.test(status)) continue;
        const parent = this.parentOf(spec);
        if (parent !== spec.parentId && !this.wasMovedBySomebodyElse(stack, spec)) {
          this.violate(
            `2: ${logicalId} of ${stack.id} is ${status} for ${spec.parentId}, and at rest it is on ${parent}`,
          );
        }
      }
    }
  }

  /** What a resource was deleted of has no live claim, and a resource that is complete has one, or another has it. */
  public checkClaims(stack: Stack, connectionIds: readonly string[]): void {
    for (const connectionId of connectionIds) {
      const claim = this.liveClaimOf(connectionId);
      // A create that was undone gives the claim back to whom it found, who may have gone meanwhile: it is the memory.
      const [latest] = claim?.formerOperations ?? [];
      if (claim === undefined || this.refactoredAway.has(`${claim.owner.stackId} ${connectionId}`)) continue;
      if (this.deleted.has(keyOf(claim.owner)) && latest?.operation.type !== 'Delete') {
        this.violate(`5: ${keyOf(claim.owner)} keeps a claim of ${connectionId} after its delete`);
      }
    }
    for (const { status, spec: resourceSpec, logicalId } of stack.resources.values()) {
      const { connectionId } = associationOf(resourceSpec) ?? {};
      if (connectionId === undefined || !/^(CREATE|UPDATE)_COMPLETE$/.test(status)) continue;
      // Whoever has taken the connection has also let it go. One whose create was undone has given it back.
      const { owner } = (this.itemOf(connectionId) ?? {}) as { readonly owner?: Owner };
      const self = keyOf({ stackId: stack.id, logicalResourceId: logicalId });
      const wasTaken = owner !== undefined && keyOf(owner) !== self && this.completed.has(keyOf(owner));
      const isKnown = this.liveClaimOf(connectionId) !== undefined || wasTaken;
      if (!isKnown && !this.lost.has(connectionId)) {
        this.violate(
          `5: ${logicalId} of ${stack.id} is ${status}, and nobody knows where ${connectionId} came from`,
        );
      }
    }
  }

  /** What was left can be taken over, and then comes home. */
  public checkBroughtHome({ id, status }: Stack, claim: LiveClaim): void {
    const { connectionId, originalParentConnectionId } = claim;
    const parent = this.simulation.model.parentOf(connectionId);
    if (status !== 'DELETE_COMPLETE' || parent !== originalParentConnectionId) {
      this.violate(
        `5: ${connectionId} was left by ${keyOf(claim.owner)}; ${id}, which has taken it, is ${status}, and it is on ${parent}, not on ${originalParentConnectionId}`,
      );
    }
  }

  /** Somebody deletes the claim of a connection. */
  public claimLost(connectionId: string): void {
    this.lost.add(connectionId);
  }

  /** A resource turns up in another stack. */
  public refactored(from: Stack, to: Stack, connectionId: string): void {
    this.inherit(from.id, to.id, connectionId);
    this.refactoredAway.add(`${from.id} ${connectionId}`);
  }

  /** Of two stacks that want one connection, and were not told to take it, one has got it. */
  public checkHolders(stacks: readonly Stack[]): void {
    const holders = new Map<string, string>();
    for (const stack of stacks) {
      for (const { status, spec: resourceSpec, logicalId } of stack.resources.values()) {
        const { connectionId } = associationOf(resourceSpec) ?? {};
        if (connectionId === undefined || !/^(CREATE|UPDATE)_COMPLETE$/.test(status)) continue;
        const name = `${logicalId} of ${stack.id}`;
        const other = holders.get(connectionId);
        if (other !== undefined) this.violate(`11: ${name} has ${connectionId}, and so has ${other}`);
        holders.set(connectionId, name);
      }
    }
  }

  /** A deployment that was rolled back has left every connection where it was found. */
  public checkRolledBack({ id, status }: Stack, before: ReadonlyMap<string, string | undefined>): void {
    if (status !== 'ROLLBACK_COMPLETE' && status !== 'UPDATE_ROLLBACK_COMPLETE') return;
    for (const [connectionId, parentId] of before) {
      const now = this.simulation.model.parentOf(connectionId);
      if (now !== parentId) {
        this.violate(
          `12: ${id} is ${status}, and ${connectionId} is on ${now}, and was found on ${parentId}`,
        );
      }
    }
  }

  /** Nothing has gone wrong, so nothing can hinder a rollback. */
  public checkCanRollBack({ id, status }: Stack): void {
    if (status === 'ROLLBACK_FAILED' || status === 'UPDATE_ROLLBACK_FAILED') {
      this.violate(`12: ${id} could not be rolled back, it is ${status}`);
    }
  }

  public checkProgress(stack: Stack): void {
    this.ofMigrations.checkProgress(stack);
  }

  public checkGone(stack: Stack): void {
    if (!stack.isGone) {
      // Its own text says so: without a claim nothing says whose place that is, until somebody retains the resource.
      if (this.isOnlyHeldByLostClaims(stack)) return;
      this.violate(`stuck: ${stack.id} cannot be deleted, it is ${stack.status}`);
      return;
    }
    for (const [key, tenure] of this.tenures) {
      const [stackId, connectionId = ''] = key.split(' ');
      if (stackId !== stack.id) continue;
      const last = this.movesOf(connectionId).at(-1);
      if (last === undefined || last.by === 'somebody else' || last.by.stack !== stack) continue;
      if (last.by.spec.retain && last.by.type !== 'Delete') continue;
      const { origins, stackId: takerId } = tenure.takenBy ?? tenure;
      // It is for the one that has taken it, and may not be able to.
      if (this.simulation.cloudFormation.stack(takerId)?.isGone === false) continue;
      if (!tenure.origins.has(last.to) && !origins.has(last.to)) {
        this.violate(
          `1: ${stack.id} is gone, and has left ${connectionId} on ${last.to}, which is not where it came from (${[...tenure.origins].join(', ')})`,
        );
      }
    }
  }

  /** Whether each resource that is left has lost its claim, and another has moved its connection since. */
  private isOnlyHeldByLostClaims(stack: Stack): boolean {
    const left = [...stack.resources.values()].filter(({ status }) => status === 'DELETE_FAILED');
    return left.every(({ spec: resourceSpec }) => {
      const spec = associationOf(resourceSpec);
      return spec && this.lost.has(spec.connectionId) && this.wasMovedBySomebodyElse(stack, spec);
    });
  }

  private checkCount(request: CustomResourceRequest, { from, to }: { from: string; to: string }): void {
    const count = (this.accepted.get(request.requestId) ?? 0) + 1;
    this.accepted.set(request.requestId, count);
    const foreign = this.foreignMoves(request);
    const allowed = 1 + foreign;
    if (count > allowed)
      this.violate(`4: ${describe(request)} has moved ${count} times, and ${allowed} was enough`);
    if (from === to && foreign === 0) {
      this.violate(`4: ${describe(request)} interrupted a connection that was on ${to} already`);
    }
    this.checkTaken(request, from, to);
  }

  /** A delete takes a connection only from where its stack has put it, as far as reads can tell. */
  private checkTaken(request: CustomResourceRequest, from: string, to: string): void {
    const { type, stack } = request;
    const spec = specOf(request);
    if (type !== 'Delete' || from === to || this.tenureOf(stack.id, spec.connectionId).targets.has(from))
      return;
    const last = this.movesOf(spec.connectionId).at(-1);
    if (last === undefined || this.now - last.at > this.readLagMs + HANDLER_TIMEOUT_SECONDS * 1000) {
      this.violate(`1: ${describe(request)} took a connection from ${from}, where somebody else had put it`);
    }
  }

  private checkMayMove(request: CustomResourceRequest): void {
    const { ended, resource } = request;
    if (ended === undefined || this.isUnknowable(request, resource.active)) return;
    const late = this.now - ended.at;
    const wasDone = ended.how.kind === 'answered' && ended.how.success;
    if (wasDone || late > HANDLER_TIMEOUT_SECONDS * 1000) {
      this.violate(
        `3: ${describe(request)} begins a move ${late} ms after CloudFormation stopped waiting (${ended.how.kind})`,
      );
    }
  }

  /**
   * An update whose rollback, or a delete whose repetition, is under way but has not reached the handler:
   * CloudFormation's status is the same. So is everything of one that is repeated with its RequestId.
   */
  private isUnknowable(
    request: CustomResourceRequest,
    successor: CustomResourceRequest | undefined,
  ): boolean {
    if (successor?.requestIdTold === request.requestIdTold) return true;
    return successor?.type === request.type && !this.polled.has(successor.requestId);
  }

  private checkArrived(request: CustomResourceRequest): void {
    const spec = specOf(request);
    const parent = this.parentOf(spec);
    if (parent === spec.parentId) return;
    // A rollback leaves a connection to the one that has taken it.
    const { owner } = this.liveClaimOf(spec.connectionId) ?? {};
    if (request.isRollback && owner !== undefined && owner.stackId !== request.stack.id) return;
    if (this.foreignMoves(request) === 0) {
      this.violate(`2: ${describe(request)} is on ${parent} when it was reported complete`);
    }
  }

  /** How often somebody else has moved the connection since a request was sent, or so shortly before that reads lag. */
  private foreignMoves(request: CustomResourceRequest): number {
    const { sentAt, stack } = request;
    return this.movesOf(specOf(request).connectionId).filter(
      ({ at, by }) => at >= sentAt - this.readLagMs && (by === 'somebody else' || by.stack !== stack),
    ).length;
  }

  /** A create that is under way may find the connection here. */
  private record(connectionId: string, move: Move): void {
    this.movesOf(connectionId).push(move);
    for (const [key, tenure] of this.tenures) {
      const isOwn = move.by !== 'somebody else' && key.startsWith(`${move.by.stack.id} `);
      if (key.endsWith(` ${connectionId}`) && !tenure.isCreated && !isOwn) tenure.origins.add(move.to);
    }
  }

  /** Whether reads have long shown what is true, and nobody has changed it. */
  private wasQuiet(): boolean {
    const since = this.now - this.readLagMs - HANDLER_TIMEOUT_SECONDS * 1000;
    return [...this.moves.values()].flat().every(({ at }) => at < since);
  }

  private wasMovedBySomebodyElse(stack: Stack, spec: AssociationSpec): boolean {
    const last = this.movesOf(spec.connectionId).at(-1);
    return last !== undefined && (last.by === 'somebody else' || last.by.stack !== stack);
  }

  /** Where the connection has been as far back as reads may still show. */
  private recentParents(connectionId: string): string[] {
    const recent = this.movesOf(connectionId).filter(({ at }) => at >= this.now - this.readLagMs);
    const parent = this.simulation.model.parentOf(connectionId);
    return [...recent.map(({ from }) => from), ...(parent === undefined ? [] : [parent])];
  }

  private parentOf({ connectionId }: AssociationSpec): string | undefined {
    return this.simulation.model.parentOf(connectionId);
  }

  private movesOf(connectionId: string): Move[] {
    const moves = this.moves.get(connectionId) ?? [];
    this.moves.set(connectionId, moves);
    return moves;
  }

  /** The claim of another association is taken over, with what it remembers. */
  private claimWritten({ input }: CallSeen, request: CustomResourceRequest): void {
    const item = unmarshall(input['Item'] as Parameters<typeof unmarshall>[0]) as LiveClaim;
    const claim = this.liveClaimOf(item.connectionId);
    const own = keyOfResource(request);
    // A write that has lost a race changes nothing.
    if (item.version !== (claim?.version ?? 0) + 1) return;
    if (claim === undefined || keyOf(claim.owner) === own || keyOf(item.owner) !== own) return;
    this.checkTaking(request, claim);
    this.inherit(claim.owner.stackId, request.stack.id, item.connectionId);
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
      this.violate(`11: ${describe(request)} takes it from ${keyOf(owner)}, which is ${resource.status}`);
    }
    if (phase !== 'settled' && deadline > this.now) {
      this.violate(`11: ${describe(request)} takes it from ${keyOf(owner)}, which may be moving it`);
    }
  }

  private inheritUnknown(tenure: Tenure, connectionId: string): void {
    for (const [key, other] of this.tenures) {
      if (key.endsWith(` ${connectionId}`) && other !== tenure) other.takenBy = tenure;
    }
  }

  private inherit(from: string, to: string, connectionId: string): void {
    const [before, after] = [this.tenureOf(from, connectionId), this.tenureOf(to, connectionId)];
    for (const origin of before.origins) after.origins.add(origin);
    for (const target of before.targets) after.targets.add(target);
    before.takenBy = after;
    after.takenBy = undefined;
  }

  private liveClaimOf(connectionId: string): LiveClaim | undefined {
    const item = this.itemOf(connectionId);
    return item === undefined || item['phase'] === 'released' ? undefined : (item as unknown as LiveClaim);
  }

  private itemOf(connectionId: string): Record<string, unknown> | undefined {
    return this.simulation.cloudFormation.provider.table.item(connectionId);
  }

  private tenureOf(stackId: string, connectionId: string): Tenure {
    const key = `${stackId} ${connectionId}`;
    const tenure = this.tenures.get(key) ?? {
      stackId,
      origins: new Set<string>(),
      targets: new Set<string>(),
      isCreated: false,
    };
    this.tenures.set(key, tenure);
    return tenure;
  }

  private get now(): number {
    return this.simulation.time.now();
  }

  private violate(what: string): void {
    this.violations.push(what);
  }
}

function specOf({ spec }: CustomResourceRequest): AssociationSpec {
  const association = associationOf(spec);
  if (association === undefined) throw new Error(`${spec.type} moves nothing`);
  return association;
}

function keyOf({ stackId, logicalResourceId }: Owner): string {
  return `${stackId} ${logicalResourceId}`;
}

function keyOfResource({ stack, resource }: CustomResourceRequest): string {
  return keyOf({ stackId: stack.id, logicalResourceId: resource.logicalId });
}

function describe(request: CustomResourceRequest): string {
  const { type, requestId, stack, resource, spec } = request;
  const { connectionId = resource.logicalId, parentId = 'nowhere' } = associationOf(spec) ?? {};
  return `${type} ${requestId} of ${connectionId} to ${parentId} in ${stack.id}`;
}
