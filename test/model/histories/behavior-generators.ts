import fc from 'fast-check';
import { Behavior, KIND } from '../cloudformation/behavior';
import type { Harsh } from './harshness';

/** Each signs by its own clock, some seconds fast or slow. */
const skews = fc.oneof(
  fc.constant([0]),
  fc.array(fc.integer({ min: -4_000, max: 4_000 }), { minLength: 1, maxLength: 4 }),
);

/** How CloudFormation behaves where that is not known. */
export function behavior(harsh: Harsh): fc.Arbitrary<Behavior> {
  const isSkewed = harsh.has('clocks');
  return fc.record({
    hidesCreates: fc.boolean(),
    remembersDeleted: fc.boolean(),
    repeatsRequestIds: fc.nat(3).map((n) => n === 0),
    skewsMs: isSkewed ? skews : fc.constant(KIND.skewsMs),
    signatures: fc.constantFrom<Behavior['signatures']>(['V4'], ['V4'], ['V2'], ['V2', 'V4']),
    answersLagMs: fc.constant(0),
    deletesFailedFirst: fc.boolean(),
    revertsFailedUpdates: fc.boolean(),
  });
}
