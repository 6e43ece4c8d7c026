import { History, Step } from './history';
import { MigrationPlan } from './plan';

const [FIRST, SECOND, THIRD] = ['dxcon-fg000001', 'dxcon-fg000002', 'dxcon-fg000003'] as const;

function migrationTo(parentId: string): MigrationPlan {
  return { connectionIds: [FIRST, THIRD], parentId, maxConcurrent: 1 };
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
  behavior: { hidesCreates: false, remembersDeleted: true, repeatsRequestIds: false },
  readLagMs: 0,
  readGap: false,
  settleMs: 0,
  sameVlan: false,
  iamDelayMs: 0,
  callFaults: [],
  deliveryFaults: [],
};

/** Histories that chance makes too rarely. */
export const DIRECTED: readonly History[] = [
  UNDISTURBED,
  // Where the rollback is to bring a connection back to, another has taken its VLAN meanwhile.
  {
    ...UNDISTURBED,
    sameVlan: true,
    byHand: [{ waitMs: 80_000, connectionId: SECOND, parentId: 'dxlag-aaaaaaaa' }],
  },
];
