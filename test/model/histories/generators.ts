import fc from 'fast-check';
import { CALL_FAULT_NAMES, DELIVERY_FAULTS, PlannedCallFault, PlannedDeliveryFault } from '../aws/fault';
import type { AssociationSpec, MoveSpec } from '../cloudformation/declared';
import { behavior } from './behavior-generators';
import { CONNECTIONS, HOMES, PARENTS } from './account';
import { parent, wait } from './common-generators';
import { byHand, claimEdit, move as moveByHand } from './hand-generators';
import type { Harsh } from './harshness';
import type { History, Step } from './history';
import type { MigrationPlan, Plan } from './plan';
import { service } from './service-generators';

const [FIRST, SECOND] = CONNECTIONS;

/** Most say nothing of where the connection is; some that it comes from home, or is where it shall be. */
const move = (connectionId: string, parentId: fc.Arbitrary<string>): fc.Arbitrary<MoveSpec> =>
  parentId.chain((to) =>
    fc.record({
      connectionId: fc.constant(connectionId),
      parentId: fc.constant(to),
      expectedParentId: fc.oneof(
        { weight: 6, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(HOMES[connectionId], to) },
        { weight: 1, arbitrary: parent },
      ),
    }),
  );

const spec = (connectionId: string, harsh: Harsh): fc.Arbitrary<AssociationSpec> =>
  fc
    .record({
      move: move(connectionId, parent),
      originalParentId: fc.option(parent, { nil: undefined, freq: 4 }),
      retain: fc.boolean().map((value) => value && connectionId === SECOND),
      takeOver: fc.nat(3).map((n) => n === 0),
      servedBy: harsh.has('other tokens')
        ? fc.constantFrom(undefined, undefined, 'v2')
        : fc.constant(undefined),
    })
    .map(({ move, ...rest }) => ({ ...move, ...rest }));

/** A fleet of two or three, in any order: most to one parent, and some each to its own. */
const migration: fc.Arbitrary<MigrationPlan> = fc.record({
  moves: fc
    .tuple(
      fc.shuffledSubarray([...CONNECTIONS], { minLength: 2 }),
      fc.oneof(
        { weight: 2, arbitrary: parent.map(fc.constant) },
        { weight: 1, arbitrary: fc.constant(parent) },
      ),
    )
    .chain(([ids, parentId]) => fc.tuple(...ids.map((id) => move(id, parentId)))),
  originalParentId: fc.option(parent, { nil: undefined, freq: 7 }),
  maxConcurrent: fc.constantFrom(1, 1, 2),
  takeOver: fc.nat(3).map((n) => n === 0),
});

const plan = (harsh: Harsh): fc.Arbitrary<Plan> =>
  fc
    .record({
      migration: fc.option(migration, { nil: undefined, freq: 2 }),
      first: fc.option(spec(FIRST, harsh), { nil: undefined, freq: 8 }),
      // As with a token for an id: a rename is another resource, whose create comes before the delete of this one.
      isRenamed: fc.nat(7).map((n) => n === 0),
      second: fc.option(spec(SECOND, harsh), { nil: undefined, freq: 1 }),
      siblingFailsAfterMs: fc.option(fc.oneof(fc.nat(900), fc.nat(40_000)), { nil: undefined, freq: 2 }),
      disableRollback: harsh.has('no rollback') ? fc.boolean() : fc.constant(false),
    })
    .map(({ first, isRenamed, second, ...rest }) => ({
      ...rest,
      associations: {
        ...(first && { [isRenamed ? 'Renamed' : 'First']: first }),
        ...(second && { Second: second }),
      },
    }));

const step = (harsh: Harsh): fc.Arbitrary<Step> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('deploy' as const), waitMs: wait, plan: plan(harsh) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('destroy' as const, 'destroy' as const, 'refactor' as const),
        waitMs: wait,
      }),
    },
    {
      weight: harsh.has('no rollback') ? 1 : 0,
      arbitrary: fc.record({ kind: fc.constant('rollback' as const), waitMs: wait }),
    },
  );

const callFault: fc.Arbitrary<PlannedCallFault> = fc.oneof(
  fc.record({
    operation: fc.constant('any' as const),
    nth: fc.nat(60),
    fault: fc.constantFrom(...CALL_FAULT_NAMES),
  }),
  fc.record({
    operation: fc.constantFrom('AssociateHostedConnection', 'PutItem', 'UpdateItem', 'DescribeStacks'),
    nth: fc.nat(5),
    fault: fc.constantFrom(...CALL_FAULT_NAMES),
  }),
);

const deliveryFault: fc.Arbitrary<PlannedDeliveryFault> = fc.record({
  nth: fc.oneof(fc.nat(4), fc.nat(20)),
  fault: fc.constantFrom(...DELIVERY_FAULTS),
});

/** Nothing goes wrong, and nobody disturbs. */
const CALM = {
  byHand: [],
  callFaults: [],
  deliveryFaults: [],
  claimLoss: undefined,
  claimEdit: undefined,
  afterPreflight: { placements: 'as seen' },
  sameVlan: false,
  iamDelayMs: 0,
} as const satisfies Partial<History>;

/** Random histories, as harsh as they are told to be. */
export function histories(harsh: Harsh): fc.Arbitrary<History> {
  const expected = new Set([...harsh].filter((name) => name !== 'beyond'));
  if (!harsh.has('beyond')) return ofOne(expected);
  return fc.oneof({ weight: 3, arbitrary: ofOne(expected) }, { weight: 1, arbitrary: ofOne(harsh) });
}

function ofOne(harsh: Harsh): fc.Arbitrary<History> {
  return fc
    .record({
      isCalm: harsh.has('calm') ? fc.nat(2).map((n) => n === 0) : fc.constant(false),
      stacks: fc.oneof(
        {
          weight: 2,
          arbitrary: fc.array(fc.array(step(harsh), { minLength: 1, maxLength: 4 }), {
            minLength: 1,
            maxLength: 1,
          }),
        },
        {
          weight: 1,
          arbitrary: fc.array(fc.array(step(harsh), { minLength: 1, maxLength: 3 }), {
            minLength: 2,
            maxLength: 2,
          }),
        },
      ),
      byHand: byHand(harsh),
      afterPreflight: fc.record({
        placements: fc.oneof(
          fc.constantFrom('as seen' as const, 'nothing' as const),
          fc.constantFrom(...PARENTS),
        ),
        byHand: fc.option(moveByHand, { nil: undefined, freq: 1 }),
      }),
      claimLoss: fc.option(fc.record({ waitMs: wait, connectionId: fc.constantFrom(...CONNECTIONS) }), {
        nil: undefined,
        freq: 5,
      }),
      claimEdit: harsh.has('edited claims')
        ? fc.option(claimEdit, { nil: undefined, freq: 2 })
        : fc.constant(undefined),
      demandsHomes: fc.constant(harsh.has('homes put back')),
      behavior: behavior(harsh),
      service: service(harsh),
      sameVlan: fc.boolean(),
      iamDelayMs: fc.constantFrom(0, 0, 0, 30_000),
      callFaults: fc.array(callFault, { maxLength: 4 }),
      deliveryFaults: fc.array(deliveryFault, { maxLength: 4 }),
    })
    .map(({ isCalm, ...history }) => (isCalm ? { ...history, ...CALM } : history));
}
