import { LATE_SECONDS, SIGNERS_APART_SECONDS } from '../../../lib/timing';
import type { Behavior } from '../cloudformation/behavior';
import { associationOf } from '../cloudformation/declared';
import type { CustomResourceRequest } from '../cloudformation/stack';
import type { ClaimInvariants } from './claim-invariants';
import { describe, hasSucceeded } from './naming';
import type { Verdicts } from './verdicts';

/** What kills a function, or takes it away: it can say nothing then. */
export const SILENCED = /signal: killed|Task timed out|Function not found/;

/** What has to be true of what CloudFormation is told. */
export class AnswerInvariants {
  /** When the handler has called anything for a request first. */
  private readonly begun = new Map<string, number>();

  public constructor(
    private readonly verdicts: Verdicts,
    private readonly claims: ClaimInvariants,
    private readonly behavior: Pick<Behavior, 'oddAnswer' | 'hidesCreates'>,
    private readonly now: () => number,
  ) {}

  public called({ requestId }: CustomResourceRequest): void {
    if (!this.begun.has(requestId)) this.begun.set(requestId, this.now());
  }

  /** The second waiter of an operation that has succeeded must not say that it failed. */
  public answered(request: CustomResourceRequest, success: boolean, reason: string): void {
    if (success || !hasSucceeded(request)) return;
    const connectionId = associationOf(request.spec)?.connectionId;
    this.verdicts.violate(
      `6: ${describe(request)} has succeeded, and is then said to have failed: ${reason}`,
      {
        'looks afresh': connectionId === undefined,
        'claim deleted by hand': connectionId !== undefined && this.claims.isLost(connectionId),
        'claim edited': /correct it in the table|has format/.test(reason),
        'taken over since':
          /is already associated by/.test(reason) ||
          (connectionId !== undefined && this.claims.wasTaken(request)),
        'superseded later': /superseded by a later|no longer waits for this Update/.test(reason),
        'function is gone': SILENCED.test(reason),
      },
    );
  }

  /** Nor is one that CloudFormation waits for told that nobody does. */
  public ended(request: CustomResourceRequest): void {
    const { how } = request.ended ?? {};
    if (how?.kind !== 'answered' || how.success || !/superseded|no longer waits/.test(how.reason)) return;
    this.verdicts.violate(
      `6: ${describe(request)} was told that it is superseded, and CloudFormation waited for it`,
      {
        'told otherwise':
          this.behavior.oddAnswer?.during === request.type ||
          (request.type === 'Create' && this.behavior.hidesCreates),
        'delivered late': this.isLate(request),
      },
    );
  }

  private isLate({ requestId, sentAt }: CustomResourceRequest): boolean {
    return (this.begun.get(requestId) ?? 0) - sentAt > (LATE_SECONDS + SIGNERS_APART_SECONDS) * 1000;
  }
}
