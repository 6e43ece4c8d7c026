import type { HandlerClasses } from './simulation';
import { bundledHandler } from './bundled-handler';

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
    file: 'poll.ts',
    from: 'if (this.claim && isNewer(this.claim.operation, operation)) {',
    to: 'if (false as boolean) {',
  },
  {
    what: 'no guard: CloudFormation is not asked whether it still waits',
    file: 'guard.ts',
    from: 'if (!request.signed) return',
    to: 'if (request.receivedAt > 0) return',
  },
  {
    what: 'our clock instead of CloudFormation’s',
    file: 'request.ts',
    from: 'issuedAt: signedAt ?? receivedAt',
    to: 'issuedAt: receivedAt',
  },
  {
    what: 'the claim is written after the move',
    file: 'move.ts',
    from: "await record(poll, 'moving', { ...origin, movedTo: appended(origin.movedTo, to) });",
    to: 'void 0;',
  },
  {
    what: 'nothing is kept of a delete that found no claim',
    file: 'delete.ts',
    from: "return release(poll, 'nothing to put back', 18);",
    to: 'return;',
  },
  {
    what: 'writes are not conditional',
    file: 'claim-store.ts',
    from: '...unchangedSince(previous),',
    to: '...unchangedSince(await this.get(next.connectionId)),',
  },
  {
    what: 'a lost answer counts as a refusal, and the call is made again',
    file: 'move.ts',
    from: "if (kindOf(error) === 'unclear')",
    to: "if (kindOf(error) === 'nothing' as string)",
  },
  {
    what: 'only the first page of a list is read',
    file: 'direct-connect.ts',
    // A page of one stands for a parent with more than a hundred connections.
    from: 'const page = await read({ maxResults: 100, nextToken });',
    to: 'const page = { ...(await read({ maxResults: 1 })), nextToken: undefined };',
  },
  {
    what: 'readings are believed while a move may still land',
    file: 'poll.ts',
    from: 'return this.services.now() - updatedAt < LANDING_MS ? movedTo.at(-1) : undefined;',
    to: 'return updatedAt < 0 ? movedTo.at(-1) : undefined;',
  },
  {
    what: 'a delete moves the connection back from wherever it is',
    file: 'delete.ts',
    from: 'if (await poll.isOnAny(place, claim.movedTo)) return',
    to: 'if (place) return',
  },
  {
    what: 'a later try of a create takes the present parent for the original one',
    file: 'create.ts',
    from: 'inherited?.originalParentConnectionId ?? place.parentId',
    to: 'place.parentId',
  },
  {
    what: 'an update takes the present parent for the original one',
    file: 'update.ts',
    from: 'originalParentConnectionId: original,',
    to: 'originalParentConnectionId: place.parentId,',
  },
  {
    what: 'where the connection was moved to is not remembered',
    file: 'move.ts',
    from: 'return [...movedTo.filter((earlier) => earlier !== parentId), parentId];',
    to: 'return parentId ? [] : [...movedTo];',
  },
  {
    what: 'an operation that waits takes the end of the one before for its own',
    file: 'poll.ts',
    from: "const phase = claim.phase === 'settled' ? 'claimed' : claim.phase;",
    to: 'const phase = claim.phase;',
  },
  {
    what: 'a create that failed has the physical id of one that succeeded',
    file: 'on-event.ts',
    from: '}/not-created`;',
    to: '}`;',
  },
  {
    what: 'a claim is not released at the end of a delete',
    file: 'delete.ts',
    from: 'poll.release(), ',
    to: '',
  },
  {
    what: 'a delete ends as soon as the move back was called',
    file: 'delete.ts',
    from: 'refuseUnsettled(await move(poll, place, to, claim, 10));',
    to: 'await move(poll, place, to, claim, 10).catch(() => undefined);',
  },
  {
    what: 'a create ends as soon as the move was called, seen or not',
    file: 'move.ts',
    from: 'if (place === undefined) throw new NotYet(`the move to ${to} does not show yet`);\n  return place;',
    to: 'return place ?? { ...from, parentId: to };',
  },
  {
    what: 'a create of a connection that was never there before is told of an earlier one’s end',
    file: 'operation.ts',
    from: 'if (a.requestId === b.requestId) return false;',
    to: 'if (a.requestId === b.requestId) return true;',
  },
  {
    what: 'a sighting is believed without a look',
    file: 'poll.ts',
    from: 'this.found = await this.locator.find([',
    to: `const sighted = await this.sighting;
      const hint = this.ownClaim ? undefined : sighted;
      const connectionId = this.request.wanted.connectionId;
      this.found = hint ? { parentId: hint, connection: { connectionId } } : await this.locator.find([`,
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
    to: 'wanted.connectionIds.length > 1_000',
  },
  {
    what: 'a preflight does not see that two of its connections have the same VLAN',
    file: 'migration/problems.ts',
    from: 'movers.slice(0, index)',
    to: 'movers.slice(0, 0)',
  },
  {
    what: 'a connection that has gone home still counts as moved',
    file: 'roster.ts',
    from: "arrived || (await this.change('DELETE', migration, connectionId))",
    to: 'arrived',
  },
  {
    what: 'the SDK’s client repeats every call that may not have been carried out',
    file: 'throttling.ts',
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
