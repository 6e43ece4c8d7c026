import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account';
import { ASSOCIATION, type Deployments } from './deployments';
import { Observer, type Observations, type SeenEvent } from './observer';
import { listingOf, onlyParentIn } from './placements';
import { FAILING, LEAVING, WAITING, type Parents, type Step, type StepName } from './plan';

/** How long a list may be late when a step has ended. */
const LATE_LIST_MS = 60_000;
const LOOK_MS = 500;
/** Those whose states are asked for: each question takes time from the others. */
const ASKED_FOR = [ASSOCIATION, WAITING];

/** What a step came to. */
export interface StepResult {
  readonly name: StepName;
  readonly text: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly exitCode: number;
  /** Where it had to end, and where it did. */
  readonly expectedOn: string;
  readonly endedOn?: string;
  /** Whether the CLI ended as it had to, and the connection is where it has to be. */
  readonly isAsExpected: boolean;
  readonly observations: Observations;
}

export interface StepOptions {
  readonly connectionId: string;
  readonly parents: Parents;
  /** When the sibling fails that cancels a create: once the association is begun, or once its move is. */
  readonly cancelAt: 'begun' | 'moving';
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Takes the stack through its steps, and watches. */
export class Steps {
  private readonly known = new Set<string>();

  public constructor(
    private readonly account: Account,
    private readonly deployments: Deployments,
    private readonly options: StepOptions,
  ) {}

  public async run(step: Step): Promise<StepResult> {
    const startedAt = new Date().toISOString();
    const observer = this.observe(step);
    const running = step.declared
      ? this.deployments.deploy(step.declared, step.args)
      : this.deployments.destroy();
    const { exitCode, seconds, printed } = await running.catch(async (error: unknown) => {
      await observer.end();
      throw error;
    });
    if (this.options.signal.aborted) await observer.end();
    this.options.signal.throwIfAborted();
    const hasFailed = exitCode !== 0;
    const isRightEnd = hasFailed === (step.fails ?? false);
    const endedOn = await this.placementOf(step.endsOn, isRightEnd ? LATE_LIST_MS : 0);
    // Whatever still waits has nothing to wait for.
    if (step.name === 'cancelled create') await this.account.recordings.tell(FAILING, WAITING);
    if (step.name === 'clean-up') await this.account.recordings.tell(LEAVING);
    const isAsExpected = isRightEnd && endedOn === step.endsOn;
    if (!isAsExpected) this.options.say(printed);
    const { name, text, endsOn: expectedOn } = step;
    const observations = await observer.end();
    return { name, text, startedAt, seconds, exitCode, expectedOn, endedOn, isAsExpected, observations };
  }

  private observe(step: Step): Observer {
    const { connectionId, parents, cancelAt, say } = this.options;
    const labels = this.deployments.labelsByLogicalId;
    const cancel = () => {
      if (step.name === 'cancelled create') void this.account.recordings.tell(FAILING);
    };
    const onEvent = (event: SeenEvent) => {
      const label = labels.get(event.logicalId) ?? event.logicalId;
      say(
        `     ${event.at.slice(11, 19)} ${label} ${event.status}${event.reason ? `: ${event.reason}` : ''}`,
      );
      const isBegun = label === ASSOCIATION && event.status === 'CREATE_IN_PROGRESS';
      if (isBegun && cancelAt === 'begun') cancel();
    };
    const onPhase = (phase: string) => {
      if (phase === 'moving') cancel();
    };
    const logicalIds = () => [...labels].filter(([, label]) => ASKED_FOR.includes(label)).map(([id]) => id);
    const parentIds = [...new Set([parents.origin, parents.target, parents.other])];
    return new Observer(this.account, { connectionId, parentIds, logicalIds, onEvent, onPhase }, this.known);
  }

  /** Where the connection is, once it is where it is expected, or does not come there. */
  private async placementOf(expected: string, patienceMs: number): Promise<string | undefined> {
    const { connectionId, parents } = this.options;
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const ids = [...new Set([parents.origin, parents.target, parents.other])];
      const parentId = onlyParentIn(await listingOf(this.account.directConnect, connectionId, ids));
      if (parentId === expected || Date.now() > deadline) return parentId;
      await sleep(LOOK_MS);
    }
  }
}
