import { PROMPT } from '../../../simulator';
import { History, Step } from './history';
import { KIND } from '../cloudformation/behavior';
import type { AssociationSpec } from '../cloudformation/declared';
import type { Harsh } from './harshness';
import { MigrationPlan, Plan } from './plan';

const [FIRST, SECOND, THIRD] = ['dxcon-fg000001', 'dxcon-fg000002', 'dxcon-fg000003'] as const;

function migrationTo(parentId: string): MigrationPlan {
  return { moves: [FIRST, THIRD].map((connectionId) => ({ connectionId, parentId })), maxConcurrent: 1 };
}

/** A migration from one LAG to another that has been carried out when a sibling resource fails. */
const ROLLED_BACK: readonly Step[] = [
  { kind: 'deploy', waitMs: 0, plan: { associations: {}, migration: migrationTo('dxlag-aaaaaaaa') } },
  {
    kind: 'deploy',
    waitMs: 60_000,
    plan: { associations: {}, migration: migrationTo('dxlag-bbbbbbbb'), siblingFailsAfterMs: 40_000 },
  },
];

const UNDISTURBED: History = {
  stacks: [ROLLED_BACK],
  byHand: [],
  afterPreflight: { placements: 'as seen' },
  behavior: KIND,
  service: { ...PROMPT, landingMs: 0 },
  sameVlan: false,
  iamDelayMs: 0,
  callFaults: [],
  deliveryFaults: [],
};

/** An association of one connection, declared by one stack. */
function declares(spec: Partial<AssociationSpec>, more: Partial<Plan> = {}, waitMs = 0): Step {
  const first = { connectionId: FIRST, parentId: 'dxlag-aaaaaaaa', ...spec };
  return { kind: 'deploy', waitMs, plan: { associations: { First: first }, ...more } };
}

/** As long as somebody deploys, CloudFormation says what is not so any more. */
const LATER: Step = { kind: 'deploy', waitMs: 60_000, plan: { associations: {} } };

/** What fails is left as it is. */
const LEFT: Partial<Plan> = { disableRollback: true, siblingFailsAfterMs: 40_000 };

const TAKEN: Partial<AssociationSpec> = { parentId: 'dxlag-bbbbbbbb', takeOver: true };

const SURVIVED: readonly History[] = [
  UNDISTURBED,
  // Where the rollback is to bring a connection back to, another has taken its VLAN meanwhile.
  {
    ...UNDISTURBED,
    sameVlan: true,
    byHand: [{ kind: 'move', waitMs: 80_000, connectionId: SECOND, parentId: 'dxlag-aaaaaaaa' }],
  },
  // A create has moved its connection, and CloudFormation does not show it yet, when another stack declares the same.
  {
    ...UNDISTURBED,
    stacks: [[declares({})], [declares({ parentId: 'dxlag-bbbbbbbb' }, {}, 3_000)]],
    behavior: { ...UNDISTURBED.behavior, hidesCreates: true },
    deliveryFaults: [0, 1, 2, 3].map((nth) => ({ nth, fault: 'response lost' })),
  },
  // One that takes a connection over is rolled back.
  {
    ...UNDISTURBED,
    stacks: [[declares({})], [declares(TAKEN, { siblingFailsAfterMs: 40_000 }, 60_000)]],
  },
  // One that has lost its connection to another is updated, refused, and rolled back.
  {
    ...UNDISTURBED,
    stacks: [
      [declares({}), declares({ parentId: 'dxcon-22222222' }, {}, 120_000)],
      [declares(TAKEN, {}, 60_000)],
    ],
  },
  // A claim is deleted by hand, and a create that is cancelled before it begins leaves a released one in its place.
  {
    ...UNDISTURBED,
    stacks: [
      [declares({})],
      [declares({ parentId: 'dxlag-bbbbbbbb' }, { siblingFailsAfterMs: 1_000 }, 120_000)],
    ],
    claimLoss: { waitMs: 60_000, connectionId: FIRST },
    deliveryFaults: [{ nth: 1, fault: 'event delivered late' }],
  },
  // A connection is declared again as soon as its stack is gone, and lists still show it where that had put it.
  {
    ...UNDISTURBED,
    stacks: [[declares({}), { kind: 'destroy', waitMs: 600_000 }, declares({})]],
    service: { ...UNDISTURBED.service, readLagMs: 180_000, lateness: [0, 1, 1] },
  },
  // A stack is deleted while the list of its parent shows nothing.
  {
    ...UNDISTURBED,
    stacks: [[declares({}), { kind: 'destroy', waitMs: 600_000 }]],
    byHand: [{ kind: 'list', waitMs: 590_000, parentId: 'dxlag-aaaaaaaa', how: 'empty', forMs: 180_000 }],
  },
  // The event of a create that was cancelled comes late, when it is created again, and that create cannot see its connection yet.
  {
    ...UNDISTURBED,
    stacks: [
      [
        declares({}, { disableRollback: true, siblingFailsAfterMs: 1_000 }),
        declares({}, { disableRollback: true }),
      ],
    ],
    byHand: [{ kind: 'list', waitMs: 0, parentId: 'dxcon-11111111', how: 'empty', forMs: 109_500 }],
    deliveryFaults: [{ nth: 0, fault: 'event delivered late' }],
  },
  // A delete has failed, because another connection has the VLAN at home, and another stack declares the same connection.
  {
    ...UNDISTURBED,
    sameVlan: true,
    stacks: [
      [declares({}), { kind: 'destroy', waitMs: 60_000 }],
      [declares({ parentId: 'dxlag-bbbbbbbb' }, {}, 1_200_000)],
    ],
    byHand: [{ kind: 'move', waitMs: 30_000, connectionId: SECOND, parentId: 'dxcon-11111111' }],
  },
  // Somebody moves a connection back before a list has shown it at home.
  {
    ...UNDISTURBED,
    stacks: [[declares({}), { kind: 'destroy', waitMs: 60_000 }]],
    service: { ...UNDISTURBED.service, readLagMs: 8_000 },
    byHand: [{ kind: 'move', waitMs: 74_000, connectionId: FIRST, parentId: 'dxlag-aaaaaaaa' }],
  },
  // A claim that nobody can read is deleted by hand before it is corrected.
  {
    ...UNDISTURBED,
    stacks: [[declares({})]],
    claimLoss: { waitMs: 61_000, connectionId: FIRST },
    claimEdit: {
      waitMs: 60_000,
      connectionId: FIRST,
      forMs: 2_000,
      attribute: 'owner',
      value: { stackId: 'somebody' },
    },
  },
  // A create dies before its call, and the clean-up cannot undo it: whoever declares the connection again has to find out.
  {
    ...UNDISTURBED,
    stacks: [
      [
        { kind: 'deploy', waitMs: 0, plan: { associations: {} } },
        declares({ originalParentId: 'dxlag-bbbbbbbb' }),
      ],
    ],
    callFaults: [
      { operation: 'AssociateHostedConnection', nth: 0, fault: 'killedBefore' },
      ...[1, 2, 3].map((nth) => ({ operation: 'GetItem', nth, fault: 'killedBefore' }) as const),
    ],
  },
  // The second waiter of a create that has succeeded cannot see the connection, and then somebody moves that.
  {
    ...UNDISTURBED,
    stacks: [[declares({})]],
    byHand: [
      { kind: 'list', waitMs: 3_500, parentId: 'dxlag-aaaaaaaa', how: 'empty', forMs: 20_000 },
      { kind: 'move', waitMs: 10_000, connectionId: FIRST, parentId: 'dxlag-bbbbbbbb' },
    ],
    deliveryFaults: [{ nth: 0, fault: 'event delivered twice' }],
  },
  // The second waiter of a delete looks when a later create has been cancelled and deleted.
  {
    ...UNDISTURBED,
    stacks: [
      [
        declares({ parentId: 'dxcon-11111111' }),
        { kind: 'deploy', waitMs: 0, plan: { associations: {} } },
        declares({ parentId: 'dxcon-11111111' }, { siblingFailsAfterMs: 0 }),
      ],
    ],
    deliveryFaults: [{ nth: 1, fault: 'event delivered twice' }],
  },
  // Two stacks take the connection over, one from the other; the create of the first was delivered twice.
  {
    ...UNDISTURBED,
    stacks: [[declares({ takeOver: true })], [declares(TAKEN, {}, 3_500)], [LATER]],
    behavior: { ...UNDISTURBED.behavior, answersLagMs: 30_000 },
    service: { ...UNDISTURBED.service, settleMs: 1_000, readLagMs: 8_000 },
    deliveryFaults: [{ nth: 0, fault: 'event delivered twice' }],
  },
  // A create and an update have succeeded in deployments that were left as they failed, and then all of it is rolled back.
  {
    ...UNDISTURBED,
    stacks: [
      [
        { kind: 'deploy', waitMs: 0, plan: { associations: {} } },
        declares({ originalParentId: 'dxlag-bbbbbbbb' }, LEFT),
        declares({ originalParentId: 'dxlag-bbbbbbbb', parentId: 'dxcon-22222222' }, LEFT),
        { kind: 'rollback', waitMs: 0 },
      ],
    ],
  },
  // The same of two creates, each of which was cancelled.
  {
    ...UNDISTURBED,
    behavior: { ...UNDISTURBED.behavior, deletesFailedFirst: false },
    stacks: [
      [
        declares({}, { ...LEFT, siblingFailsAfterMs: 500 }),
        declares({ parentId: 'dxlag-bbbbbbbb' }, { siblingFailsAfterMs: 500 }),
      ],
    ],
  },
  ...twoThatDie(),
  // The create looks at lists that are late with what somebody has done, and so does its delete.
  {
    ...UNDISTURBED,
    stacks: [[declares({}, { siblingFailsAfterMs: 0 }, 60_000)]],
    byHand: [{ kind: 'move', waitMs: 0, connectionId: FIRST, parentId: 'dxcon-22222222' }],
    service: { ...UNDISTURBED.service, readLagMs: 180_000, lateness: [1] },
  },
  // Lists are late with what a delete has put back, another one finds nothing to put back, and then comes a create.
  {
    ...UNDISTURBED,
    stacks: [
      [
        declares({}, { disableRollback: true, siblingFailsAfterMs: 0 }),
        declares({ expectedParentId: 'dxcon-22222222' }, {}, 180_000),
        {
          kind: 'deploy',
          waitMs: 9_000,
          plan: { associations: { Renamed: { connectionId: FIRST, parentId: 'dxlag-aaaaaaaa' } } },
        },
      ],
    ],
    service: { ...UNDISTURBED.service, readLagMs: 180_000, lateness: [0, 0, 1] },
  },
  // Three creates are left as they failed, each in the place of the one before, and all are undone.
  {
    ...UNDISTURBED,
    behavior: { ...UNDISTURBED.behavior, deletesFailedFirst: false, skewsMs: [0, 950] },
    stacks: [
      [
        declares({}, { disableRollback: true, siblingFailsAfterMs: 0 }),
        {
          kind: 'deploy',
          waitMs: 0,
          plan: {
            associations: { Renamed: { connectionId: FIRST, parentId: 'dxlag-bbbbbbbb', takeOver: true } },
            siblingFailsAfterMs: 0,
            disableRollback: true,
          },
        },
        declares({ parentId: 'dxcon-11111111', takeOver: true }, { siblingFailsAfterMs: 0 }, 60_000),
      ],
    ],
  },
  // A claim is deleted by hand, and the lists are from before the move when its association is removed.
  {
    ...UNDISTURBED,
    stacks: [
      [
        declares({ parentId: 'dxcon-22222222' }),
        { kind: 'deploy', waitMs: 1_000, plan: { associations: {} } },
      ],
    ],
    claimLoss: { waitMs: 4_000, connectionId: FIRST },
    service: { ...UNDISTURBED.service, readLagMs: 5_700, lateness: [0.7, 1, 0.2, 0.9, 0] },
  },
  // A delete fails, another association takes the connection over and is rolled back, and the delete is repeated.
  {
    ...UNDISTURBED,
    sameVlan: true,
    behavior: { ...UNDISTURBED.behavior, repeatsRequestIds: true },
    stacks: [
      [declares({}), { kind: 'destroy', waitMs: 60_000 }, { kind: 'destroy', waitMs: 1_200_000 }],
      [declares(TAKEN, { siblingFailsAfterMs: 40_000 }, 1_200_000)],
    ],
    byHand: [{ kind: 'move', waitMs: 30_000, connectionId: SECOND, parentId: 'dxcon-11111111' }],
  },
  ...oldWordsOfStacks(),
  // A create is refused, deleted, and tried again, and meanwhile the association that has the connection lets it go.
  {
    ...UNDISTURBED,
    stacks: [
      [
        declares({ parentId: 'dxcon-11111111' }),
        { kind: 'deploy', waitMs: 5_000, plan: { associations: {} } },
      ],
      [
        declares({ parentId: 'dxcon-11111111' }, { disableRollback: true }),
        declares({ parentId: 'dxcon-11111111', takeOver: true }),
      ],
    ],
    behavior: { ...UNDISTURBED.behavior, deletesFailedFirst: true, skewsMs: [460] },
    service: { ...UNDISTURBED.service, readLagMs: 180_000, lateness: [1] },
  },
  // An update that was cancelled is delivered late, and does what that asks for which puts it back.
  {
    ...UNDISTURBED,
    stacks: [
      [
        declares({ parentId: 'dxcon-11111111' }),
        declares(
          { parentId: 'dxcon-11111111', takeOver: true },
          { disableRollback: true, siblingFailsAfterMs: 1 },
          54_000,
        ),
        { ...LATER, waitMs: 0 },
      ],
    ],
    behavior: { ...UNDISTURBED.behavior, answersLagMs: 60_000, revertsFailedUpdates: true },
    callFaults: [{ operation: 'PutItem', nth: 1, fault: 'accessDenied' }],
    deliveryFaults: [{ nth: 2, fault: 'invoke failed after' }],
  },
  // A failed update is left, and the next deployment, which renames the association, is rolled back.
  {
    ...UNDISTURBED,
    stacks: [
      [
        declares({}),
        declares({ parentId: 'dxlag-bbbbbbbb' }, LEFT, 60_000),
        {
          kind: 'deploy',
          waitMs: 300_000,
          plan: {
            associations: { Renamed: { connectionId: FIRST, parentId: 'dxcon-22222222', takeOver: true } },
            siblingFailsAfterMs: 40_000,
          },
        },
      ],
    ],
  },
  // An association takes its connection back by an update, and is then rolled back to before its create.
  {
    ...UNDISTURBED,
    stacks: [
      [
        declares({}, LEFT),
        declares({ parentId: 'dxcon-22222222', takeOver: true }, { siblingFailsAfterMs: 40_000 }, 300_000),
      ],
      [declares(TAKEN, {}, 120_000)],
    ],
  },
  // The same of two in one stack.
  takenInOneStack(),
  // A claim was lost, and what puts the next update back seems to be the older one.
  {
    ...UNDISTURBED,
    stacks: [
      [
        declares({}),
        declares({ parentId: 'dxlag-bbbbbbbb' }, { ...LEFT, siblingFailsAfterMs: 500 }, 120_000),
      ],
    ],
    claimLoss: { waitMs: 60_000, connectionId: FIRST },
    behavior: { ...UNDISTURBED.behavior, revertsFailedUpdates: true, skewsMs: [3_000, 0] },
  },
  ...triesBefore(),
  ...lateUpdates(),
  ...expectations(),
];

/** Creates that were cancelled and left as they failed, beside the later ones of the same name. */
function triesBefore(): readonly History[] {
  const cancelled: Partial<Plan> = { disableRollback: true, siblingFailsAfterMs: 0 };
  const after = (steps: readonly Step[], behavior: Partial<History['behavior']> = {}): History => ({
    ...UNDISTURBED,
    stacks: [steps],
    behavior: { ...UNDISTURBED.behavior, deletesFailedFirst: false, ...behavior },
  });
  const again = { parentId: 'dxcon-11111111' };
  return [
    // CloudFormation does not show the later one yet when the delete of the first comes.
    after([declares({}, cancelled), declares(again)], { hidesCreates: true, answersLagMs: 2_000 }),
    // The first has ended well when nobody listened any more.
    after([declares({}, cancelled), declares(again, { siblingFailsAfterMs: 0 }, 60_000)]),
    // An update has followed the later one when the first is deleted, before that.
    after([
      declares({}, cancelled),
      declares({ parentId: 'dxcon-22222222' }, LEFT, 60_000),
      declares({ parentId: 'dxlag-bbbbbbbb' }, { siblingFailsAfterMs: 800 }, 60_000),
    ]),
    // The later one seems to be newer than the delete of the first.
    after([declares({}, cancelled), declares(again)], { skewsMs: [-4_000, 0, 4_000] }),
    // The first has ended well unheard, and is deleted before the later one.
    after(
      [
        declares({ parentId: 'dxcon-22222222' }, cancelled),
        {
          kind: 'deploy',
          waitMs: 2_000,
          plan: {
            associations: {},
            siblingFailsAfterMs: 500,
            migration: {
              moves: [
                { connectionId: FIRST, parentId: 'dxcon-22222222' },
                { connectionId: SECOND, parentId: 'dxcon-11111111' },
              ],
              maxConcurrent: 1,
            },
          },
        },
      ],
      { answersLagMs: 60_000 },
    ),
    // Nobody knows whether the first has called, and both look for the connection.
    {
      ...after([declares({}, cancelled), declares(again)]),
      callFaults: [{ operation: 'PutItem', nth: 0, fault: 'slow' }],
    },
    // The first is deleted while another stack has the connection, which is then undone.
    {
      ...after([]),
      stacks: [
        [
          declares({ originalParentId: 'dxlag-bbbbbbbb' }, cancelled),
          declares({ originalParentId: 'dxcon-22222222' }, {}, 60_000),
        ],
        [declares(TAKEN, { siblingFailsAfterMs: 120_000 }, 80_000)],
      ],
    },
    // One whose first step comes late finds neither its own delete nor a claim, which somebody has deleted.
    {
      ...UNDISTURBED,
      stacks: [[declares(again)], [declares(again, { siblingFailsAfterMs: 0 })]],
      claimLoss: { waitMs: 2_000, connectionId: FIRST },
      behavior: { ...UNDISTURBED.behavior, remembersDeleted: false },
      deliveryFaults: [{ nth: 2, fault: 'invoke failed before' }],
    },
  ];
}

/** CloudFormation says of a stack what was so before its rollback. */
function oldWordsOfStacks(): readonly History[] {
  const behavior = { ...UNDISTURBED.behavior, stackLagMs: 10_000 };
  const migration: Plan = { associations: {}, migration: migrationTo('dxlag-aaaaaaaa') };
  return [
    // A take-over is rolled back.
    {
      ...UNDISTURBED,
      behavior,
      stacks: [[declares({})], [declares(TAKEN, { siblingFailsAfterMs: 40_000 }, 60_000)]],
    },
    // An update is refused, and rolled back.
    {
      ...UNDISTURBED,
      behavior,
      stacks: [
        [declares({}), declares({ parentId: 'dxcon-22222222' }, {}, 120_000)],
        [declares(TAKEN, {}, 60_000)],
      ],
    },
    // A preflight is rolled back that would find a problem.
    {
      ...UNDISTURBED,
      behavior,
      sameVlan: true,
      byHand: [{ kind: 'move', waitMs: 80_000, connectionId: SECOND, parentId: 'dxlag-aaaaaaaa' }],
    },
    // One finds a problem a moment after an update was rolled back.
    {
      ...UNDISTURBED,
      behavior: { ...behavior, stackLagMs: 2_000 },
      stacks: [
        [
          { kind: 'deploy', waitMs: 0, plan: migration },
          { kind: 'deploy', waitMs: 60_000, plan: { ...migration, siblingFailsAfterMs: 0 } },
          { kind: 'deploy', waitMs: 0, plan: misplaced('dxlag-aaaaaaaa') },
        ],
      ],
    },
  ];
}

/** A migration with a connection that is not where it says. */
function misplaced(parentId: string): Plan {
  const { moves } = migrationTo(parentId);
  const second = { connectionId: SECOND, parentId, expectedParentId: 'dxlag-bbbbbbbb' };
  return { associations: {}, migration: { moves: [...moves, second], maxConcurrent: 1 } };
}

/** Two creates of a name that die when they have moved the connection. The first is deleted before the second, whose claim it finds. */
function twoThatDie(): readonly History[] {
  return (['killedBefore', 'killedAfter'] as const).map((fault) => ({
    ...UNDISTURBED,
    behavior: { ...UNDISTURBED.behavior, deletesFailedFirst: false },
    stacks: [[declares({}, { disableRollback: true }), declares({ parentId: 'dxlag-bbbbbbbb' }, {}, 1_000)]],
    // When they write that it has ended well.
    callFaults: [2, 5].map((nth) => ({ operation: 'PutItem', nth, fault }) as const),
    deliveryFaults: [{ nth: 4, fault: 'invoke failed before' }],
  }));
}

/** Updates that are delivered after their rollback, which was signed in the same second, as one clock has it. */
function lateUpdates(): readonly History[] {
  const stacks = [
    [
      declares({ parentId: 'dxcon-11111111' }),
      declares({ parentId: 'dxlag-bbbbbbbb' }, { siblingFailsAfterMs: 0 }, 60_000),
    ],
  ];
  const after = (nths: readonly number[], behavior: Partial<History['behavior']>): History => ({
    ...UNDISTURBED,
    stacks,
    behavior: { ...UNDISTURBED.behavior, skewsMs: [0, -51], ...behavior },
    deliveryFaults: nths.map((nth) => ({ nth, fault: 'invoke failed before' })),
  });
  return [
    // The rollback has its first step after it.
    after([2, 4], { repeatsRequestIds: true }),
    after([2, 4], { repeatsRequestIds: false }),
    // It was delivered twice, has ended well, and its second waiter looks when the rollback has just moved the connection back.
    {
      ...UNDISTURBED,
      stacks: [
        [
          declares({ parentId: 'dxcon-11111111' }),
          declares({ parentId: 'dxlag-bbbbbbbb' }, { siblingFailsAfterMs: 3_000 }, 60_000),
        ],
      ],
      behavior: { ...UNDISTURBED.behavior, repeatsRequestIds: true },
      deliveryFaults: [{ nth: 1, fault: 'event delivered twice at once' }],
    },
    // The rollback has ended, and CloudFormation's word is from before that.
    after([2], { repeatsRequestIds: true, answersLagMs: 60_000 }),
    after([2], { repeatsRequestIds: false, answersLagMs: 60_000 }),
  ];
}

/** Another association of its stack has taken the connection. */
function takenInOneStack(): History {
  const first = { connectionId: FIRST, parentId: 'dxlag-aaaaaaaa' };
  const back = { connectionId: FIRST, parentId: 'dxcon-22222222', takeOver: true };
  const renamed = { connectionId: FIRST, parentId: 'dxlag-bbbbbbbb', takeOver: true };
  const both = (each: AssociationSpec, more: Partial<Plan>): Step => ({
    kind: 'deploy',
    waitMs: 300_000,
    plan: { associations: { First: each, Renamed: renamed }, ...more },
  });
  const steps = [declares({}, LEFT, 300_000), both(first, LEFT), both(back, { siblingFailsAfterMs: 40_000 })];
  return { ...UNDISTURBED, stacks: [steps] };
}

/** Creates that are told where their connection has to be, and find it elsewhere. */
function expectations(): readonly History[] {
  const adoption = declares({ expectedParentId: 'dxlag-aaaaaaaa' });
  const migrates = (parentId: string, expectedParentId: string): Plan => ({
    associations: {},
    migration: { moves: [{ connectionId: FIRST, parentId, expectedParentId }], maxConcurrent: 1 },
  });
  return [
    // The answer to its move is lost, and before it is looked for again somebody has put it elsewhere.
    {
      ...UNDISTURBED,
      stacks: [[declares({ expectedParentId: 'dxcon-11111111' })]],
      byHand: [{ kind: 'move', waitMs: 20_000, connectionId: FIRST, parentId: 'dxlag-bbbbbbbb' }],
      callFaults: [{ operation: 'AssociateHostedConnection', nth: 0, fault: 'lostRequest' }],
    },
    // It is to be adopted, and is elsewhere; nor is it where it is looked for then.
    { ...UNDISTURBED, stacks: [[adoption, declares({ expectedParentId: 'dxcon-22222222' }, {}, 60_000)]] },
    // A migration finds it elsewhere; and one that has it takes it on, from wherever it is.
    {
      ...UNDISTURBED,
      stacks: [[{ kind: 'deploy', waitMs: 0, plan: migrates('dxlag-aaaaaaaa', 'dxcon-22222222') }]],
    },
    {
      ...UNDISTURBED,
      stacks: [
        [
          { kind: 'deploy', waitMs: 0, plan: migrates('dxlag-aaaaaaaa', 'dxcon-11111111') },
          { kind: 'deploy', waitMs: 60_000, plan: migrates('dxlag-bbbbbbbb', 'dxcon-11111111') },
        ],
      ],
    },
  ];
}

/** The rollback of an update that had declared another original parent. */
const ORIGIN_ROLLED_BACK: History = {
  ...UNDISTURBED,
  stacks: [[declares({}), declares({ originalParentId: 'dxlag-bbbbbbbb' }, { siblingFailsAfterMs: 40_000 })]],
  demandsHomes: true,
};

/** Histories that chance makes too rarely. */
export function directed(harsh: Harsh): readonly History[] {
  return [...SURVIVED, ...(harsh.has('homes put back') ? [ORIGIN_ROLLED_BACK] : [])];
}
