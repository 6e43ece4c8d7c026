import fc from 'fast-check';
import { ANSWERS_LAG_MS, Behavior, KIND, OddAnswer } from '../cloudformation/behavior';
import type { Harsh } from './harshness';

/** Each signs by its own clock, some seconds fast or slow. */
const skews = fc.oneof(
  fc.constant([0]),
  fc.array(fc.integer({ min: -4_000, max: 4_000 }), { minLength: 1, maxLength: 4 }),
);

/** What nobody has to expect, and what does not say for sure that another resource is meant. */
const oddAnswer: fc.Arbitrary<OddAnswer> = fc.record({
  during: fc.constantFrom('Create' as const, 'Update' as const, 'Delete' as const),
  says: fc.oneof(
    fc.constant(undefined),
    fc.record({
      status: fc.constantFrom(
        'CREATE_IN_PROGRESS',
        'CREATE_COMPLETE',
        'CREATE_FAILED',
        'UPDATE_IN_PROGRESS',
        'UPDATE_COMPLETE',
        'UPDATE_FAILED',
        'DELETE_IN_PROGRESS',
        'DELETE_FAILED',
      ),
    }),
    fc.record({ physicalId: fc.constantFrom(undefined, 'somebody-elses') }),
  ),
});

/** How CloudFormation behaves where that is not known. */
export function behavior(harsh: Harsh): fc.Arbitrary<Behavior> {
  const isSkewed = harsh.has('clocks');
  return fc.record({
    hidesCreates: fc.boolean(),
    remembersDeleted: fc.boolean(),
    repeatsRequestIds: fc.nat(3).map((n) => n === 0),
    skewsMs: isSkewed ? skews : fc.constant(KIND.skewsMs),
    signatures: fc.constantFrom<Behavior['signatures']>(['V4'], ['V4'], ['V2'], ['V2', 'V4']),
    answersLagMs: lag(harsh),
    stackLagMs: lag(harsh),
    oddAnswer: harsh.has('odd answers')
      ? fc.option(oddAnswer, { nil: undefined, freq: 2 })
      : fc.constant(undefined),
    deletesFailedFirst: fc.boolean(),
    revertsFailedUpdates: fc.boolean(),
  });
}

function lag(harsh: Harsh): fc.Arbitrary<number> {
  return fc.constantFrom(
    0,
    ...(harsh.has('late answers') ? [0, 2_000, 30_000, ANSWERS_LAG_MS] : []),
    ...(harsh.has('beyond') ? [3 * ANSWERS_LAG_MS] : []),
  );
}
