import fc from 'fast-check';
import { EXPECTED } from '../../../simulator';
import type { Harsh } from './harshness';
import type { DirectConnect } from './history';

/** Lists of one lateness, or of replicas that know different things. */
const lateness = fc.constantFrom<readonly number[]>([1], [1], [0, 1], [1, 0.4, 0], [0.7, 1, 0.2, 0.9, 0]);

/** How Direct Connect behaves. */
export function service(harsh: Harsh): fc.Arbitrary<DirectConnect> {
  const isLate = harsh.has('late lists') || harsh.has('beyond');
  return fc.record({
    settleMs: fc.constantFrom(0, 0, 7_000, 20_000),
    readLagMs: lag([0, 0, 2_000, 8_000], EXPECTED.readLagMs, harsh.has('late lists'), harsh),
    lateness: isLate ? lateness : fc.constant([1]),
    meanwhile: isLate
      ? fc.constantFrom('where it was' as const, 'nowhere' as const, 'on both' as const)
      : fc.constantFrom('where it was' as const, 'nowhere' as const),
    pageSize: harsh.has('small pages') ? fc.constantFrom(1, 100) : fc.constant(100),
    landingMs: lag([9_000], EXPECTED.landingMs, harsh.has('late calls'), harsh),
  });
}

/** What is usual, up to what is expected at most, and up to three times of that. */
function lag(
  usual: readonly number[],
  expectedMs: number,
  isLate: boolean,
  harsh: Harsh,
): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(...usual),
    ...(isLate ? [fc.nat(expectedMs), fc.constant(expectedMs)] : []),
    ...(harsh.has('beyond') ? [fc.integer({ min: expectedMs + 1, max: 3 * expectedMs })] : []),
  );
}
