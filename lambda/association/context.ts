import { AssociationAttributes, HANDLER_TIMEOUT_SECONDS } from '../../lib/contract';
import { attributesOf } from './attributes';
import { Claim, LiveClaim, isLive } from './claim';
import { ClaimStore } from './claims';
import { DirectConnect } from '../direct-connect/client';
import { Guard, Verdict } from '../cloudformation/guard';
import { Lists, MISSING_MS, Place } from '../direct-connect/inventory';
import { Locator } from '../direct-connect/search';
import { Decision, Log } from '../log';
import { NotYet, Superseded } from '../outcome';
import { isNewer } from '../cloudformation/operation';
import { Request } from '../cloudformation/request';
import { Roster } from '../migration/progress';

/** So long after a move was begun, or seen to be done, readings that contradict it are not believed. */
const LANDING_MS = (HANDLER_TIMEOUT_SECONDS + 10) * 1000;

/** An operation that has not begun so long after it was issued may have a successor already. */
const LATE_MS = 10_000;

/** A poll so soon after its event is most likely the first, and most operations end in it. */
const FIRST_MS = 5_000;

/** How long the record of an ended delete is kept: longer than any waiter lives. */
const RELEASED_FOR_SECONDS = 7 * 24 * 3600;

/** The services that a poll calls. */
export interface Services {
  readonly directConnect: DirectConnect;
  readonly claims: ClaimStore;
  readonly roster: Roster;
  readonly guard: Guard;
  readonly now: () => number;
  readonly log: Log;
}

/** The attributes of a create or update that is complete; nothing for a delete. */
export type Done = AssociationAttributes | undefined;

/** One look at one connection on behalf of one operation: what it is about, what is known, what may be done. */
export class Poll {
  private found: Place | undefined;

  private constructor(
    public readonly request: Request,
    public readonly services: Services,
    public readonly locator: Locator,
    private readonly sighting: Promise<string | undefined>,
    private verdict: Promise<Verdict> | undefined,
    private lastClaim: Claim | undefined,
  ) {}

  public static async begin(request: Request, services: Services): Promise<Poll> {
    const { connectionId, parentId } = request.wanted;
    const locator = new Locator(new Lists(services.directConnect), connectionId);
    locator.prefetch(parentId);
    const sighting = sightingFor(request, services);
    const verdict = isFirst(request, services) ? askAhead(request, services, locator) : undefined;
    return new Poll(request, services, locator, sighting, verdict, await services.claims.get(connectionId));
  }

  public get claim(): Claim | undefined {
    return this.lastClaim;
  }

  /** The claim, if this resource holds it. */
  public get ownClaim(): LiveClaim | undefined {
    return isLive(this.lastClaim) && this.lastClaim.owner === this.request.logicalResourceId
      ? this.lastClaim
      : undefined;
  }

  /** The resource of this stack that holds the connection, if it is another one. */
  public get otherOwner(): string | undefined {
    return isLive(this.lastClaim) && this.ownClaim === undefined ? this.lastClaim.owner : undefined;
  }

  /** Whether an earlier poll of this very operation has written the claim: nothing older can act any more. */
  public get hasBegun(): boolean {
    return this.claim?.operation.requestId === this.request.operation.requestId;
  }

  /** Whether this very operation has ended well before: it was delivered twice, or its answer was lost. */
  public get hasEnded(): boolean {
    return this.hasBegun && (this.claim?.phase === 'settled' || this.claim?.phase === 'released');
  }

  /** @throws Superseded when a newer operation has been seen. */
  public passFence(): void {
    const { operation } = this.request;
    if (this.claim && isNewer(this.claim.operation, operation)) {
      throw new Superseded(
        `this ${operation.type} was superseded by a later ${this.claim.operation.type} of the same association; it changes nothing`,
      );
    }
  }

  /** @throws Superseded when CloudFormation does not wait for this create or update any more. */
  public async passGuard(): Promise<void> {
    if ((await this.askGuard()) !== 'agrees') {
      throw new Superseded(
        `cloudformation no longer waits for this ${this.request.operation.type}; it changes nothing`,
      );
    }
  }

  /** What CloudFormation says of the operation, asked once in a poll. */
  public async askGuard(): Promise<Verdict> {
    this.verdict ??= this.services.guard.ask(this.request);
    return this.verdict;
  }

  /**
   * Where the connection is, as far as that can be believed: while a move may still land, only a reading that agrees
   * with it counts.
   *
   * @throws NotYet while it cannot be told.
   */
  public async find(): Promise<Place | undefined> {
    const { wanted, previousParentId } = this.request;
    const { movedTo = [], originalParentConnectionId } = this.ownClaim ?? {};
    this.found = await this.locator.find([
      [wanted.parentId],
      [wanted.originalParentId, previousParentId],
      [...movedTo.toReversed(), originalParentConnectionId, await this.sighting],
    ]);
    const landing = this.mayBeLandingOn;
    if (landing !== undefined && !(await this.isOn(this.found, landing))) {
      throw new NotYet(`a move to ${landing} may still be under way`);
    }
    return this.found;
  }

  /** The parent that a call may still be moving the connection to, or that reads may not show yet. */
  private get mayBeLandingOn(): string | undefined {
    const { movedTo = [], updatedAt = 0 } = this.ownClaim ?? {};
    return this.services.now() - updatedAt < LANDING_MS ? movedTo.at(-1) : undefined;
  }

  /** Whether a later operation may be about to take over, and deserves the time of a poll for it. */
  public get isLate(): boolean {
    return !this.hasBegun && this.services.now() - this.request.operation.issuedAt > LATE_MS;
  }

  /** Whether the place is this parent, or the LAG that it has become a member of. */
  public async isOn(place: Place | undefined, parentId: string): Promise<boolean> {
    if (place === undefined) return false;
    if (place.parentId === parentId) return true;
    const parents = await this.locator.parents();
    return parents.standsFor(place.parentId) === parents.standsFor(parentId);
  }

  public async isOnAny(place: Place, parentIds: readonly string[]): Promise<boolean> {
    const matches = await Promise.all(parentIds.map((parentId) => this.isOn(place, parentId)));
    return matches.includes(true);
  }

  /**
   * Returns once a connection that is listed nowhere counts as gone.
   *
   * @throws NotYet before.
   */
  public async confirmMissing(): Promise<void> {
    const { now } = this.services;
    const claim = this.ownClaim;
    if (claim && claim.missingSince === undefined) await this.hold(claim, now());
    if (now() - (this.ownClaim?.missingSince ?? this.request.receivedAt) < MISSING_MS) {
      throw new NotYet(`${this.request.wanted.connectionId} is on no interconnect or LAG at the moment`);
    }
  }

  /** Writes the claim; from now on this operation is the newest one. */
  public async write(next: Omit<LiveClaim, 'version' | 'operation'>): Promise<void> {
    const { operation } = this.request;
    this.lastClaim = await this.services.claims.put({ ...next, operation }, this.claim);
  }

  /** Ends the claim, but keeps it for some days: what was cancelled may still be running. */
  public async release(): Promise<void> {
    const now = this.services.now();
    this.lastClaim = await this.services.claims.put(
      {
        connectionId: this.request.wanted.connectionId,
        owner: this.request.logicalResourceId,
        operation: this.request.operation,
        phase: 'released',
        updatedAt: now,
        expiresAt: Math.ceil(now / 1000) + RELEASED_FOR_SECONDS,
      },
      this.claim,
    );
  }

  /** An operation that has to wait takes its place all the same: an older one does nothing meanwhile. */
  public async takeFence(): Promise<void> {
    const claim = this.ownClaim;
    if (claim === undefined || !(this.hasBegun || (await this.verdict) === 'agrees')) return;
    const missingSince = this.found ? undefined : claim.missingSince;
    if (!this.hasBegun || missingSince !== claim.missingSince) await this.hold(claim, missingSince);
  }

  /** Writes the claim as it is, in the name of this operation, which has not ended. */
  private async hold(claim: LiveClaim, missingSince: number | undefined): Promise<void> {
    const phase = claim.phase === 'settled' ? 'claimed' : claim.phase;
    await this.write({ ...claim, phase, missingSince });
  }

  /** Tells the migration, if any, where the connection is now; nothing depends on it. */
  public async noteProgress(parentId: string | undefined): Promise<void> {
    const { migration, connectionId } = this.request.wanted;
    if (migration === undefined) return;
    const progress = await this.services.roster.note(migration, connectionId, parentId);
    if (progress) this.log(progress);
  }

  public log(decision: string, details: Pick<Decision, 'row' | 'from' | 'to'> = {}): void {
    const { operation, wanted } = this.request;
    this.services.log({
      decision,
      connection: wanted.connectionId,
      requestId: operation.requestId,
      ...details,
    });
  }

  public answer(place: Place | undefined, originalParentId: string): AssociationAttributes {
    return attributesOf(place?.connection, place?.parentId ?? '', originalParentId);
  }
}

function isFirst({ receivedAt }: Request, { now }: Services): boolean {
  return now() - receivedAt < FIRST_MS;
}

/**
 * Starts all that most operations need in the end, while the claim is read. Who needs an answer meets its error.
 *
 * @returns what CloudFormation says of the operation.
 */
function askAhead(request: Request, { guard }: Services, locator: Locator): Promise<Verdict> {
  const { operation, wanted, previousParentId } = request;
  if (operation.type !== 'Update' || previousParentId !== wanted.parentId) {
    locator.prefetchParents();
    for (const likely of [wanted.originalParentId, previousParentId]) if (likely) locator.prefetch(likely);
  }
  const verdict = guard.ask(request);
  verdict.catch(() => undefined);
  return verdict;
}

/** Where the migration's preflight has seen a connection that is yet to be created: where to look first, no more. */
async function sightingFor(
  { operation, wanted }: Request,
  { roster }: Services,
): Promise<string | undefined> {
  if (operation.type !== 'Create' || wanted.migration === undefined) return undefined;
  return roster.sightingOf(wanted.migration, wanted.connectionId);
}
