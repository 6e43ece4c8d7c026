import fc from 'fast-check';
import { PARENTS } from './account';

export const parent = fc.constantFrom(...PARENTS);

export const wait = fc
  .oneof(fc.constant(0), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 60, max: 1_000 }))
  .map((s) => s * 1000);
