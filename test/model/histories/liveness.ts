import { associationOf } from '../cloudformation/declared';
import type { CustomResourceRequest } from '../cloudformation/stack';
import type { ClaimInvariants } from './claim-invariants';
import type { Excuses } from './excuses';
import { describe, hasSucceeded, keyOf, keyOfResource } from './naming';
import type { Verdicts } from './verdicts';
import type { Whereabouts } from './whereabouts';

/** Nothing fails without a reason, and a delete needs one try. */
export class Liveness {
  public constructor(
    private readonly verdicts: Verdicts,
    private readonly claims: ClaimInvariants,
    private readonly whereabouts: Whereabouts,
    private readonly circumstances: () => Excuses,
    /** Whether CloudFormation says in the middle of a create that there is no such resource. */
    private readonly hidesCreates: boolean,
  ) {}

  public ended(request: CustomResourceRequest): void {
    const { how } = request.ended ?? {};
    if (how === undefined || how.kind === 'cancelled' || hasSucceeded(request)) return;
    const reason = how.kind === 'answered' ? how.reason : how.kind;
    this.verdicts.violate(`14: ${describe(request)} has failed, and nothing explains it: ${reason}`, {
      ...this.circumstances(),
      'another has it': this.isHeldByAnother(request),
      ...(this.hidesCreates && isSupersededCreate(request, reason) && { 'told otherwise': true }),
      'not where expected': this.isMisplaced(request, reason),
    });
  }

  /** Of a preflight invariant 9 says whether it is so. */
  private isMisplaced(request: CustomResourceRequest, reason: string): boolean {
    const spec = associationOf(request.spec);
    if (spec === undefined) return /not on its expectedParent/.test(reason);
    const { connectionId, parentId, expectedParentId } = spec;
    if (expectedParentId === undefined || !/is not moved from there/.test(reason)) return false;
    const right = new Set([parentId, expectedParentId]);
    return this.whereabouts.recentParents(connectionId).some((each) => !this.whereabouts.isAny(right, each));
  }

  private isHeldByAnother(request: CustomResourceRequest): boolean {
    const spec = associationOf(request.spec);
    // A preflight finds what one of its connections is in the way of.
    if (spec === undefined) return false;
    const claim = this.claims.liveClaimOf(spec.connectionId);
    return request.type !== 'Delete' && claim !== undefined && keyOf(claim.owner) !== keyOfResource(request);
  }
}

function isSupersededCreate({ type }: CustomResourceRequest, reason: string): boolean {
  return type === 'Create' && /superseded/.test(reason);
}
