import type { LiveClaim } from '../../../lambda/association/claim';
import { homeOf } from '../../../lambda/association/before';
import { HANDLER_TIMEOUT_SECONDS } from '../../../lib/timing';
import type { Association } from '../../../simulator';
import type { CallSeen } from '../aws/in-process-aws';
import { AssociationSpec, associationOf } from '../cloudformation/declared';
import type { CustomResourceRequest, Stack } from '../cloudformation/stack';
import type { Simulation, Watcher } from '../simulation';
import { AnswerInvariants } from './answer-invariants';
import { ClaimInvariants } from './claim-invariants';
import { EditInvariants } from './edit-invariants';
import type { Excuses } from './excuses';
import { Liveness } from './liveness';
import { MigrationInvariants } from './migration-invariants';
import { MoveInvariants } from './move-invariants';
import { describe, hasSucceeded, isComplete, keyOf, keyOfResource, specOf, writesClaim } from './naming';
import { Verdicts } from './verdicts';
import { Whereabouts } from './whereabouts';

/** Watches a history, and says which of the invariants of `test/model/README.md` does not hold. */
export class Invariants implements Watcher {
  /** Told when a preflight has succeeded, before anything that waits for it begins. */
  public onPreflightPassed: (stack: Stack) => void = () => undefined;
  /** What is done by hand in the history. */
  public disturbances: Excuses = {};
  /** What may fail an operation in the history. */
  public hindrances: Excuses = {};
  public readonly verdicts = new Verdicts();
  private readonly whereabouts: Whereabouts;
  private readonly claims: ClaimInvariants;
  private readonly ofMoves: MoveInvariants;
  private readonly ofAnswers: AnswerInvariants;
  private readonly liveness: Liveness;
  private readonly ofEdits: EditInvariants;
  private readonly ofMigrations: MigrationInvariants;

  public constructor(
    private readonly simulation: Simulation,
    readLagMs: number,
  ) {
    const { verdicts } = this;
    const { model, time } = simulation;
    const { behavior } = simulation.cloudFormation;
    this.whereabouts = new Whereabouts(model, time.now, readLagMs);
    this.claims = new ClaimInvariants(verdicts, this.whereabouts, simulation);
    this.ofMoves = new MoveInvariants(verdicts, this.whereabouts, time.now, behavior);
    this.ofAnswers = new AnswerInvariants(verdicts, this.claims, behavior, time.now);
    this.liveness = new Liveness(
      verdicts,
      this.claims,
      this.whereabouts,
      () => this.circumstances(),
      behavior.hidesCreates,
    );
    this.ofEdits = new EditInvariants(verdicts, simulation);
    this.ofMigrations = new MigrationInvariants({
      model,
      wasQuiet: () => this.whereabouts.isQuiet(HANDLER_TIMEOUT_SECONDS * 1000),
      violate: (what, excuses) => verdicts.violate(what, excuses),
      disturbances: () => this.disturbances,
    });
  }

  public get violations(): readonly string[] {
    return this.verdicts.violations;
  }

  /** Somebody else moves a connection. */
  public movedByHand(connectionId: string, from: string, to: string): void {
    const isUnseen = this.claims.liveClaimOf(connectionId)?.phase === 'accepted';
    const at = this.simulation.time.now();
    this.whereabouts.record(connectionId, { at, from, to, by: 'somebody else', isUnseen });
    this.ofMigrations.interruptedBySomebodyElse(connectionId);
  }

  /** An interconnect becomes a member of a LAG. */
  public joined(interconnectId: string, lagId: string): void {
    this.whereabouts.join(interconnectId, lagId);
  }

  public sent(request: CustomResourceRequest): void {
    const { type, stack } = request;
    this.ofMigrations.sent(request);
    const spec = associationOf(request.spec);
    if (spec === undefined) return;
    this.claims.sent(request);
    this.ofMoves.sent(request);
    const { targets, origins } = this.whereabouts.tenureOf(stack.id, spec.connectionId);
    if (type === 'Create') {
      const isHeld = this.claims.isHeldBy(request);
      this.whereabouts.begin(stack.id, spec.connectionId, isHeld);
    }
    targets.add(spec.parentId);
    if (type !== 'Delete' && spec.originalParentId !== undefined) origins.add(spec.originalParentId);
  }

  public called(call: CallSeen, request: CustomResourceRequest): void {
    this.ofMoves.called(call, request);
    this.ofAnswers.called(request);
    if (call.operation === 'PutItem') this.claims.written(call, request);
    if (request.type === 'Create' && writesClaim(call, request)) this.hasFound(request);
    if (call.operation !== 'AssociateHostedConnection') return;
    this.ofMoves.begins(request);
    this.ofMigrations.moves(request);
  }

  /** What a create has found is in its claim: what somebody else does after that is not where the connection came from. */
  private hasFound(request: CustomResourceRequest): void {
    this.whereabouts.tenureOf(request.stack.id, specOf(request).connectionId).isCreated = true;
  }

  public associated(association: Association, request: CustomResourceRequest): void {
    this.ofMoves.accept(request, association);
    this.ofEdits.associated(request);
    if (association.from === association.to) return;
    this.whereabouts.record(association.connectionId, { ...association, by: request });
    this.ofMigrations.interrupted(request);
  }

  public ended(request: CustomResourceRequest): void {
    const spec = associationOf(request.spec);
    this.liveness.ended(request);
    if (spec === undefined) {
      this.ofMigrations.preflightEnded(request);
      if (request.type !== 'Delete' && hasSucceeded(request)) this.onPreflightPassed(request.stack);
      return;
    }
    this.ofMoves.ended(request);
    const tenure = this.whereabouts.tenureOf(request.stack.id, spec.connectionId);
    // One that was cancelled looks on until its delete comes.
    tenure.isCreated ||= request.type !== 'Create' || request.ended?.how.kind !== 'cancelled';
    // A delete that died may have put the connection back or not: from then on that parent counts as one of the stack's.
    if (request.type === 'Delete' && !hasSucceeded(request)) {
      for (const origin of tenure.origins) tenure.targets.add(origin);
    }
    this.claims.ended(request);
    this.ofAnswers.ended(request);
    this.ofEdits.ended(request);
    if (request.type !== 'Delete' && hasSucceeded(request)) this.checkArrived(request);
  }

  public answered(request: CustomResourceRequest, success: boolean, reason: string): void {
    this.ofAnswers.answered(request, success, reason);
  }

  /** Whoever has a ResponseURL can answer CloudFormation. */
  public logged(line: string): void {
    if (/https?:|X-Amz-/.test(line)) this.verdicts.violate(`a line of the log has a ResponseURL: ${line}`);
  }

  public threw(error: unknown): void {
    const { message } = error instanceof Error ? error : new Error(String(error));
    if (!/Function not found|socket hang up/.test(message))
      this.verdicts.violate(`the framework threw: ${message}`);
  }

  /** After a history: every resource that is complete has its connection. */
  public checkAtRest(stacks: readonly Stack[]): void {
    for (const stack of stacks) {
      for (const resource of stack.resources.values()) {
        const spec = associationOf(resource.spec);
        if (spec === undefined || !isComplete(resource)) continue;
        const parent = this.parentOf(spec);
        if (this.whereabouts.isSame(parent, spec.parentId)) continue;
        const { logicalId, status } = resource;
        const { owner } = this.claims.liveClaimOf(spec.connectionId) ?? {};
        this.verdicts.violate(
          `2: ${logicalId} of ${stack.id} is ${status} for ${spec.parentId}, and at rest it is on ${parent}`,
          {
            'moved by somebody else': this.whereabouts.wasMovedByOther(stack, logicalId, spec),
            // A rollback leaves a connection to the one that has taken it.
            'taken over since': owner !== undefined && owner.stackId !== stack.id,
            'connection is over': this.whereabouts.isOver(spec.connectionId),
          },
        );
      }
    }
  }

  public checkClaims(stack: Stack, connectionIds: readonly string[]): void {
    this.claims.checkClaims(stack, connectionIds);
  }

  /** What was left can be taken over, and then comes home. */
  public checkBroughtHome({ id, status }: Stack, claim: LiveClaim): void {
    const { connectionId } = claim;
    const home = homeOf(claim);
    const parent = this.simulation.model.parentOf(connectionId);
    const isHome = this.whereabouts.isSame(parent, home);
    if (status === 'DELETE_COMPLETE' && isHome) return;
    this.verdicts.violate(
      `5: ${connectionId} was left by ${keyOf(claim.owner)}; ${id}, which has taken it, is ${status}, and it is on ${parent}, not on ${home}`,
      {
        'vlan taken': this.isVlanTaken(connectionId, home),
        'home is gone': !this.simulation.model.hasParent(home),
        'connection is over': this.whereabouts.isOver(connectionId),
      },
    );
  }

  /** Somebody edits the claim of a connection into something that cannot be read. */
  public claimEdited(connectionId: string, attribute: string): void {
    this.ofEdits.edited(connectionId, attribute);
  }

  /** It is about to be corrected. */
  public claimCorrected(connectionId: string, edited: object): void {
    this.ofEdits.corrected(connectionId, edited);
  }

  /** Somebody deletes the claim of a connection. */
  public claimLost(connectionId: string): void {
    this.claims.lose(connectionId);
    this.ofEdits.deleted(connectionId);
  }

  /** A resource turns up in another stack. */
  public refactored(from: Stack, to: Stack, connectionId: string): void {
    this.whereabouts.inherit(from.id, to.id, connectionId);
    this.claims.refactored(from, connectionId);
  }

  /** Of two stacks that want one connection, one has got it. */
  public checkHolders(stacks: readonly Stack[], excuses: Excuses): void {
    const holders = new Map<string, string>();
    for (const stack of stacks) {
      for (const resource of stack.resources.values()) {
        const { connectionId } = associationOf(resource.spec) ?? {};
        if (connectionId === undefined || !isComplete(resource)) continue;
        const name = `${resource.logicalId} of ${stack.id}`;
        const other = holders.get(connectionId);
        if (other !== undefined)
          this.verdicts.violate(`11: ${name} has ${connectionId}, and so has ${other}`, excuses);
        holders.set(connectionId, name);
      }
    }
  }

  /** A deployment that was rolled back has left every connection where it was found. */
  public checkRolledBack(
    { id, status }: Stack,
    before: ReadonlyMap<string, string | undefined>,
    excuses: Excuses,
  ): void {
    if (status !== 'ROLLBACK_COMPLETE' && status !== 'UPDATE_ROLLBACK_COMPLETE') return;
    for (const [connectionId, parentId] of before) {
      const now = this.simulation.model.parentOf(connectionId);
      if (this.whereabouts.isSame(now, parentId)) continue;
      this.verdicts.violate(
        `12: ${id} is ${status}, and ${connectionId} is on ${now}, and was found on ${parentId}`,
        {
          ...excuses,
          'beside others': this.whereabouts.isWantedByOther(id, connectionId),
          'connection is over': this.whereabouts.isOver(connectionId),
        },
      );
    }
  }

  /** Where each connection would be put, if its association were deleted now. */
  public homes(connectionIds: readonly string[]): ReadonlyMap<string, string> {
    const claims = connectionIds.flatMap((id) => this.claims.liveClaimOf(id) ?? []);
    return new Map(claims.map((claim) => [claim.connectionId, claim.originalParentConnectionId]));
  }

  /** After a deployment that was rolled back, a delete goes where it would have gone before. */
  public checkHomes({ id, status }: Stack, before: ReadonlyMap<string, string>, excuses: Excuses): void {
    if (status !== 'UPDATE_ROLLBACK_COMPLETE') return;
    const homes = this.homes([...before.keys()]);
    for (const [connectionId, home] of before) {
      const now = homes.get(connectionId);
      if (this.whereabouts.isSame(now, home)) continue;
      this.verdicts.violate(
        `15: ${id} is ${status}, and ${connectionId} would go to ${now}, and would have gone to ${home}`,
        { ...excuses, 'beside others': this.whereabouts.isWantedByOther(id, connectionId) },
      );
    }
  }

  /** Where nothing has gone wrong, nothing can hinder a rollback. */
  public checkCanRollBack({ id, status }: Stack, excuses: Excuses): void {
    if (status !== 'ROLLBACK_FAILED' && status !== 'UPDATE_ROLLBACK_FAILED') return;
    this.verdicts.violate(`12: ${id} could not be rolled back, it is ${status}`, excuses);
  }

  public checkProgress(stack: Stack, excuses: Excuses): void {
    this.ofMigrations.checkProgress(stack, excuses);
  }

  public checkGone(stack: Stack): void {
    if (!stack.isGone) {
      const excuses = this.excusesOfLeft(stack);
      this.verdicts.violate(`stuck: ${stack.id} cannot be deleted, it is ${stack.status}`, excuses);
      return;
    }
    for (const [connectionId, tenure] of this.whereabouts.tenuresOf(stack.id)) {
      const last = this.whereabouts.movesOf(connectionId).at(-1);
      if (last === undefined) continue;
      const { origins, stackId: takerId } = tenure.takenBy ?? tenure;
      if (this.whereabouts.isAny(new Set([...tenure.origins, ...origins]), last.to)) continue;
      const own = last.by !== 'somebody else' && last.by.stack === stack ? last.by : undefined;
      this.verdicts.violate(
        `1: ${stack.id} is gone, and has left ${connectionId} on ${last.to}, which is not where it came from (${[...tenure.origins].join(', ')})`,
        {
          'moved by somebody else': own === undefined,
          'later than expected': this.verdicts.isBeyond && this.claims.isOriginKnown(connectionId, tenure),
          'connection is over': this.whereabouts.isOver(connectionId),
          'claim deleted by hand':
            this.claims.isLost(connectionId) && this.isForgottenIn(stack, connectionId, own),
          retained: own?.spec.retain === true && own.type !== 'Delete',
          'taken over since': this.simulation.cloudFormation.stack(takerId)?.isGone === false,
        },
      );
    }
  }

  /** The delete of a create that was given up has nothing but the claim to go by, nor has anybody after a clean-up that gave up. */
  private isForgottenIn(stack: Stack, connectionId: string, own: CustomResourceRequest | undefined): boolean {
    const isGivenUp = own?.type === 'Create' && own.ended?.how.kind === 'cancelled';
    return isGivenUp || !this.claims.wasLetGo(stack, connectionId);
  }

  private circumstances(): Excuses {
    return { 'fault struck': this.simulation.faults.struck > 0, ...this.disturbances, ...this.hindrances };
  }

  /** Each of those that could not be deleted has one of its own. */
  private excusesOfLeft(stack: Stack): Excuses {
    const all = [...stack.resources.values(), ...stack.replaced];
    const left = all.filter(({ status }) => status === 'DELETE_FAILED');
    const each = left.map(({ logicalId, spec }): Excuses => {
      const association = associationOf(spec);
      return association === undefined
        ? {}
        : {
            'claim deleted by hand': this.isForgotten(stack, logicalId, association),
            'vlan taken': this.hasNoVlanAtHome(stack, association),
            'home is gone': this.hasNoHome(stack, association),
            'gone before it was listed': this.isGoneUnlisted(association),
          };
    });
    const areAll = each.every((excuses) => Object.values(excuses).includes(true));
    return areAll ? each.reduce<Excuses>((all, excuses) => ({ ...all, ...holding(excuses) }), {}) : {};
  }

  /** Whether it has lost its claim, and another has moved its connection since: nothing says whose place that is. */
  private isForgotten(stack: Stack, logicalId: string, spec: AssociationSpec): boolean {
    return this.claims.isLost(spec.connectionId) && this.whereabouts.wasMovedByOther(stack, logicalId, spec);
  }

  private isGoneUnlisted({ connectionId }: AssociationSpec): boolean {
    const isAccepted = this.claims.liveClaimOf(connectionId)?.phase === 'accepted';
    return isAccepted && this.whereabouts.isOver(connectionId);
  }

  private hasNoVlanAtHome(stack: Stack, { connectionId }: AssociationSpec): boolean {
    const { origins } = this.whereabouts.tenureOf(stack.id, connectionId);
    return [...origins].some((origin) => this.isVlanTaken(connectionId, origin));
  }

  private hasNoHome(stack: Stack, { connectionId }: AssociationSpec): boolean {
    const { origins } = this.whereabouts.tenureOf(stack.id, connectionId);
    return [...origins].some((origin) => !this.simulation.model.hasParent(origin));
  }

  private isVlanTaken(connectionId: string, parentId: string): boolean {
    const { model } = this.simulation;
    const vlan = model.connection(connectionId)?.vlan;
    return model.all.some(
      (other) =>
        other.connectionId !== connectionId &&
        other.vlan === vlan &&
        this.whereabouts.isSame(model.parentOf(other.connectionId), parentId),
    );
  }

  private checkArrived(request: CustomResourceRequest): void {
    const spec = specOf(request);
    const parent = this.parentOf(spec);
    if (this.whereabouts.isSame(parent, spec.parentId)) return;
    const { owner } = this.claims.liveClaimOf(spec.connectionId) ?? {};
    this.verdicts.violate(`2: ${describe(request)} is on ${parent} when it was reported complete`, {
      // A rollback leaves a connection to the one that has taken it.
      'taken over since':
        request.isRollback && owner !== undefined && keyOf(owner) !== keyOfResource(request),
      'moved meanwhile': this.whereabouts.foreignMoves(request, spec) > 0,
      'connection is over': this.whereabouts.isOver(spec.connectionId),
    });
  }

  private parentOf({ connectionId }: AssociationSpec): string | undefined {
    return this.simulation.model.parentOf(connectionId);
  }
}

function holding(excuses: Excuses): Excuses {
  return Object.fromEntries(Object.entries(excuses).filter(([, holds]) => holds));
}
