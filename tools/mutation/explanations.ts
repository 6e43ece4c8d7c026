import type { Mutant } from './results';

/** Why a mutant survives, and may. What is given is as the report shows it, and holds for all mutants that are alike. */
export interface Explanation extends Partial<
  Pick<Mutant, 'file' | 'mutator' | 'original' | 'replacement' | 'status'>
> {
  readonly why: string;
}

/** The code, what stands there instead, and why that may survive; two instead of three: whatever stands there. */
type Row =
  readonly [original: string, why: string] | readonly [original: string, replacement: string, why: string];

function of(file: string | undefined, rows: readonly Row[]): Explanation[] {
  return rows.map((row) =>
    row.length === 2
      ? { ...(file && { file }), original: row[0], why: row[1] }
      : { ...(file && { file }), original: row[0], replacement: row[1], why: row[2] },
  );
}

const ENVIRONMENT = 'The construct always sets the variable.';
const NO_TARGET = 'A target is never undefined, and nothing stands for undefined: for the compiler.';
const CAUGHT = 'It throws where there is none, and that is caught: nothing is known then.';
const MILLISECOND = 'It is one millisecond.';
const NO_SUCH_STATUS = 'CloudFormation has no status that only differs by what stands before or after it.';
const KEEPS_FROM_ACTING =
  'What is no case of its own gives undefined, which keeps the operation from acting as well.';
const NO_NAME = 'What is not complete yet is told by its message alone.';
const NOT_NOTICED = 'It throws, and what cannot be looked at is not noticed: nothing is then, either way.';
const MORE_CALLS = 'It takes a call more, and comes to the same.';
const NOTHING_WRITTEN = 'It throws where there is none, and that is caught: nothing is written then.';
const BEGUN = 'An operation that has begun has its claim: for the compiler.';
const NOTHING_FOLLOWS =
  'Where there is none, nothing that is asked for next is there either: for the compiler.';
const NEWEST = 'The newest operation is read from the claim, so there is one: for the compiler.';
const SOONER = 'It is read sooner or later: only time is lost.';
const NEITHER = 'Neither is true.';
const NOTED_AGAIN = 'It is noted once more.';
const NOT_ASKED_FOR = 'A delete asks for none of it.';

/** The first that fits is shown. */
export const EXPLANATIONS: readonly Explanation[] = [
  ...of('lambda/association/before.ts', [
    [
      'before?.requestId',
      'before.requestId',
      'A create that is undone has noted what it has found: for the compiler.',
    ],
    [
      'parentId === undefined',
      'false',
      'An update whose properties are refused is not noted: for the compiler.',
    ],
    ['before === undefined', 'false', NOTHING_FOLLOWS],
    ['count > 1', 'count >= 1', 'One more of them is remembered, and the item has room for that.'],
  ]),
  ...of('lambda/association/claim-writes.ts', [
    ['!isLive(claim)', 'false', 'The claim that a create waits for is live: for the compiler.'],
    ['ownClaim?.isUndone', NOTHING_WRITTEN],
    [
      'now - (lostAt ?? receivedAt) < RELEASED_FOR_SECONDS * 1000',
      'now - (lostAt ?? receivedAt) <= RELEASED_FOR_SECONDS * 1000',
      MILLISECOND,
    ],
  ]),
  ...of(undefined, [['{ return undefined; }', '{}', 'A function without a return gives undefined as well.']]),
  ...of('lambda/index.ts', [["''", ENVIRONMENT]]),
  ...of('lambda/association/arrival.ts', [
    ['ownClaim?.movedTo', BEGUN],
    ["''", 'An update keeps its physical id.'],
  ]),
  ...of('lambda/association/checks.ts', [['{ waitForAvailable: false }', '{}', NEITHER]]),
  ...of('lambda/association/claim-item.ts', [['{ return false; }', '{}', NEITHER]]),
  ...of('lambda/association/context.ts', [
    ['FIRST_POLL_SECONDS * 1000', SOONER],
    ["request.operation.type === 'Update'", 'true', SOONER],
    [
      "operation.type === 'Delete'",
      'true',
      'A create or an update whose connection another has is refused before, and a rollback that is noted answers the same once more.',
    ],
    ['{ ownClaim: undefined, otherOwner: undefined }', '{}', 'Neither is there: for the compiler.'],
    ["request.operation.type === 'Delete'", 'false', MORE_CALLS],
    ["'Delete'", '""', MORE_CALLS],
    [
      'now() - answer.askedAt > maxAgeSeconds * 1000',
      'now() - answer.askedAt >= maxAgeSeconds * 1000',
      MILLISECOND,
    ],
    ['maxAgeSeconds * 1000', MORE_CALLS],
  ]),
  ...of('lambda/association/create.ts', [['ownClaim?.before', BEGUN]]),
  ...of('lambda/association/delete.ts', [
    ["{ kind: 'answer', result: undefined }", '{}', 'What is no case of its own is answered as well.'],
    ["'answer'", '""', 'What is no case of its own is answered as well.'],
    ["claim?.phase === 'released'", 'true', 'Where the claim is live, and not its own, row 15 comes first.'],
    [
      'ownClaim === undefined',
      'true',
      'A delete has no claim of its own where its resource has released it.',
    ],
    [
      'before?.claim',
      'before.claim',
      'A create that is undone has noted what it has found: for the compiler.',
    ],
  ]),
  ...of('lambda/association/fence.ts', [
    ["operation.type !== 'Delete'", 'true', 'Of two deletes the line after it says the same.'],
    ["'Delete'", '""', 'Of two deletes the line after it says the same.'],
    ['operation.issuedAt <= updatedAt', 'operation.issuedAt < updatedAt', MILLISECOND],
    ['context.claim?.updatedAt', NEWEST],
    ['claim?.phase', NEWEST],
    ['claim !== undefined', 'true', NEWEST],
  ]),
  ...of('lambda/association/landing.ts', [
    ['claim === undefined', 'false', NOTHING_FOLLOWS],
    ['now < stale.until', 'now <= stale.until', MILLISECOND],
    ['claim.lastCall !== undefined', 'true', 'What was accepted has been called: for the compiler.'],
    [
      'request.receivedAt - operation.receivedAt < desired.timeoutMs',
      'request.receivedAt - operation.receivedAt <= desired.timeoutMs',
      MILLISECOND,
    ],
  ]),
  ...of('lambda/association/locate.ts', [
    ['seenOn === undefined', SOONER],
    ['[first]', SOONER],
    ['[seenOn]', SOONER],
    ['[desired.parentId]', SOONER],
    ['found.token !== noted.positions[parentId]', 'true', NOTED_AGAIN],
    ['ownClaim !== undefined && knownParents(ownClaim).includes(parentId)', 'false', NOTED_AGAIN],
    ["token === '' && isKnown", 'false', NOTED_AGAIN],
    ["token === ''", MORE_CALLS],
    ["''", MORE_CALLS],
    ['each === late', SOONER],
  ]),
  ...of('lambda/association/observe.ts', [['inventory.prefetchParents();', SOONER]]),
  ...of('lambda/association/ownership.ts', [
    ['[]', '["Stryker was here"]', 'Nobody reads those of a claim that is recalled.'],
  ]),
  ...of('lambda/association/physical-id.ts', [
    ["''", 'Neither is of a create that has succeeded.'],
    ['/^[^/]+\\/not-created\\/(.+)$/', '/^[^/]+\\/not-created\\/(.+)/', 'It is one line.'],
  ]),
  ...of('lambda/association/properties.ts', [
    [
      'connectionId === undefined',
      'false',
      'A delete under a made-up physical id that has such properties was answered before: for the compiler.',
    ],
    ["''", '"Stryker was here!"', 'Neither is the id of a parent.'],
    ['false', 'true', NOT_ASKED_FOR],
  ]),
  ...of('lambda/association/reconcile.ts', [
    ['{ parents: false }', '{}', NEITHER],
    ['false', 'true', MORE_CALLS],
    [
      'inventory === undefined',
      'false',
      'It throws then, and that is caught: it is decided on what is read.',
    ],
  ]),
  ...of('lambda/association/see.ts', [
    ['{ waitForAvailable: false }', '{}', NEITHER],
    ['time.leftMs - restMs', 'time.leftMs + restMs', 'It looks at once then, and so does the next poll.'],
  ]),
  ...of('lambda/association/undo.ts', [
    ['before === undefined', 'false', NOTHING_FOLLOWS],
    ['false', 'true', 'Where a create has found nothing that is known, nothing else is there again.'],
    [
      'now - updatedAt < UNANSWERED_SECONDS * 1000',
      'now - updatedAt <= UNANSWERED_SECONDS * 1000',
      MILLISECOND,
    ],
  ]),
  ...of('lambda/association/waiting.ts', [
    [
      'request.receivedAt - (note?.operation.receivedAt ?? 0) < desired.timeoutMs',
      'request.receivedAt - (note?.operation.receivedAt ?? 0) <= desired.timeoutMs',
      MILLISECOND,
    ],
  ]),
  ...of('lambda/association/way-back.ts', [
    ["'NoWayBack'", '""', 'Nobody sees the name.'],
    ['connectionId === undefined', 'false', 'Nothing is known either way.'],
  ]),
  ...of('lambda/drift/index.ts', [
    ["''", ENVIRONMENT],
    ['{ retryStrategy: new RetryThrottled() }', '{}', 'Only the wire repeats calls.'],
    ["'refused'", '""', 'Neither does anything.'],
  ]),
  ...of('lambda/drift/metrics.ts', [['claim.updatedAt < since', 'claim.updatedAt <= since', MILLISECOND]]),
  ...of('lambda/drift/monitor.ts', [["'; '", '""', 'The texts that it stands between have it, too.']]),
  ...of('lambda/index.ts', [
    [
      '{ maxAttempts: 1 }',
      '{}',
      'Only the wire shows it, and there test/lambda/index.test.ts fails with it.',
    ],
    ['{ retryStrategy: new RetryThrottled() }', '{}', 'Only the wire repeats calls.'],
    ['process.env[EMULATOR_ENV] !== undefined', 'false', 'The end-to-end tests set the variable.'],
  ]),
  {
    original: "''",
    status: 'NoCoverage',
    why: 'AWS always gives this member; the default is for the compiler.',
  },
  {
    original: '[]',
    status: 'NoCoverage',
    why: 'AWS always gives this list; the default is for the compiler.',
  },
  ...of('lambda/direct-connect/pages.ts', [
    ['index += 1', 'index -= 1', 'Each page has an index of its own either way.'],
  ]),
  ...of('lambda/direct-connect/inventory.ts', [
    ['[]', '["Stryker was here"]', 'What has neither an id nor a VLAN is nothing that anybody looks for.'],
  ]),
  ...of('lambda/direct-connect/pace.ts', [
    [
      'this.time.leftMs - restMs',
      'this.time.leftMs + restMs',
      'A turn that comes too late is refused all the same, and taken from others: only time is lost.',
    ],
  ]),
  ...of('lambda/direct-connect/rate.ts', [
    ['at - now > withinMs', 'at - now >= withinMs', MILLISECOND],
    [
      '(1000 / this.perSecond) * (0.5 + Math.random())',
      '1000 / this.perSecond / (0.5 + Math.random())',
      'It is at random, and about as long.',
    ],
  ]),
  ...of('lambda/direct-connect/remembered-parents.ts', [
    [
      'this.now() - this.latest.readAt >= PARENTS_KEPT_SECONDS * 1000',
      'this.now() - this.latest.readAt > PARENTS_KEPT_SECONDS * 1000',
      MILLISECOND,
    ],
  ]),
  ...of('lambda/direct-connect/search.ts', [
    ['[]', '["Stryker was here"]', 'It is the id of no parent.'],
    ['inventory.prefetchParents();', 'The parents are read a little later: only time is lost.'],
    ['start < unread.length', 'start <= unread.length', 'Nothing is left to be read then.'],
    [
      'failures.map(({ reason }) => reason as unknown).filter(isRefusal)',
      'Whatever else fails ends the search, before anybody asks for the refusals.',
    ],
  ]),
  ...of('lambda/assumptions/answers.ts', [
    ['[]', '["Stryker was here"]', 'It is no connection.'],
    ["''", '"Stryker was here!"', 'Neither is the token of a page.'],
    ['command instanceof DescribeInterconnectsCommand', 'true', 'There is no other call.'],
    ['value !== undefined', 'true', 'Nothing is none of the documented states.'],
  ]),
  ...of('lambda/assumptions/notice.ts', [
    ['ms !== undefined', 'true', 'Nothing is not less than any number.'],
  ]),
  ...of('lambda/assumptions/operations.ts', [
    ['newest === undefined', 'false', NOT_NOTICED],
    ['receivedAt < newest.receivedAt', 'receivedAt <= newest.receivedAt', MILLISECOND],
  ]),
  ...of('lambda/assumptions/readings.ts', [
    ['/^(a|the) move to /', '/(a|the) move to /', 'No other reason has these words in it.'],
    ['claim?.phase', 'claim.phase', NOT_NOTICED],
    ['ownClaim?.movedTo', 'ownClaim.movedTo', NOT_NOTICED],
    [
      'services.now() < claim.updatedAt + SHOWN_SECONDS * 1000',
      'What is shown so late after a release is not noticed either way.',
    ],
    ['placement === undefined', 'false', NOT_NOTICED],
    ['{ updatedAt: 0 }', 'Where the connection was put somewhere, one of the two claims is there.'],
    ['contrary === undefined', 'false', NOT_NOTICED],
    ['placement?.connection', 'placement.connection', NOT_NOTICED],
  ]),
  ...of('lambda/assumptions/status.ts', [
    ["'no status'", '""', 'CloudFormation always gives a status; the default is for the compiler.'],
  ]),
  ...of('lambda/cloudformation/error-response.ts', [
    ['/\\uFFFD+$/', '/\\uFFFD$/', 'A text that is cut within a character ends with one such sign.'],
  ]),
  ...of('lambda/cloudformation/event.ts', [
    ["''", '"Stryker was here!"', 'Neither is a time.'],
    ['[]', '["Stryker was here"]', 'What is read begins with the second element.'],
  ]),
  ...of('lambda/cloudformation/guard.ts', [
    ["'over'", '""', KEEPS_FROM_ACTING],
    ["'another resource'", '""', KEEPS_FROM_ACTING],
    ["'contradiction'", '""', KEEPS_FROM_ACTING],
    ["case 'contradiction': return false;", "case 'contradiction':", KEEPS_FROM_ACTING],
    ['/^(CREATE|UPDATE)_COMPLETE$/', NO_SUCH_STATUS],
    ['/^DELETE_(COMPLETE|FAILED|SKIPPED)$/', NO_SUCH_STATUS],
  ]),
  ...of('lambda/cloudformation/operation.ts', [
    ['a.issuedAt > b.issuedAt', 'a.issuedAt >= b.issuedAt', 'They are not the same here.'],
  ]),
  ...of('lambda/cloudformation/owner.ts', [
    ["''", '"Stryker was here!"', 'Neither is an account or a region: it is of an id that is none.'],
  ]),
  ...of('lambda/cloudformation/response-size.ts', [
    ['[]', '["Stryker was here"]', 'A list that is empty is never shortened.'],
  ]),
  ...of('lambda/cloudformation/stack-status.ts', [
    ['/ROLLBACK_.*IN_PROGRESS$/', '/ROLLBACK_.*IN_PROGRESS/', NO_SUCH_STATUS],
    ['[]', '["Stryker was here"]', NO_SUCH_STATUS],
  ]),
  ...of('lambda/notes.ts', [['note?.requestId', CAUGHT]]),
  ...of('lambda/outcome.ts', [
    ["'Requeue'", '""', NO_NAME],
    ["'OutOfTime'", '""', NO_NAME],
  ]),
  ...of('lambda/poll-time.ts', [
    ['this.sleep?.(ms)', 'this.sleep(ms)', 'What cannot sleep has returned before.'],
  ]),
  ...of('lambda/provider/claims-table.ts', [
    ['connectionId?.S', 'connectionId.S', 'Every item of the table has its key.'],
  ]),
  ...of('lambda/migration/preflight.ts', [
    ["event.RequestType === 'Create'", 'true', 'The physical id of a preflight is its logical id.'],
    ['services.now() - request.receivedAt < FIRST_POLL_SECONDS * 1000', MORE_CALLS],
    ['FIRST_POLL_SECONDS * 1000', MORE_CALLS],
  ]),
  ...of('lambda/migration/problem-text.ts', [
    ['Buffer.byteLength(text + next) > ROOM_BYTES', 'The room is a round number: one byte does not matter.'],
  ]),
  ...of('lambda/migration/problems.ts', [
    ['a !== undefined && b !== undefined', NO_TARGET],
    ['a !== undefined', NO_TARGET],
    ['b !== undefined', NO_TARGET],
    ['onTarget.get(targetId)?.find', 'The list of every target to which something moves has been read.'],
  ]),
  ...of('lambda/migration/progress.ts', [
    ['placements?.[connectionId]', CAUGHT],
    ['targets?.[connectionId]', CAUGHT],
    ['seenOn && movesTo', 'They are written together: either both are known, or none.'],
    ['item?.targets', CAUGHT],
    [
      'parentId !== undefined',
      'true',
      'After a delete it has been tried already, and the condition of the write keeps it from being counted twice.',
    ],
  ]),
  ...of('lambda/migration/properties.ts', [['[]', '["Stryker was here"]', 'It names no connection.']]),
  ...of('lambda/migration/survey.ts', [
    [
      'inventory.prefetchParents();',
      'The parents are read a little later, when they are needed: only time is lost.',
    ],
    [
      '[...desired.targets].filter( ([id, targetId]) => parents.standsFor(found.get(id)…',
      '[...desired.targets]',
      MORE_CALLS,
    ],
    ["parents.standsFor(found.get(id)?.parentId ?? '') !== parents.standsFor(targetId)", 'true', MORE_CALLS],
    ["found.get(id)?.parentId ?? ''", "found.get(id)?.parentId && ''", MORE_CALLS],
    ["''", '"Stryker was here!"', 'Neither is the id of a parent.'],
  ]),
];

export function explains({ why, ...expected }: Explanation, mutant: Mutant): boolean {
  return (
    why !== '' && Object.entries(expected).every(([name, value]) => mutant[name as keyof Mutant] === value)
  );
}
