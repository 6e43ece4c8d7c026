import type { HandlerClasses } from '../simulation';
import { bundledHandler } from '../handler/bundled-handler';

/** A deliberate fault of the handler: what it is, where, and the texts that are replaced. */
export interface Mutant {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    what: 'no fence: an operation that a newer one has overtaken goes on',
    file: 'association/observe.ts',
    from: 'if (claim && isNewer(claim.operation, operation)) {',
    to: 'if (false as boolean) {',
  },
  {
    what: 'no guard: CloudFormation is not asked whether it still waits',
    file: 'cloudformation/guard.ts',
    from: 'if (!request.signed) return',
    to: 'if (request.receivedAt > 0) return',
  },
  {
    what: 'our clock instead of CloudFormation’s',
    file: 'cloudformation/event.ts',
    from: 'issuedAt: signedAt ?? receivedAt',
    to: 'issuedAt: receivedAt',
  },
  {
    what: 'the claim is written after the move',
    file: 'association/move.ts',
    from: "const claim = await writeClaim(context, 'moving', withLatest(origin, to), context.claim);",
    to: 'const claim = context.claim;',
  },
  {
    what: 'nothing is kept of a delete that found no claim',
    file: 'association/delete.ts',
    from: "return release({ decision: 'nothing to put back', row: 18 });",
    to: 'return NOTHING;',
  },
  {
    what: 'writes are not conditional',
    file: 'association/claims.ts',
    from: '...unchangedSince(previous),',
    to: '...unchangedSince(await this.get(next.connectionId)),',
  },
  {
    what: 'a lost answer counts as a refusal, and the call is made again',
    file: 'association/move.ts',
    from: "if (kindOf(error) !== 'unclear') {",
    to: "if (kindOf(error) !== ('nothing' as string)) {",
  },
  {
    what: 'only the first page of a list is read',
    file: 'direct-connect/client.ts',
    // A page of one stands for a parent with more than a hundred connections.
    from: 'const page = await read({ maxResults: 100, nextToken });',
    to: 'const page = { ...(await read({ maxResults: 1 })), nextToken: undefined };',
  },
  {
    what: 'readings are believed while a move may still land',
    file: 'association/observe.ts',
    from: 'return services.now() - updatedAt < LANDING_SECONDS * 1000 ? movedTo.at(-1) : undefined;',
    to: 'return updatedAt < 0 ? movedTo.at(-1) : undefined;',
  },
  {
    what: 'a delete moves the connection back from wherever it is',
    file: 'association/delete.ts',
    from: 'if (await isOnAny(context, placement, claim.movedTo)) return',
    to: 'if (placement) return',
  },
  {
    what: 'a later try of a create takes the present parent for the original one',
    file: 'association/create.ts',
    from: 'inherited?.originalParentConnectionId ?? placement.parentId',
    to: 'placement.parentId',
  },
  {
    what: 'an update takes the present parent for the original one',
    file: 'association/update.ts',
    from: 'originalParentConnectionId: original,',
    to: 'originalParentConnectionId: placement.parentId,',
  },
  {
    what: 'where the connection was moved to is not remembered',
    file: 'association/ownership.ts',
    from: 'return { ...origin, movedTo: [...earlier, parentId] };',
    to: 'return { ...origin, movedTo: parentId ? [] : earlier };',
  },
  {
    what: 'an operation that waits takes the end of the one before for its own',
    file: 'association/ownership.ts',
    from: "const phase = ownClaim.phase === 'settled' ? 'claimed' : ownClaim.phase;",
    to: 'const phase = ownClaim.phase;',
  },
  {
    what: 'a create that failed has the physical id of one that succeeded',
    file: 'association/physical-id.ts',
    from: '}/not-created`;',
    to: '}`;',
  },
  {
    what: 'a claim is not released at the end of a delete',
    file: 'association/perform.ts',
    from: 'releaseClaim(context, claim), ',
    to: '',
  },
  {
    what: 'a delete ends as soon as the move back was called',
    file: 'association/move.ts',
    from: 'if (placement === undefined) throw',
    to: `if (placement === undefined && context.request.operation.type === 'Delete') {
      return { placement: { ...from, parentId: to }, claim };
    }
    if (placement === undefined) throw`,
  },
  {
    what: 'a create ends as soon as the move was called, seen or not',
    file: 'association/move.ts',
    from: 'if (placement === undefined) throw new Requeue(`the move to ${to} does not show yet`);\n  return { placement, claim };',
    to: 'return { placement: placement ?? { ...from, parentId: to }, claim };',
  },
  {
    what: 'a create of a connection that was never there before is told of an earlier one’s end',
    file: 'cloudformation/operation.ts',
    from: 'if (a.requestId === b.requestId) return false;',
    to: 'if (a.requestId === b.requestId) return true;',
  },
  {
    what: 'the placement that a preflight has seen is believed without a look',
    file: 'association/observe.ts',
    from: 'const placement = found.get(desired.connectionId);',
    to: `const { connectionId } = desired;
      const hint = ownClaim ? undefined : await context.lastSeenOn;
      const placement = hint ? { parentId: hint, connection: { connectionId } } : found.get(connectionId);`,
  },
  {
    what: 'a preflight passes whatever it finds',
    file: 'migration/preflight.ts',
    from: 'if (problems.length > 0)',
    to: 'if (problems.length > 1_000)',
  },
  {
    what: 'a preflight refuses to be rolled back',
    file: 'migration/preflight.ts',
    from: "event.RequestType === 'Update' && (await services.isRollingBack(event.StackId))",
    to: 'desired.connectionIds.length > 1_000',
  },
  {
    what: 'a preflight does not see that two of its connections have the same VLAN',
    file: 'migration/problems.ts',
    from: 'movers.slice(0, index)',
    to: 'movers.slice(0, 0)',
  },
  {
    what: 'a connection that has gone home still counts as moved',
    file: 'migration/progress.ts',
    from: "arrived || (await this.change('DELETE', migration, connectionId))",
    to: 'arrived',
  },
  {
    what: 'the SDK’s client repeats every call that may not have been carried out',
    file: 'retry.ts',
    from: "if (errorInfo.errorType !== 'THROTTLING')",
    to: 'if (false as boolean)',
  },
];

/** The handler with one mutation. */
export function mutatedHandler({ what, file, from, to }: Mutant): Promise<HandlerClasses> {
  return bundledHandler({
    file,
    edit: (source) => {
      if (source.split(from).length === 2) return source.replace(from, () => to);
      throw new Error(`the mutant "${what}" needs this text once in ${file}: ${from}`);
    },
  });
}
