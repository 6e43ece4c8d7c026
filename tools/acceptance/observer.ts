import { setTimeout as sleep } from 'node:timers/promises';
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { textOf, type Account } from './account';
import { PROVIDER_STACK, TEST_STACK } from './app';
import { Changes, type Change } from './changes';
import { listingOf, type Listing } from './placements';
import type { ResourceState } from './stacks';

const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/** What was seen from outside while something was going on. Times are milliseconds after its beginning. */
export interface Observations {
  readonly listings: readonly Change<Listing>[];
  /** By logical id: what DescribeStackResource said. */
  readonly resources: Readonly<Record<string, readonly Change<ResourceState>[]>>;
  /** The phases of the claim. */
  readonly phases: readonly Change<{ phase: string }>[];
  readonly events: readonly SeenEvent[];
  /** What could not be asked, and how often. */
  readonly errors: Readonly<Record<string, number>>;
}

/** An event of the stack. */
export interface SeenEvent {
  readonly at: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly status: string;
  readonly reason?: string;
}

export interface Watched {
  readonly connectionId: string;
  readonly parentIds: readonly string[];
  /** The resources of the stack to ask for: those of a step are known once it is synthesized. */
  readonly logicalIds: () => readonly string[];
  readonly onEvent: (event: SeenEvent) => void;
  readonly onPhase: (phase: string) => void;
}

/** Looks at Direct Connect, at the stack and at the claim, again and again. */
export class Observer {
  private readonly since = Date.now();
  private readonly listings = new Changes<Listing>(this.since);
  private readonly phases = new Changes<{ phase: string }>(this.since);
  private readonly resources = new Map<string, Changes<ResourceState>>();
  private readonly events: SeenEvent[] = [];
  private readonly errors = new Map<string, number>();
  private readonly ended = new AbortController();
  private readonly loops: Promise<void>[];
  private pauseMs = PAUSE_MS;

  /** @param known the ids of the stack's events that are from before; those that are seen are added. */
  public constructor(
    private readonly account: Account,
    private readonly watched: Watched,
    private readonly known: Set<string>,
  ) {
    this.loops = [this.repeat(() => this.lookAtLists()), this.repeat(() => this.lookAtStack())];
  }

  /** Looks once more, and tells what was seen. */
  public async end(): Promise<Observations> {
    this.ended.abort();
    await Promise.all(this.loops);
    await this.noting(() => this.lookAtLists());
    await this.noting(() => this.lookAtStack());
    return {
      listings: this.listings.all,
      resources: Object.fromEntries([...this.resources].map(([id, changes]) => [id, changes.all])),
      phases: this.phases.all,
      events: this.events,
      errors: Object.fromEntries(this.errors),
    };
  }

  private async repeat(look: () => Promise<void>): Promise<void> {
    while (!this.ended.signal.aborted) {
      await this.noting(look);
      await sleep(this.pauseMs, undefined, { signal: this.ended.signal }).catch(() => undefined);
    }
  }

  /** What cannot be asked is asked later, less often. */
  private async noting(look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      const text = textOf(error);
      this.errors.set(text, (this.errors.get(text) ?? 0) + 1);
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  private async lookAtLists(): Promise<void> {
    const { connectionId, parentIds } = this.watched;
    const asked = Date.now();
    this.listings.add(await listingOf(this.account.directConnect, connectionId, parentIds), asked);
  }

  private async lookAtStack(): Promise<void> {
    await this.lookAtClaim();
    const stack = (await this.account.stacks.find(TEST_STACK)) ?? this.lastStack;
    if (stack === undefined) return;
    this.lastStack = stack;
    for (const logicalId of this.watched.logicalIds()) {
      const state = await this.account.stacks.resource(stack.id, logicalId);
      const changes = this.resources.get(logicalId) ?? new Changes<ResourceState>(this.since);
      this.resources.set(logicalId, changes);
      changes.add(state);
    }
    for (const event of await this.account.stacks.newEvents(stack.id, this.known)) this.take(event);
  }

  /** A stack that has gone is found by its id alone. */
  private lastStack?: { id: string };

  private async lookAtClaim(): Promise<void> {
    const claim = await this.account.claims.find(PROVIDER_STACK, this.watched.connectionId);
    const phase = claim?.phase ?? 'none';
    this.phases.add({ phase });
    this.watched.onPhase(phase);
  }

  private take(event: StackEvent): void {
    this.known.add(event.EventId ?? '');
    const seen = {
      at: event.Timestamp?.toISOString() ?? '',
      logicalId: event.LogicalResourceId ?? '',
      physicalId: event.PhysicalResourceId ?? '',
      status: event.ResourceStatus ?? '',
      reason: event.ResourceStatusReason,
    };
    this.events.push(seen);
    this.watched.onEvent(seen);
  }
}
