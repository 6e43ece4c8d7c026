import { describeShown, isSettledOn, type Listing } from '../../../tools/acceptance/placements';

const A = 'dxcon-ffabc123';
const B = 'dxlag-fhccu14t';

const at = (afterMs: number, states: Listing['states']) => ({ states, afterMs });

test('a move that shows on both parents, and settles', () => {
  const listings = [
    at(0, { [A]: 'available' }),
    at(700, { [A]: 'available', [B]: 'pending' }),
    at(900, { [B]: 'pending' }),
    at(4_000, { [B]: 'available' }),
  ];
  expect(describeShown(listings, B)).toEqual({
    firstListedAfterMs: 700,
    settledAfterMs: 4_000,
    onBoth: true,
    onNoneForMs: 0,
    states: ['available', 'pending'],
  });
});

test('a move that shows nowhere for a while, twice', () => {
  const listings = [
    at(100, {}),
    at(400, { [A]: 'available' }),
    at(1_000, {}),
    at(3_000, { [B]: 'available' }),
  ];
  expect(describeShown(listings, B)).toMatchObject({
    onBoth: false,
    onNoneForMs: 2_300,
    settledAfterMs: 3_000,
  });
});

test('a move that never shows', () => {
  const shown = describeShown([at(0, { [A]: 'available' })], B);
  expect(shown).toMatchObject({ firstListedAfterMs: undefined, settledAfterMs: undefined });
});

test.each([
  [{ [B]: 'available' }, true],
  [{ [B]: 'down' }, true],
  [{ [B]: 'pending' }, false],
  [{ [A]: 'available', [B]: 'available' }, false],
  [{}, false],
])('%j is at rest on the LAG: %s', (states, expected) => {
  expect(isSettledOn({ states }, B)).toBe(expected);
});
