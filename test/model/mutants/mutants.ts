import type { HandlerClasses } from '../simulation';
import { bundledHandler } from '../handler/bundled-handler';

/** A deliberate fault of the handler: what it is, where, and the texts that are replaced. */
export interface Mutant {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Whether only some hundred histories or more find it: not in every check, but daily. */
  readonly isRare?: boolean;
}

export const MUTANTS: readonly Mutant[] = [
  {
    what: 'no fence: an operation that a newer one has overtaken goes on',
    file: 'association/fence.ts',
    from: 'const isOlder = isNewer(newest, operation);',
    to: 'const isOlder = isNewer(newest, operation) && operation.requestId === "";',
  },
  {
    what: 'no guard: CloudFormation is not asked whether it still waits',
    file: 'cloudformation/guard.ts',
    from: 'if (this.options.isEmulated) return',
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
    from: 'const moving = await writeClaim(context, asked, moved, context.claim);',
    to: 'const moving = context.claim as Claim;',
  },
  {
    what: 'the second waiter of an operation that has succeeded begins it again',
    file: 'association/claim-writes.ts',
    from: 'if (ownClaim === undefined || context.hasEnded) return;',
    to: 'if (ownClaim === undefined) return;',
  },
  {
    what: 'the second waiter of an update that has ended well takes the word for it that is of its rollback',
    file: 'association/fence.ts',
    from: "operation.type === 'Update' && endedBefore !== undefined && isDeliveredAgain(request, endedBefore)",
    to: 'endedBefore?.issuedAt === 0 && isDeliveredAgain(request, endedBefore)',
  },
  {
    what: 'the second waiter of one that takes over takes back what another has taken since',
    file: 'association/ownership.ts',
    from: 'desired.takeOver && !hasTaken(context, claim)',
    to: 'desired.takeOver && hasTaken !== undefined',
  },
  {
    what: 'an update fails though a later one has done all that it asks for',
    file: 'association/fence.ts',
    from: 'if (isDoubtful && hasDoneTheSame(context, newest))',
    to: 'if (isDoubtful && context.hasEnded)',
  },
  {
    what: 'an update forgets what its create has found',
    file: 'association/update.ts',
    from: 'const before = succeeded(ownClaim.before);',
    to: 'const before = undefined;',
  },
  {
    what: 'a create that takes a claim over forgets what it has read',
    file: 'association/claim-writes.ts',
    from: 'if (hasRead && mayAct(',
    to: 'if (!hasRead && mayAct(',
  },
  {
    what: 'nothing is kept of a delete that found no claim',
    file: 'association/delete.ts',
    from: ": release({ decision: 'nothing to put back', row: 18 });",
    to: ': NOTHING;',
    isRare: true,
  },
  {
    what: 'writes are not conditional',
    isRare: true,
    file: 'association/claims.ts',
    from: '...unchangedSince(previous),',
    to: '...unchangedSince(await this.get(next.connectionId)),',
  },
  {
    what: 'a lost answer counts as a refusal, and the call is made again',
    file: 'association/move.ts',
    from: 'switch (kindOf(error)) {',
    to: "switch (kindOf(error) === 'unclear' ? 'busy' : kindOf(error)) {",
  },
  {
    what: 'only the first page of a list is read',
    file: 'direct-connect/client.ts',
    // A page of one stands for a parent with more than a hundred connections.
    from: 'return { items: answer.connections ?? [], nextToken: answer.nextToken };',
    to: 'return { items: (answer.connections ?? []).slice(0, 1) };',
  },
  {
    what: 'readings are believed while a move may still land',
    file: 'association/landing.ts',
    from: "if (claim.phase === 'moving') return afterLostAnswer(context, doubt);",
    to: "if (claim.phase === 'moving') return placement;",
    isRare: true,
  },
  {
    what: 'a list is believed against a move that has just ended',
    file: 'association/landing.ts',
    from: 'if (services.now() >= shownFrom(claim)) return placement;',
    to: 'if (services.now() >= claim.updatedAt) return placement;',
  },
  {
    what: 'a list is believed against a delete that has just ended',
    file: 'association/landing.ts',
    from: "if (latest?.phase === 'released') return afterRelease(context, latest, placement);",
    to: "if (latest?.phase === 'released' && latest.version < 0) return afterRelease(context, latest, placement);",
  },
  {
    what: 'a list that agrees with a lost answer proves it, also if it may be an old one',
    isRare: true,
    file: 'association/landing.ts',
    from: 'return now >= provenFrom;',
    to: 'return now >= 0 * provenFrom;',
  },
  {
    what: 'a connection is gone as soon as no list shows it',
    file: 'association/observe.ts',
    from: 'if (services.now() - missingSince >= seconds * 1000) return;',
    to: 'if (services.now() - missingSince >= seconds * 0) return;',
  },
  {
    what: 'a claim that another association has released supersedes a create',
    file: 'association/fence.ts',
    from: "claim?.phase === 'released' && isSameOperation(claim.operation, newest);",
    to: "claim?.phase === 'released';",
  },
  {
    what: 'a cancelled create takes the word of CloudFormation that is of a later one',
    file: 'association/fence.ts',
    from: 'if (!putsBack(context, request.operation, newest) && !hasArrivedLater(context, newest)) return false;',
    to: 'if (hasArrivedLater === undefined) return false;',
    isRare: true,
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
    from: 'const fallback = fallbackIn(context, inherited) ?? placement.parentId;',
    to: 'const fallback = placement.parentId ?? fallbackIn(context, inherited);',
  },
  {
    what: 'an update takes the present parent for the original one',
    file: 'association/update.ts',
    from: 'const origin = { ...memoryOf(ownClaim), originalParentConnectionId, before };',
    to: 'const origin = { ...memoryOf(ownClaim), originalParentConnectionId: placement.parentId ?? originalParentConnectionId, before };',
  },
  {
    what: 'where the connection was moved to is not remembered',
    file: 'association/claim.ts',
    from: 'return { ...origin, movedTo: [...earlier, parentId] };',
    to: 'return { ...origin, movedTo: parentId ? [] : earlier };',
  },
  {
    what: 'an operation that waits takes the end of the one before for its own',
    file: 'association/claim-writes.ts',
    from: "phase: ownClaim.phase === 'settled' ? 'claimed' : ownClaim.phase,",
    to: 'phase: ownClaim.phase,',
  },
  {
    what: 'a create that failed has the physical id of one that succeeded',
    file: 'association/physical-id.ts',
    from: 'return `${parseDesired(propertiesOf(event)).connectionId}/not-created/${event.RequestId}`;',
    to: `const { connectionId, parentId } = parseDesired(propertiesOf(event));
      return connectionId + '/' + parentId;`,
  },
  {
    what: 'a claim is not released at the end of a delete',
    file: 'association/perform.ts',
    from: 'await releaseClaim(context, claim, { leftOn, lastInterruptionSeconds });\n',
    to: '',
  },
  {
    what: 'a delete ends as soon as the move back was called',
    file: 'association/move.ts',
    from: 'if (placement === undefined || !(isAccepted',
    to: `if (placement === undefined && context.request.operation.type === 'Delete') {
      return { placement: { ...from, parentId: to }, claim };
    }
    if (placement === undefined || !(isAccepted`,
  },
  {
    what: 'a create ends as soon as the move was called, seen or not',
    file: 'association/move.ts',
    from: 'throw new Requeue(`the move to ${to} does not show yet`);\n  }\n  return { placement, claim };',
    to: 'return { placement: { ...from, parentId: to }, claim };\n  }\n  return { placement, claim };',
  },
  {
    what: 'an event that is delivered twice is superseded by itself',
    isRare: true,
    file: 'association/fence.ts',
    from: 'if (newest === undefined || isSameOperation(newest, operation)) return inOrder(context, newest);',
    to: 'if (newest === undefined) return inOrder(context, newest);',
  },
  {
    what: 'the placement that a preflight has seen is believed without a look',
    file: 'association/locate.ts',
    from: 'const placement = await find(context, groups);',
    to: `const { connectionId } = desired;
      const seen = { parentId: seenOn ?? '', connection: { connectionId } };
      const placement = seenOn && !ownClaim ? seen : await find(context, groups);`,
  },
  {
    what: 'an owner that exists is taken over',
    file: 'association/ownership.ts',
    from: 'return isSameEnvironment(owner.stackId, request.owner.stackId) && services.isGone(owner);',
    to: 'return isSameEnvironment(owner.stackId, request.owner.stackId) || services.isGone(owner);',
  },
  {
    what: 'an owner that is gone is refused',
    isRare: true,
    file: 'association/ownership.ts',
    from: 'return isSameEnvironment(owner.stackId, request.owner.stackId) && services.isGone(owner);',
    to: 'return isSameEnvironment(owner.stackId, request.owner.stackId) && owner.stackId === "" && services.isGone(owner);',
  },
  {
    what: 'the owner’s stack is not compared',
    file: 'cloudformation/owner.ts',
    from: 'return a.stackId === b.stackId && a.logicalResourceId === b.logicalResourceId;',
    to: 'return a.logicalResourceId === b.logicalResourceId;',
  },
  {
    what: 'a resource whose delete has failed counts as gone',
    file: 'cloudformation/owner.ts',
    from: "|| status === 'DELETE_SKIPPED'",
    to: "|| status.startsWith('DELETE_')",
  },
  {
    what: 'a failed delete releases',
    file: 'association/reconcile.ts',
    from: 'if (outcome instanceof NoWayBack) await noteUndone(known).catch(() => undefined);',
    to: "if (outcome instanceof NoWayBack) await perform(known, { kind: 'release', decision: '', row: 0 });",
  },
  {
    what: 'an earlier try that has ended well unheard is forgotten',
    file: 'association/before.ts',
    from: 'before: latestOf(before) };',
    to: 'before: undefined };',
  },
  {
    what: 'what was undone before is not looked for behind what was undone since',
    file: 'association/before.ts',
    from: 'return earlier ? foundBy(claim, earlier) :',
    to: 'return earlier ? { home: earlier.parentConnectionId } :',
  },
  {
    what: 'without a claim the first list is believed',
    isRare: true,
    file: 'association/ownership.ts',
    from: 'updatedAt: request.receivedAt,',
    to: 'updatedAt: 0,',
  },
  {
    what: 'what cloudformation says of the stack is believed at once',
    file: 'association/undo.ts',
    from: 'if (isRemoval(statuses, { mayBeCleanUp: !isNew })) return false;',
    to: 'return false;',
  },
  {
    what: 'an update that another association is in the way of fails at once',
    file: 'association/rolled-back.ts',
    from: 'if (!mayBeFromBefore(receivedAt, services.now())) {',
    to: 'if (services.now() >= 0) {',
  },
  {
    what: 'a preflight refuses what may be a rollback',
    file: 'migration/preflight.ts',
    from: "RequestType === 'Update' && mayBeFromBefore(receivedAt, now())",
    to: "RequestType === 'Update' && now() < 0",
  },
  {
    what: 'a claim that is given back has always ended well',
    file: 'association/claim-writes.ts',
    from: "const phase = restored.hasEnded === false ? 'claimed' : 'settled';",
    to: "const phase = 'settled';",
  },
  {
    what: 'an earlier try that was deleted first by its own name comes back',
    file: 'association/delete.ts',
    from: 'withoutEarlierTry(claim, context.request) ?? claim;',
    to: 'claim;',
  },
  {
    what: 'a delete that has nothing to put back forgets where one before has left the connection',
    file: 'association/claim-writes.ts',
    from: "return previous?.phase === 'released' ? { leftOn: previous.leftOn, hasLeft: previous.hasLeft } : {};",
    to: 'return {};',
  },
  {
    what: 'an earlier try that was deleted first comes back',
    file: 'association/delete.ts',
    from: "return changed ? { kind: 'amend', claim: changed } : NOTHING;",
    to: "return changed?.phase === 'moving' ? { kind: 'amend', claim: changed } : NOTHING;",
  },
  {
    what: 'a create that is left over from an ended deployment goes on',
    file: 'cloudformation/pass-guard.ts',
    from: 'if (mayAct(verdict) && !(await isLeftOver(asking, verdict))) return;',
    to: 'if (mayAct(verdict)) return;',
  },
  {
    what: 'a made-up physical id takes the claim of a later create that CloudFormation does not show yet',
    file: 'cloudformation/guard.ts',
    from: "return operation.type === 'Delete' && this.options.isMadeUp(physicalResourceId);",
    to: "return operation.type === 'Update' && this.options.isMadeUp(physicalResourceId);",
  },
  {
    what: 'the delete of a try before is superseded by the create after it',
    file: 'association/fence.ts',
    from: "if (request.operation.type !== 'Delete') return false;",
    to: "if (request.operation.type === 'Delete') return false;",
  },
  {
    what: 'where the connection came from is dropped in a take-over',
    file: 'association/ownership.ts',
    from: 'const taken = atRest(context, claim);',
    to: 'const taken = atRest(context, claim); if (taken) return undefined;',
  },
  {
    what: 'the claim of an association that is gone is not inherited',
    isRare: true,
    file: 'association/ownership.ts',
    from: 'const heir = inherited(context, claim);',
    to: 'const heir = inherited(context, claim); if (heir) return undefined;',
  },
  {
    what: 'a claim is taken over in the middle of its owner’s move',
    isRare: true,
    file: 'association/ownership.ts',
    from: "if (claim.phase !== 'settled' && context.services.now() < restsAt(claim)) throw underWay(claim);",
    to: "if (claim.phase !== 'settled' && restsAt(claim) < 0) throw underWay(claim);",
  },
  {
    what: 'a resource that CloudFormation does not show yet counts as gone',
    file: 'association/ownership.ts',
    from: 'if (context.services.now() - claim.updatedAt < UNTOLD_SECONDS * 1000) throw underWay(claim);',
    to: '',
  },
  {
    what: 'a create that is undone goes where a delete would go',
    file: 'association/before.ts',
    from: 'return isUndone && before ? foundBy(claim, before).home : originalParentConnectionId;',
    to: 'return isUndone && before?.claim && isDeletedSince(claim, before.claim) ? foundBy(claim, before).home : originalParentConnectionId;',
  },
  {
    what: 'a create that is undone keeps what it has taken from another',
    file: 'association/claim-writes.ts',
    from: 'const restored = claimBefore(ownClaim);',
    to: 'const restored = ownClaim && ownClaim.version < 0 ? claimBefore(ownClaim) : undefined;',
  },
  {
    what: 'the rollback of an update that another association has refused is refused too',
    file: 'association/ownership.ts',
    from: 'if (isUpdate && (await isRolledBack(context, OF_ANOTHER))) return undefined;',
    to: '',
  },
  {
    what: 'a resource that leaves a connection to another forgets its own operations',
    isRare: true,
    file: 'association/claim-writes.ts',
    from: 'await services.claims.put({ ...claim, formerOperations }, claim);',
    to: 'await Promise.resolve({ services, formerOperations });',
  },
  {
    what: 'the operations of the owner before are forgotten',
    isRare: true,
    file: 'association/claim-writes.ts',
    from: 'return { connectionId: desired.connectionId, owner, operation, formerOperations };',
    to: 'return { connectionId: desired.connectionId, owner, operation, formerOperations: formerOperations.slice(0, 0) };',
  },
  {
    what: 'without a claim nothing is put back',
    file: 'association/ownership.ts',
    from: 'if (created === undefined) return context;',
    to: 'if (created === undefined || request.operation.type === "Delete") return context;',
  },
  {
    what: 'an old delete’s release counts for everybody',
    file: 'association/ownership.ts',
    from: 'return lastOperationOf(claim, request.owner) !== undefined;',
    to: 'return claim !== undefined && request.owner !== undefined;',
  },
  {
    what: 'a rollback with the RequestId of its update counts as that update',
    file: 'cloudformation/operation.ts',
    from: '&& a.desired === b.desired;',
    to: ';',
    isRare: true,
  },
  {
    what: 'a create moves a connection from wherever it is, expected there or not',
    file: 'association/create.ts',
    from: 'if (expectedParentId === undefined || (await isOn(context, placement, expectedParentId))) return;',
    to: 'if (expectedParentId === undefined || (await isOn(context, placement, placement.parentId))) return;',
  },
  {
    what: 'a create that has begun moves a connection from wherever it is then',
    file: 'association/create.ts',
    from: 'await refuseUnexpected(context, placement);',
    to: 'if (!context.hasBegun) await refuseUnexpected(context, placement);',
  },
  {
    what: 'a preflight does not look whether connections are where they are expected',
    file: 'migration/problems.ts',
    from: '...problemsOfExpected(movers, desired, found),',
    to: '',
  },
  {
    what: 'a preflight expects connections that the migration has moved where they were before',
    file: 'migration/properties.ts',
    from: 'filter(([connectionId]) => !known.has(connectionId))',
    to: 'filter(([connectionId]) => !known.has(`${connectionId} `))',
  },
  {
    what: 'a preflight does not tell the targets of its connections apart',
    isRare: true,
    file: 'migration/problems.ts',
    from: '(mover) => mover.targetId === targetId && hasSameVlan',
    to: '(mover) => targetId !== undefined && hasSameVlan',
  },
  {
    what: 'a connection that is counted is counted again',
    file: 'migration/progress.ts',
    from: "'targets.#connection = :parent AND NOT contains(moved, :connection)'",
    to: "'targets.#connection = :parent'",
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
    from: 'return isRollback(await services.stackStatuses(event.StackId));',
    to: 'return false;',
  },
  {
    what: 'what CloudFormation says of a stack that was rolled back a moment ago lets a preflight pass',
    file: 'migration/preflight.ts',
    from: "event.RequestType !== 'Update' || mayBeRollback(event, receivedAt, services)",
    to: "event.RequestType !== 'Update'",
  },
  {
    what: 'a preflight does not see that two of its connections have the same VLAN',
    file: 'migration/problems.ts',
    from: 'movers.slice(0, index)',
    to: 'movers.slice(0, 0)',
  },
  {
    what: 'every call of Direct Connect that may not have been carried out is repeated',
    file: 'direct-connect/pace.ts',
    from: 'if (!(error instanceof Error) || !isThrottled(error)) throw error;',
    to: 'if (!(error instanceof Error)) throw error;',
  },
  {
    what: 'an update that is delivered after its rollback goes on',
    file: 'association/fence.ts',
    from: 'if (isDoubtful && !isOlder && mayBeRolledBackBy(context, newest)) return passRollback(context, newest);',
    to: '',
  },
  {
    what: 'a list that is late with what was before a move is taken for somebody’s act after it',
    file: 'association/landing.ts',
    from: 'if (placement && now >= shownFrom(claim) && !(',
    to: 'if (placement && !(',
  },
  {
    what: 'a create moves once more beside its retry, which waits',
    file: 'association/fence.ts',
    from: 'retries?.some((retry) => isRetryOf(retry.operation, operation)) === true;',
    to: 'retries?.length === -1;',
  },
  {
    what: 'the delete of a try counts as that of the create after it, which has lost the connection to another',
    file: 'association/before.ts',
    from: 'lostAt === undefined && isOfOtherCreate !== true',
    to: 'lostAt === undefined || isOfOtherCreate === undefined',
  },
  {
    what: 'what a rollback wants is forgotten where another of its stack has the connection',
    file: 'association/update.ts',
    from: "return isToBeNoted ? { kind: 'leave', claim, result }",
    to: "return isToBeNoted && result === undefined ? { kind: 'leave', claim, result }",
  },
  {
    what: 'an update that takes a connection back remembers nothing of the other one',
    file: 'association/ownership.ts',
    from: 'return isUpdate ? { ...taken, before: foundByUpdate(request, claim) } : taken;',
    to: 'return isUpdate ? { ...taken, before: undefined } : taken;',
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
