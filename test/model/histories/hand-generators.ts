import fc from 'fast-check';
import { EXPECTED } from '../../../simulator';
import { CONNECTIONS, PARENTS } from './account';
import type { Harsh } from './harshness';
import type { ClaimEdit, HandAct, History } from './history';
import { parent, wait } from './common-generators';

const connection = fc.constantFrom(...CONNECTIONS);
const interconnect = fc.constantFrom(...PARENTS.filter((id) => id.startsWith('dxcon-')));
const lag = fc.constantFrom(...PARENTS.filter((id) => id.startsWith('dxlag-')));

export const move = fc.record({
  kind: fc.constant('move' as const),
  connectionId: connection,
  parentId: parent,
});

const end = fc.record({
  kind: fc.constant('end' as const),
  connectionId: connection,
  how: fc.constantFrom('deleted' as const, 'rejected' as const, 'removed' as const),
});

const membership = fc.oneof(
  fc.record({ kind: fc.constant('join' as const), interconnectId: interconnect, lagId: lag }),
  fc.record({ kind: fc.constant('leave' as const), interconnectId: interconnect }),
);

const goes = fc.record({ kind: fc.constant('remove parent' as const), parentId: parent });

const list = fc.record({
  kind: fc.constant('list' as const),
  parentId: parent,
  how: fc.constantFrom('refused' as const, 'empty' as const),
  forMs: fc.nat(EXPECTED.readLagMs),
});

/** What people do to connections and parents. */
export function byHand(harsh: Harsh): fc.Arbitrary<History['byHand']> {
  const acts: fc.Arbitrary<HandAct>[] = [
    move,
    ...(harsh.has('connections end') ? [end] : []),
    ...(harsh.has('members') ? [membership] : []),
    ...(harsh.has('parents go') ? [goes] : []),
    ...(harsh.has('lists fail') ? [list] : []),
  ];
  const act = fc
    .tuple(fc.oneof(...acts), fc.oneof(fc.nat(15_000), wait))
    .map(([each, waitMs]) => ({ ...each, waitMs }));
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: acts.length, arbitrary: fc.array(act, { maxLength: acts.length > 1 ? 4 : 2 }) },
  );
}

/** What nobody can read, or what a newer version may have written. */
const broken = fc.constantFrom<[string, unknown]>(
  ['phase', 'sideways'],
  ['movedTo', 'dxlag-aaaaaaaa'],
  ['originalParentConnectionId', 7],
  ['foundOn', undefined],
  ['owner', { stackId: 'somebody' }],
  ['deadline', 'soon'],
  ['format', 99],
);

export const claimEdit: fc.Arbitrary<ClaimEdit> = fc
  .record({ waitMs: wait, connectionId: connection, forMs: fc.nat(1_500_000), broken })
  .map(({ broken: [attribute, value], ...rest }) => ({ ...rest, attribute, value }));
