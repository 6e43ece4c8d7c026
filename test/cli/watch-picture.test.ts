import { Ansis } from 'ansis';
import { beginningIn } from '../../cli/aws/stack-event';
import type { StackEvent } from '../../cli/aws/stack-event';
import { operationIn, wordsOf } from '../../cli/watch/operation';
import { renderChange, renderDisplay } from '../../cli/watch/render';
import type { WatchLine } from '../../cli/watch/schema';
import { refused } from '../../simulator';
import { CONNECTION, HOME, LAG_A, LAG_B, LOGICAL_ID, STACK_ID, World, onto } from '../lambda/world';
import { Deployment } from './deployment';

const SETTLE_MS = 4000;
const BOLT = 'dxcon-bb000001';
const colors = new Ansis(0);

let world: World;
let deployment: Deployment;

beforeEach(async () => {
  world = await World.start({ settleMs: SETTLE_MS });
  deployment = new Deployment(world);
});

afterEach(async () => {
  await world.stop();
});

/** The lines without their times, and without those that have no words. */
function texts(lines: readonly WatchLine[]): string[] {
  return lines.flatMap((line) => renderChange(line, { colors })?.replace(/^\S+ /, '') ?? []);
}

const looks = () => texts(deployment.look());

const display = (columns = 80) =>
  renderDisplay(
    {
      picture: deployment.picture ?? fail(),
      now: world.time,
      nameOf: (id) => (id === CONNECTION ? 'Acme' : undefined),
    },
    { columns, colors, print: fail, complain: fail },
  );

function fail(): never {
  throw new Error('not called for');
}

/** A connection as the template declares it. */
const declares = (parentId: string, connectionId = CONNECTION) =>
  [LOGICAL_ID, { connectionId, parentId }] as const;

describe('a create', () => {
  test('moves: interrupted, since when, moved, and for how long it was interrupted', async () => {
    deployment.template = new Map([declares(LAG_A)]);
    deployment.stack('CREATE_IN_PROGRESS');
    expect(looks()).toEqual(['Partner: CREATE_IN_PROGRESS']);
    expect(deployment.picture).toMatchObject({
      connections: [{ connectionId: CONNECTION, step: 'to come', to: LAG_A }],
      progress: { done: 0, total: 1 },
    });

    world.time += 1000;
    deployment.resource(LOGICAL_ID, 'CREATE_IN_PROGRESS');
    const event = world.begin('Create');
    expect(looks()).toEqual([]);
    await world.poll(event);
    world.time += 2000;
    expect(looks()).toEqual([`${CONNECTION}: interrupted, moving from ${HOME} to ${LAG_A}`]);
    expect(display()).toEqual([
      'Partner: CREATE_IN_PROGRESS, 3 s',
      '░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 1 done',
      `interrupted for 2 s: ${CONNECTION} (Acme) to ${LAG_A}`,
    ]);

    await world.finish(event);
    deployment.resource(LOGICAL_ID, 'CREATE_COMPLETE');
    deployment.stack('CREATE_COMPLETE');
    expect(looks()).toEqual([
      `${CONNECTION}: moved to ${LAG_A}, interrupted for ${String(world.claim()?.['lastInterruptionSeconds'])} s`,
      '1 of 1 done',
      'Partner: CREATE_COMPLETE',
    ]);
    expect(looks()).toEqual([]);
  });

  test('that finds the connection there: in place, and nobody was interrupted', async () => {
    deployment.stack('CREATE_IN_PROGRESS');
    await world.run('Create', onto(HOME));
    expect(looks()).toEqual([
      'Partner: CREATE_IN_PROGRESS',
      `${CONNECTION}: in place on ${HOME}, not interrupted`,
      '1 done',
    ]);
  });

  test('that was over before anybody looked: moved, as the claim says where it was', async () => {
    deployment.stack('CREATE_IN_PROGRESS');
    await world.run('Create');
    expect(looks()).toContainEqual(
      expect.stringMatching(`^${CONNECTION}: moved to ${LAG_A}, interrupted for`),
    );
  });

  test('that is refused: why, without what CloudFormation and the framework put around it', async () => {
    world.simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('the LAG has no room') });
    deployment.stack('CREATE_IN_PROGRESS');
    await expect(world.run('Create')).rejects.toThrow('the LAG has no room');
    deployment.resource(
      LOGICAL_ID,
      'CREATE_FAILED',
      'Received response status [FAILED] from custom resource. Message returned: Error: the LAG has no room\n\nLogs: /aws/lambda/f (RequestId: 1)',
    );
    expect(looks()).toEqual(['Partner: CREATE_IN_PROGRESS', `${CONNECTION}: failed: the LAG has no room`]);
    expect(deployment.picture).toMatchObject({ progress: { failed: 1, done: 0 } });
    expect(display()).toContain(`failed: ${CONNECTION} (Acme): the LAG has no room`);
  });

  test('of a connection whose id only CloudFormation knows: its place stands for it', () => {
    deployment.template = new Map([[LOGICAL_ID, { parentId: LAG_A }]]);
    deployment.stack('CREATE_IN_PROGRESS');
    deployment.look();
    deployment.resource(LOGICAL_ID, 'CREATE_FAILED', 'no');
    expect(looks()).toEqual([`Partner/${LOGICAL_ID}: failed: no`]);
  });

  test('a preflight that refuses, and any other resource that fails, are told', () => {
    deployment.stack('CREATE_IN_PROGRESS');
    deployment.resource('Preflight', 'CREATE_FAILED', '2 problems, so nothing was moved', 'Custom::X');
    expect(looks()).toContain('Partner/Preflight: failed: 2 problems, so nothing was moved');
  });

  test('what was only cancelled has not failed', () => {
    deployment.stack('CREATE_IN_PROGRESS');
    deployment.resource(LOGICAL_ID, 'CREATE_FAILED', 'Resource creation cancelled');
    expect(deployment.look().filter(({ kind }) => kind === 'failure')).toEqual([]);
  });
});

describe('a rollback', () => {
  test('of a create: who goes home, who is home, and how many', async () => {
    deployment.template = new Map([declares(LAG_A), ['Other', { connectionId: BOLT, parentId: LAG_A }]]);
    deployment.stack('CREATE_IN_PROGRESS');
    deployment.resource(LOGICAL_ID, 'CREATE_IN_PROGRESS');
    await world.run('Create');
    deployment.resource(LOGICAL_ID, 'CREATE_COMPLETE');
    deployment.look();
    world.time += 1000;
    deployment.stack('ROLLBACK_IN_PROGRESS');
    // What has not begun has nothing to be brought back.
    expect(looks()).toEqual(['0 home', 'Partner: ROLLBACK_IN_PROGRESS'].slice(1));
    expect(deployment.picture?.progress).toMatchObject({ isBack: true, done: 0, total: 1 });

    world.time += 1000;
    deployment.resource(LOGICAL_ID, 'DELETE_IN_PROGRESS');
    const event = world.begin('Delete');
    await world.poll(event);
    expect(looks()[0]).toMatch(`${CONNECTION}: interrupted, going home from ${LAG_A} to ${HOME}`);
    world.time += 3000;
    expect(display(40)).toContain(`interrupted on its way home for 3 s: ${CONNECTION} (Acme) to ${HOME}`);
    await world.finish(event);
    deployment.resource(LOGICAL_ID, 'DELETE_COMPLETE');
    deployment.stack('ROLLBACK_COMPLETE');
    expect(looks()).toEqual([
      expect.stringMatching(`^${CONNECTION}: home on ${HOME}, interrupted for`),
      '1 of 1 home',
      'Partner: ROLLBACK_COMPLETE',
    ]);
  });

  test('of an update: it goes back to where the update has found it', async () => {
    await world.run('Create');
    world.time += 300_000;
    deployment.template = new Map([declares(LAG_B)]);
    deployment.stack('UPDATE_IN_PROGRESS');
    deployment.look();
    expect(deployment.picture).toMatchObject({
      connections: [{ step: 'to come', to: LAG_B, restedOn: LAG_A }],
    });
    world.time += 1000;
    deployment.resource(LOGICAL_ID, 'UPDATE_IN_PROGRESS');
    await world.run('Update', onto(LAG_B));
    deployment.resource(LOGICAL_ID, 'UPDATE_COMPLETE');
    expect(looks()[0]).toMatch(`${CONNECTION}: moved to ${LAG_B}`);
    world.time += 300_000;
    deployment.stack('UPDATE_ROLLBACK_IN_PROGRESS');
    world.time += 1000;
    deployment.resource(LOGICAL_ID, 'UPDATE_IN_PROGRESS');
    const event = world.begin('Update');
    await world.poll(event);
    expect(looks()).toContainEqual(
      expect.stringMatching(`interrupted, going home from ${LAG_B} to ${LAG_A}`),
    );
    await world.finish(event);
    expect(looks()[0]).toMatch(`${CONNECTION}: home on ${LAG_A}, interrupted for`);
  });
});

describe('an update', () => {
  beforeEach(async () => {
    await world.run('Create');
    world.time += 300_000;
  });

  test('that does not move it: in place, whatever its last move has cost', async () => {
    deployment.template = new Map([declares(LAG_A)]);
    deployment.stack('UPDATE_IN_PROGRESS');
    deployment.look();
    await world.run('Update');
    expect(looks()).toEqual([`${CONNECTION}: in place on ${LAG_A}, not interrupted`, '1 done']);
  });

  test('of a template that only CloudFormation can read: how many is not said', async () => {
    deployment.stack('UPDATE_IN_PROGRESS');
    deployment.look();
    await world.run('Update', onto(LAG_B));
    deployment.look();
    expect(deployment.picture?.progress).toMatchObject({ done: 1, total: undefined });
    expect(display()).toContain('1 done');
  });

  test('an association that is removed goes home in the clean-up', async () => {
    deployment.template = new Map();
    deployment.stack('UPDATE_IN_PROGRESS');
    deployment.stack('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    deployment.look();
    expect(deployment.picture).toMatchObject({ connections: [{ step: 'to come', to: HOME }] });
    deployment.resource(LOGICAL_ID, 'DELETE_IN_PROGRESS');
    await world.run('Delete');
    expect(looks()[0]).toMatch(`${CONNECTION}: home on ${HOME}, interrupted for`);
  });

  test('one that was moved by hand, and is removed, is left where it is', async () => {
    world.simulator.moveByHand(CONNECTION, LAG_B);
    world.time += 300_000;
    deployment.template = new Map();
    deployment.stack('UPDATE_IN_PROGRESS');
    deployment.look();
    await world.run('Delete');
    // It was on LAG A when it was last seen at rest.
    expect(deployment.look()).toContainEqual(expect.objectContaining({ kind: 'connection', to: LAG_B }));
    expect(deployment.picture?.connections[0]).toMatchObject({
      step: 'left',
      interruptionSeconds: undefined,
    });
  });
});

test('a delete whose claim is not told of any more: home all the same', async () => {
  await world.run('Create');
  world.time += 300_000;
  deployment.stack('DELETE_IN_PROGRESS');
  deployment.resource(LOGICAL_ID, 'DELETE_IN_PROGRESS');
  await world.poll(world.begin('Delete'));
  deployment.look();
  // As where an earlier claim, of another owner, is there again.
  world.dynamoDb.removeItem(CONNECTION);
  deployment.resource(LOGICAL_ID, 'DELETE_COMPLETE');
  expect(looks()[0]).toBe(`${CONNECTION}: home on ${HOME}`);
});

test('a delete that retains leaves it', async () => {
  await world.run('Create');
  world.time += 1000;
  deployment.stack('DELETE_IN_PROGRESS');
  deployment.look();
  expect(deployment.picture).toMatchObject({
    connections: [{ step: 'to come', to: HOME }],
    progress: { total: 1 },
  });
  deployment.resource(LOGICAL_ID, 'DELETE_SKIPPED');
  expect(looks()[0]).toBe(`${CONNECTION}: left on ${LAG_A}, not interrupted`);
});

test('what an operation waits for is told, and told again only if it changes', async () => {
  await world.run('Create');
  world.time += 300_000;
  world.simulator.remove(CONNECTION);
  deployment.template = new Map([declares(LAG_B)]);
  deployment.stack('UPDATE_IN_PROGRESS');
  const event = world.begin('Update', onto(LAG_B));
  await world.poll(event);
  expect(looks()).toContainEqual(expect.stringMatching(`^${CONNECTION}: waits to go to ${LAG_B}: `));
  expect(display()).toContainEqual(expect.stringMatching(`^waits: ${CONNECTION} \\(Acme\\): `));
  world.time += 5000;
  await world.poll(event);
  expect(looks()).toEqual([]);
});

test('what a move waits for is told when it takes long', async () => {
  deployment.stack('CREATE_IN_PROGRESS');
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: { kind: 'lostRequest' } });
  const event = world.begin('Create');
  await world.poll(event);
  await world.poll(event);
  const waits = /a move to dxlag-aaaaaaaa may still be under way/;
  expect(looks()).toContainEqual(expect.not.stringMatching(waits));
  world.time += 20_000;
  expect(looks()).toEqual([]);
  expect(display().join()).not.toMatch(waits);
  world.time += 20_000;
  expect(looks()).toContainEqual(expect.stringMatching(waits));
  expect(display().join()).toMatch(waits);
  expect(looks()).toEqual([]);
});

test('when it will be done is said as soon as one has', () => {
  const ids = Array.from({ length: 10 }, (_, index) => `dxcon-many000${index}`);
  deployment.template = new Map(ids.map((id) => [id, { connectionId: id, parentId: LAG_A }]));
  deployment.stack('CREATE_IN_PROGRESS');
  for (const id of ids.slice(0, 2)) {
    world.time += 10_000;
    deployment.resource(id, 'CREATE_IN_PROGRESS');
    expect(deployment.look().some((line) => line.kind === 'progress' && line.secondsLeft === undefined)).toBe(
      id === ids[0],
    );
    world.time += 10_000;
    deployment.resource(id, 'CREATE_COMPLETE');
    deployment.look();
  }
  // Two have taken 30 seconds.
  expect(deployment.picture?.progress).toMatchObject({ done: 2, total: 10, secondsLeft: 120 });
  expect(display(40)).toContain('██░░░░░░░░ 2 of 10 done, the rest in about 2 min 0 s');
});

describe('the newest operation of a stack', () => {
  const event = (status: string, at: number, logicalId = 'Partner'): StackEvent => ({
    id: String(at),
    at,
    stackId: STACK_ID,
    logicalId,
    physicalId: logicalId === 'Partner' ? STACK_ID : undefined,
    type: 'any',
    status,
  });

  test('what was before is forgotten', () => {
    const events = [
      event('CREATE_IN_PROGRESS', 1),
      event('CREATE_FAILED', 2, 'Acme'),
      event('CREATE_COMPLETE', 3),
      event('UPDATE_IN_PROGRESS', 4),
      event('UPDATE_IN_PROGRESS', 5, 'Acme'),
    ];
    expect(operationIn(events)).toMatchObject({
      kind: 'UPDATE',
      begunAt: 4,
      failures: [],
      backSince: undefined,
    });
    expect([...(operationIn(events)?.resources.keys() ?? [])]).toEqual(['Acme']);
  });

  test('a stack that is only looked at has none', () => {
    expect(operationIn([event('REVIEW_IN_PROGRESS', 1)])).toBeUndefined();
    expect(beginningIn([])).toBe(-1);
  });

  test('nor one that the CDK deletes because it was never created', () => {
    const events = [
      event('CREATE_IN_PROGRESS', 1),
      event('ROLLBACK_COMPLETE', 2),
      event('DELETE_IN_PROGRESS', 3),
    ];
    expect(operationIn(events)).toBeUndefined();
    expect(operationIn([...events, event('CREATE_IN_PROGRESS', 4)])).toMatchObject({ begunAt: 4 });
  });

  test('nor one that is deleted because the CDK has only looked at it', () => {
    expect(operationIn([event('REVIEW_IN_PROGRESS', 1), event('DELETE_IN_PROGRESS', 2)])).toBeUndefined();
  });

  test('an operation of a resource begins anew after its rollback has turned to it', () => {
    const events = [
      event('UPDATE_IN_PROGRESS', 1),
      event('UPDATE_IN_PROGRESS', 2, 'Acme'),
      event('UPDATE_IN_PROGRESS', 3, 'Acme'),
      event('UPDATE_COMPLETE', 4, 'Acme'),
      event('UPDATE_ROLLBACK_IN_PROGRESS', 5),
      event('UPDATE_IN_PROGRESS', 6, 'Acme'),
    ];
    expect(operationIn(events.slice(0, 4))?.resources.get('Acme')).toMatchObject({ begunAt: 2 });
    expect(operationIn(events)).toMatchObject({ backSince: 5 });
    expect(operationIn(events)?.resources.get('Acme')).toMatchObject({ begunAt: 6 });
  });
});

test.each([
  ['Error: no room\n\nLogs: /aws/lambda/f\n\n    at f (x.js:1:1)', 'no room'],
  [
    'Received response status [FAILED] from custom resource. Message returned: TerminalError: no room (RequestId: 1)',
    'no room',
  ],
  [
    'Resource handler returned message: "x" (RequestToken: 1)',
    'Resource handler returned message: "x" (RequestToken: 1)',
  ],
])('the words of %s', (reason, words) => {
  expect(wordsOf(reason)).toBe(words);
});
