import fc from 'fast-check';
import { AssociationSpec, association } from '../cloudformation/declared';
import type { Template } from '../cloudformation/stack';

export const PARENTS = ['dxcon-11111111', 'dxcon-22222222', 'dxlag-aaaaaaaa', 'dxlag-bbbbbbbb'] as const;
export const CONNECTIONS = ['dxcon-fg000001', 'dxcon-fg000002', 'dxcon-fg000003', 'dxcon-fg000004'] as const;

type Declared = AssociationSpec & { readonly waitsForFirst: boolean };
export interface Deploy {
  readonly kind: 'deploy';
  readonly stack: number;
  readonly template: readonly Declared[];
}
export type Step =
  | Deploy
  | { readonly kind: 'destroy'; readonly stack: number }
  | { readonly kind: 'by hand'; readonly connectionId: string; readonly parentId: string };
export interface History {
  readonly beginsOn: readonly { readonly parentId: string; readonly vlan: number }[];
  readonly steps: readonly Step[];
  readonly last: Deploy;
}

const parent = fc.constantFrom(...PARENTS);
const stackIndex = fc.nat(1);
const rarely = fc.nat(3).map((n) => n === 0);

const template = fc.shuffledSubarray([...CONNECTIONS], { minLength: 1 }).chain((ids) =>
  fc.tuple(
    ...ids.map((connectionId) =>
      fc.record({
        connectionId: fc.constant(connectionId),
        parentId: parent,
        originalParentId: fc.option(parent, { nil: undefined, freq: 5 }),
        retain: rarely,
        takeOver: rarely,
        waitsForFirst: fc.boolean(),
      }),
    ),
  ),
);

const deploy: fc.Arbitrary<Deploy> = fc.record({
  kind: fc.constant('deploy' as const),
  stack: stackIndex,
  template,
});

export const history: fc.Arbitrary<History> = fc.record({
  beginsOn: fc.tuple(
    ...CONNECTIONS.map((_, index) =>
      // Seldom two of one VLAN, and never two on one parent.
      fc.record({
        parentId: fc.constant(PARENTS[index] ?? PARENTS[0]),
        vlan: fc.constantFrom(101 + index, 101 + index, 101),
      }),
    ),
  ),
  steps: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: deploy },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('destroy' as const), stack: stackIndex }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('by hand' as const),
          connectionId: fc.constantFrom(...CONNECTIONS),
          parentId: parent,
        }),
      },
    ),
    { maxLength: 4 },
  ),
  last: deploy,
});

export function templateOf(declared: readonly Declared[]): Template {
  const id = ({ connectionId }: Declared) => `Of${connectionId.slice(-1)}`;
  const [first] = declared;
  const resources = declared.map((each) => {
    const waits = each.waitsForFirst && first !== undefined && each !== first;
    return [id(each), association(each, waits ? [id(first)] : [])] as const;
  });
  return { resources: Object.fromEntries(resources) };
}
