import {
  claimBefore,
  homeOf,
  isDeleteOfOtherCreate,
  isRollbackToNote,
  withoutEarlierTry,
} from '../../../lambda/association/before';
import {
  Before,
  ClaimBefore,
  FormerOperation,
  LiveClaim,
  newestOperationOf,
} from '../../../lambda/association/claim';
import { createdPhysicalId } from '../../../lambda/association/physical-id';
import type { Request } from '../../../lambda/cloudformation/event';
import type { Verdict } from '../../../lambda/cloudformation/guard';
import type { Operation } from '../../../lambda/cloudformation/operation';
import { CONNECTION, HOME, LAG_A, LAG_B, LAG_C, OTHER_STACK_ID, STACK_ID } from '../world';

/** What claims remember of those before: one association, another that has taken its connection, and a third. */
const OWNER = { stackId: STACK_ID, logicalResourceId: 'Own' };
const OTHER = { stackId: OTHER_STACK_ID, logicalResourceId: 'Other' };
const THIRD = { stackId: OTHER_STACK_ID, logicalResourceId: 'Third' };

function operation(type: Operation['type'], requestId: string, parentId: string = LAG_A): Operation {
  return { requestId, type, issuedAt: 1_000, receivedAt: 1_000, desired: JSON.stringify([parentId, null]) };
}

const MEMORY = {
  foundOn: HOME,
  originalParentConnectionId: HOME,
  fallbackParentConnectionId: HOME,
  movedTo: [LAG_A],
} as const;

function left(owner = OWNER, more: Partial<ClaimBefore> = {}): ClaimBefore {
  const before: Before = { requestId: 'create', parentConnectionId: HOME };
  return { ...MEMORY, owner, operation: operation('Create', 'create'), hasEnded: true, before, ...more };
}

/** The claim of the one that has taken the connection from `claim`. */
function taken(claim: ClaimBefore | undefined, more: Partial<LiveClaim> = {}): LiveClaim {
  return {
    ...MEMORY,
    connectionId: CONNECTION,
    format: 1,
    version: 1,
    owner: OTHER,
    operation: operation('Create', 'taker', LAG_B),
    formerOperations: [],
    updatedAt: 1_000,
    phase: 'settled',
    deadline: 0,
    before: { requestId: 'taker', parentConnectionId: LAG_A, claim },
    ...more,
  };
}

function request(changes: Partial<Request>): Request {
  return {
    owner: OWNER,
    operation: operation('Delete', 'delete'),
    physicalResourceId: 'invented-by-cloudformation',
    receivedAt: 2_000,
    isSigned: true,
    ...changes,
  };
}

describe('a create that is undone', () => {
  const undone = (formerOperations: readonly FormerOperation[]) =>
    taken(left(), { isUndone: true, formerOperations });

  test('gives the claim back, whatever has been done to a third association', () => {
    const deleted = { owner: THIRD, operation: operation('Delete', 'third') };
    expect(claimBefore(undone([deleted]))).toMatchObject({ owner: OWNER });
    expect(homeOf(undone([deleted]))).toBe(LAG_A);
  });

  test('gives it back to nobody where its owner has been deleted', () => {
    const deleted = { owner: OWNER, operation: operation('Delete', 'delete') };
    expect(claimBefore(undone([deleted]))).toBeUndefined();
    expect(homeOf(undone([deleted]))).toBe(HOME);
  });
});

describe('a delete that finds its connection with another', () => {
  function isOfOther(claim: LiveClaim, changes: Partial<Request> = {}, verdict: Verdict = 'awaited') {
    return isDeleteOfOtherCreate(
      { request: request(changes), askGuard: () => Promise.resolve(verdict) } as never,
      claim,
    );
  }

  const succeeded = left(OWNER, {
    before: { requestId: 'create', parentConnectionId: HOME, hasSucceeded: true },
  });

  test.each<readonly [string, ClaimBefore | undefined, Partial<Request>, boolean]>([
    ['is of none that had it, which never had', undefined, {}, false],
    [
      'is of the one that had it, which has succeeded, by its physical id',
      left(),
      { physicalResourceId: createdPhysicalId({ connectionId: CONNECTION, foundOn: HOME }) },
      false,
    ],
    ['is of another one under a made-up id, where that has succeeded', succeeded, {}, true],
    ['and where nothing is known of its create', left(OWNER, { before: undefined }), {}, true],
    [
      'is of the one that had it, if it names that',
      left(),
      { physicalResourceId: `${CONNECTION}/not-created/create` },
      false,
    ],
    [
      'is of another one, if it names that',
      left(),
      { physicalResourceId: `${CONNECTION}/not-created/another` },
      true,
    ],
    [
      'is of another one, if that has asked for something else',
      left(),
      { operation: operation('Delete', 'delete', LAG_C) },
      true,
    ],
    [
      'is of the one that had it, if it has asked for the same, and CloudFormation waits for it',
      left(),
      {},
      false,
    ],
  ])('%s', async (_, claim, changes, expected) => {
    expect(await isOfOther(taken(claim), changes)).toBe(expected);
  });

  test.each<readonly [Verdict, boolean]>([
    ['another resource', true],
    ['contradiction', true],
    ['not known', false],
  ])('under a made-up id goes by what CloudFormation says: %s', async (verdict, expected) => {
    expect(await isOfOther(taken(left()), {}, verdict)).toBe(expected);
  });
});

describe('a rollback that finds the connection with another association', () => {
  const sameStack = { ...OTHER, stackId: STACK_ID };
  const rollback = request({ operation: operation('Update', 'rollback') });

  test('is noted where that is of the same stack, once', () => {
    expect(isRollbackToNote(taken(left(), { owner: sameStack }), rollback)).toBe(true);
    const formerOperations = [{ owner: OWNER, operation: rollback.operation }];
    expect(isRollbackToNote(taken(left(), { owner: sameStack, formerOperations }), rollback)).toBe(false);
  });

  test('is not noted where that is of another stack, or its own has never had the connection', () => {
    expect(isRollbackToNote(taken(left()), rollback)).toBe(false);
    expect(isRollbackToNote(taken(undefined, { owner: sameStack }), rollback)).toBe(false);
  });
});

describe('an earlier try', () => {
  const made = request({ operation: operation('Delete', 'delete') });
  const retried = (claim: ClaimBefore) => taken(claim, { owner: OWNER });

  test('is forgotten by the delete that asks for what it has asked for', () => {
    const forgotten = withoutEarlierTry(retried(left()), made);
    expect(forgotten?.before).toEqual({ requestId: 'taker', parentConnectionId: HOME });
  });

  test.each<readonly [string, LiveClaim, Request]>([
    [
      'that has asked for something else',
      retried(left()),
      request({ operation: operation('Delete', 'delete', LAG_C) }),
    ],
    ['of the one from which this one has taken the connection', retried(left(THIRD)), made],
    ['of another association', retried(left()), request({ ...made, owner: THIRD })],
    [
      'that names another',
      retried(left()),
      request({ physicalResourceId: `${CONNECTION}/not-created/another` }),
    ],
  ])('is not forgotten by a delete %s', (_, claim, deletion) => {
    expect(withoutEarlierTry(claim, deletion)).toBeUndefined();
  });
});

test('the newest operation of a name is the one that was issued last, wherever it is noted', () => {
  const older = { owner: OTHER, operation: operation('Delete', 'older'), isOfOtherCreate: true };
  const newer = { ...older, operation: { ...older.operation, requestId: 'newer', issuedAt: 5_000 } };
  const claim = taken(undefined);
  expect(
    newestOperationOf(
      { ...claim, operation: { ...claim.operation, issuedAt: 3_000 }, formerOperations: [older] },
      OTHER,
    )?.requestId,
  ).toBe('taker');
  expect(newestOperationOf({ ...claim, formerOperations: [newer, older] }, OTHER)?.requestId).toBe('newer');
});
