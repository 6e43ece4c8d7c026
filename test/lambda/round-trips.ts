import { PREFLIGHT_TYPE } from '../../lib/contract';
import { longestChain, tripsDuring } from './trips';
import {
  CONNECTION,
  HOME,
  LAG_A,
  LAG_B,
  STACK_ID,
  World,
  type EventOptions,
  type OperationType,
} from './world';

/** How many round trips a lifecycle event takes, one after the other. */
export interface RoundTrips {
  readonly event: string;
  readonly calls: number;
  readonly sequential: number;
  /** What any correct implementation has to do, one step after the other. */
  readonly floor: readonly string[];
}

interface Scenario {
  readonly event: string;
  readonly before: readonly ((world: World) => Promise<unknown>)[];
  readonly type: OperationType;
  readonly options?: EventOptions;
  readonly floor: readonly string[];
}

const MOVE = ['claim', 'call', 'confirm', 'record'];

const PREFLIGHT = 'ToLagPreflight';
const OF_A_MIGRATION: EventOptions = { properties: { migration: PREFLIGHT } };

const SCENARIOS: readonly Scenario[] = [
  {
    event: 'create with `originalParent`',
    before: [],
    type: 'Create',
    options: { properties: { originalParentConnectionId: HOME } },
    floor: ['look', ...MOVE],
  },
  { event: 'create', before: [], type: 'Create', floor: ['look', 'search', ...MOVE] },
  {
    event: 'update to another parent',
    before: [(world) => world.run('Create')],
    type: 'Update',
    options: { properties: { parentConnectionId: LAG_B } },
    floor: ['look', ...MOVE],
  },
  {
    event: 'update that moves nothing',
    before: [(world) => world.run('Create')],
    type: 'Update',
    floor: ['look', 'record'],
  },
  { event: 'delete', before: [(world) => world.run('Create')], type: 'Delete', floor: ['look', ...MOVE] },
  {
    event: 'create in a migration',
    before: [passPreflight],
    type: 'Create',
    options: OF_A_MIGRATION,
    floor: ['look', 'search', ...MOVE],
  },
  {
    event: 'delete in a migration',
    before: [passPreflight, (world) => world.run('Create', OF_A_MIGRATION)],
    type: 'Delete',
    options: OF_A_MIGRATION,
    floor: ['look', ...MOVE],
  },
];

/** What goes before the associations of a migration. */
async function passPreflight(world: World): Promise<void> {
  world.cloudFormation.setStack(STACK_ID, 'CREATE_IN_PROGRESS');
  const event = world.event('Create', { logicalId: PREFLIGHT });
  const ResourceProperties = {
    ServiceToken: event.ServiceToken,
    contract: '1',
    targets: [{ parentConnectionId: LAG_A, connectionIds: [CONNECTION] }],
    timeoutSeconds: '1800',
  };
  await world.finish(
    world.deliver({
      ...event,
      ResourceType: PREFLIGHT_TYPE,
      ResourceProperties,
    }),
  );
}

/** Runs every event once on the handler, with all services on this machine. */
export async function measureRoundTrips(): Promise<RoundTrips[]> {
  const measured: RoundTrips[] = [];
  for (const scenario of SCENARIOS) measured.push(await measure(scenario));
  return measured;
}

async function measure({ event, before, type, options, floor }: Scenario): Promise<RoundTrips> {
  const world = await World.start();
  try {
    for (const prepare of before) await prepare(world);
    // So long after, no reading is doubted any more.
    world.time += 60_000;
    const trips = await tripsDuring(world, () => world.run(type, options));
    return { event, calls: trips.length, sequential: longestChain(trips), floor };
  } finally {
    await world.stop();
  }
}
