import fc from 'fast-check';
import { EXPECTED } from '../../../simulator';
import type { Harsh } from './harshness';
import type { DirectConnect } from './history';

/** Lists of one lateness, or of replicas that know different things. */
const lateness = fc.constantFrom<readonly number[]>([1], [1], [0, 1], [1, 0.4, 0], [0.7, 1, 0.2, 0.9, 0]);

/** How Direct Connect behaves. */
export function service(harsh: Harsh): fc.Arbitrary<DirectConnect> {
  const usual = fc.constantFrom(0, 0, 2_000, 8_000);
  const isLate = harsh.has('late lists');
  return fc.record({
    settleMs: fc.constantFrom(0, 0, 7_000, 20_000),
    readLagMs: isLate ? fc.oneof(usual, fc.nat(EXPECTED.readLagMs), fc.constant(EXPECTED.readLagMs)) : usual,
    lateness: isLate ? lateness : fc.constant([1]),
    meanwhile: isLate
      ? fc.constantFrom('where it was' as const, 'nowhere' as const, 'on both' as const)
      : fc.constantFrom('where it was' as const, 'nowhere' as const),
    pageSize: harsh.has('small pages') ? fc.constantFrom(1, 100) : fc.constant(100),
    landingMs: harsh.has('late calls')
      ? fc.oneof(fc.constant(9_000), fc.nat(EXPECTED.landingMs), fc.constant(EXPECTED.landingMs))
      : fc.constant(9_000),
  });
}
