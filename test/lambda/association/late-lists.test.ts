import { SHOWN_SECONDS } from '../../../lib/timing';
import { refused, throttled } from '../../../simulator';
import { CONNECTION, HOME, LAG_A, LAG_B, OTHER_STACK_ID, World, onto } from '../world';

/** What lists that are late may still show: where the connection was before, and for how long that is doubted. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const SHOWN_MS = SHOWN_SECONDS * 1000;

const claim = () =>
  world.claim() as {
    readonly updatedAt: number;
    readonly hasLeft: readonly string[];
    readonly stale?: { readonly parentIds: readonly string[]; readonly until: number };
  };

const waitsFor = () => world.decisions.at(-1)?.decision;

/** The answer of the next move is lost. Lists show the connection there at once, whether or not that is from before. */
function loseAnswerTo(parentId: string): void {
  const { simulator } = world;
  simulator.arm({ operation: 'AssociateHostedConnection', fault: { kind: 'lostRequest' } });
  world.onCall = (command) => {
    if (command === 'AssociateHostedConnectionCommand') simulator.moveByHand(CONNECTION, parentId);
  };
}

describe('a list that shows the connection where a call whose answer was lost was to put it', () => {
  test('is believed at once where the connection had not been', async () => {
    loseAnswerTo(LAG_A);
    expect((await world.poll(world.begin('Create'))).complete).toBe(true);
    const decision = 'the answer was lost; reading where the connection is';
    expect(world.decisions).toContainEqual(expect.objectContaining({ decision, row: 1, to: LAG_A }));
  });

  test('may be from before it left there also where Direct Connect has refused the call', async () => {
    await world.run('Create');
    world.time += 11_000;
    const fault = { ...refused('already there'), kind: 'errorAfter' } as const;
    world.simulator.arm({ operation: 'AssociateHostedConnection', fault });
    const deletion = world.begin('Delete');
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ phase: 'moving' });
    const decision = 'the move was refused, and the connection is there';
    expect(world.decisions).toContainEqual(expect.objectContaining({ decision, row: 10, to: HOME }));
    await world.finish(deletion);
    expect(world.associateCalls()).toBe(2);
  });

  test('may be from before it left there, and is believed when lists are as late as can be', async () => {
    await world.run('Create');
    const provenFrom = claim().updatedAt + SHOWN_MS;
    world.time += 11_000;
    loseAnswerTo(HOME);
    const deletion = world.begin('Delete');
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(waitsFor()).toBe(`not complete yet: the move to ${HOME} does not show yet`);
    expect(world.claim()).toMatchObject({ phase: 'moving', lastCall: { from: LAG_A, provenFrom } });
    for (const time of [world.time + 5_000, provenFrom - 1]) {
      world.time = time;
      expect(await world.poll(deletion)).toEqual({ complete: false });
      expect(waitsFor()).toBe(
        'not complete yet: a list shows the connection where it is to be, which may be from before it left there',
      );
    }
    world.time += 1;
    expect((await world.poll(deletion)).complete).toBe(true);
    expect(world.associateCalls()).toBe(2);
  });

  test('is believed at once after a clear answer, wherever it has been', async () => {
    await world.stop();
    world = await World.start({ readLagMs: 8_000 });
    await world.run('Create');
    world.time += 11_000;
    const deletion = world.begin('Delete');
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ phase: 'accepted', lastCall: { provenFrom: expect.any(Number) } });
    world.time += 10_000;
    expect((await world.poll(deletion)).complete).toBe(true);
  });

  test('is believed at once where it had been so long ago that lists show it no more', async () => {
    await world.run('Create');
    world.time = claim().updatedAt + SHOWN_MS;
    loseAnswerTo(HOME);
    expect((await world.poll(world.begin('Delete'))).complete).toBe(true);
  });
});

describe('where the connection was before a delete', () => {
  /** A create that follows a delete, and wants another parent; when the delete had ended. */
  async function createAgain(): Promise<number> {
    await world.run('Create');
    world.time += 600_000;
    await world.run('Delete');
    const { updatedAt } = claim();
    world.time += 11_000;
    await world.run('Create', onto(LAG_B));
    return updatedAt;
  }

  test('lists may show it as long after that, also if a create has moved it on meanwhile', async () => {
    const deletedAt = await createAgain();
    const provenFrom = claim().updatedAt + SHOWN_MS;
    world.time = deletedAt + SHOWN_MS - 1_000;
    loseAnswerTo(LAG_A);
    expect(await world.poll(world.begin('Update'))).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ phase: 'moving', lastCall: { provenFrom } });
  });

  test('and no longer', async () => {
    const deletedAt = await createAgain();
    world.time = deletedAt + SHOWN_MS;
    loseAnswerTo(LAG_A);
    expect((await world.poll(world.begin('Update'))).complete).toBe(true);
  });

  test('is remembered by the create after it, in all its polls, until then', async () => {
    await world.stop();
    world = await World.start({ readLagMs: 8_000 });
    await world.run('Create');
    world.time += 600_000;
    await world.run('Delete');
    const { hasLeft: parentIds, updatedAt } = claim();
    world.time += 11_000;
    await world.run('Create', onto(LAG_B));
    expect(claim().stale).toEqual({ parentIds, until: updatedAt + SHOWN_MS });
    expect(parentIds).toContain(LAG_A);
  });

  test('is forgotten by a create that comes later', async () => {
    await world.run('Create');
    await world.run('Delete');
    world.time += 600_000;
    await world.run('Create');
    expect(claim()).not.toHaveProperty('stale');
  });
});

test('where the connection was before it was taken over is remembered as long', async () => {
  await world.run('Create');
  const { updatedAt } = claim();
  await world.run('Create', { stackId: OTHER_STACK_ID, properties: { takeOver: 'true' } });
  const parentIds = expect.arrayContaining([HOME, LAG_A]) as string[];
  expect(claim().stale).toEqual({ parentIds, until: updatedAt + SHOWN_MS });
});

test('an update has nothing to remember of that: its claim says where the connection has been', async () => {
  await world.run('Create');
  await world.run('Update', onto(LAG_B));
  expect(claim()).not.toHaveProperty('stale');
});

test('a call that was carried out late, and lists that are late with that, do not say that it was undone', async () => {
  await world.stop();
  world = await World.start({ readLagMs: 100_000, meanwhile: 'on both' });
  const lost = { operation: 'AssociateHostedConnection', fault: { kind: 'lostRequest' } } as const;
  world.simulator.arm(lost);
  const began = world.time;
  await world.poll(world.begin('Create'));
  world.time = began + 120_000;
  world.simulator.moveByHand(CONNECTION, LAG_A);
  const deletion = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
  world.simulator.arm(lost);
  expect(await world.poll(deletion)).toEqual({ complete: false });
  world.time = began + SHOWN_MS + 1_000;
  world.simulator.hideList(LAG_A, true);
  expect(await world.poll(deletion)).toEqual({ complete: false });
  world.simulator.hideList(LAG_A, false);
  await world.finish(deletion);
  expect(world.parent()).toBe(HOME);
});

test('lists that show nothing after a move that has ended well are doubted, and the log says so', async () => {
  await world.run('Create');
  world.simulator.remove(CONNECTION);
  world.time += 1_000;
  expect(await world.poll(world.begin('Update'))).toEqual({ complete: false });
  expect(waitsFor()).toBe(
    `not complete yet: the connection was put on ${LAG_A}, and lists may not show it yet`,
  );
});

test('moved back by somebody before a list has shown it on its new parent, it is brought there by the next update', async () => {
  await world.stop();
  world = await World.start({ readLagMs: 8_000 });
  await world.run('Create');
  world.time += 600_000;
  const first = world.begin('Update', onto(LAG_B));
  await world.poll(first);
  world.simulator.moveByHand(CONNECTION, LAG_A);
  world.time += 10_000;
  await expect(world.finish(first, 60)).rejects.toThrow(`the move to ${LAG_B} was accepted`);
  const second = world.begin('Update', onto(LAG_B));
  expect(await world.poll(second)).toEqual({ complete: false });
  expect(waitsFor()).toBe(
    `not complete yet: a move to ${LAG_B} does not show, and a second reading has to agree`,
  );
  await world.finish(second);
  expect(world.associateCalls()).toBe(3);
  expect(world.parent()).toBe(LAG_B);
});

describe('of a move that was accepted, and that lists never show', () => {
  const made = { physicalId: 'invented-by-cloudformation' };

  async function begin(meanwhile: 'nowhere' | 'where it was'): Promise<void> {
    await world.stop();
    world = await World.start({ readLagMs: 4_000_000, meanwhile });
    await world.poll(world.begin('Create'));
    expect(world.claim()).toMatchObject({ phase: 'accepted' });
    world.time += 1_000;
  }

  test('the delete goes on from where the answer says, when lists are as late as can be', async () => {
    await begin('where it was');
    const deletion = world.begin('Delete', made);
    world.time = claim().updatedAt + SHOWN_MS - 1;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(waitsFor()).toBe(
      `not complete yet: the move to ${LAG_A} was accepted, and lists show it on ${HOME}`,
    );
    expect(world.associateCalls()).toBe(1);
    world.time += 1;
    await world.poll(deletion);
    expect(world.parent()).toBe(HOME);
    expect(world.decisions.map(({ decision }) => decision)).toContain(
      `lists show it on ${HOME}, and the move to ${LAG_A} was accepted`,
    );
  });

  test('the poll that has made it says that it does not show yet', async () => {
    await begin('where it was');
    expect(waitsFor()).toBe(`not complete yet: the move to ${LAG_A} does not show yet`);
  });

  test('the answer counts as before where the call of the delete is throttled', async () => {
    await begin('where it was');
    const { lastCall } = world.claim() as { readonly lastCall: object };
    world.simulator.arm({ operation: 'AssociateHostedConnection', fault: throttled() });
    const deletion = world.begin('Delete', made);
    world.time += 600_000;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ phase: 'accepted', movedTo: [LAG_A], lastCall });
    world.time += SHOWN_MS;
    await world.poll(deletion);
    expect(world.parent()).toBe(HOME);
  });

  test('the delete waits while they show the connection nowhere', async () => {
    await begin('nowhere');
    const deletion = world.begin('Delete', made);
    world.time += 600_000;
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(waitsFor()).toBe(`not complete yet: the move to ${LAG_A} was accepted, and no list shows it`);
  });
});

test('a delete that has failed is repeated in earnest also under the same RequestId', async () => {
  await world.stop();
  world = await World.start({ readLagMs: 8_000 });
  await world.run('Create');
  world.time += 600_000;
  const first = world.begin('Delete');
  await world.poll(first);
  world.simulator.moveByHand(CONNECTION, LAG_A);
  await expect(world.finish(first, 60)).rejects.toThrow('delete again');
  world.time += 1_000;
  await world.finish(world.begin('Delete', { requestId: first.RequestId }));
  expect(world.associateCalls()).toBe(3);
  expect(world.parent()).toBe(HOME);
});

test('a create right after a delete does not take a list from before that for its own move, whose call was lost', async () => {
  await world.stop();
  world = await World.start({ readLagMs: 100_000, meanwhile: 'on both' });
  await world.run('Create');
  world.time += 600_000;
  await world.run('Delete');
  expect(world.parent()).toBe(HOME);
  world.time += 11_000;
  // The call never arrives at Direct Connect. The list of LAG_A is late, and still shows what was before the delete.
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: { kind: 'lostRequest' } });
  const create = world.begin('Create');
  await world.finish(create);
  expect(world.simulator.parentOf(CONNECTION)).toBe(LAG_A);
});

test('what a create has found stays, though somebody moves the connection before a list has shown it there', async () => {
  await world.stop();
  world = await World.start({ readLagMs: 100_000 });
  const create = world.begin('Create');
  expect(await world.poll(create)).toEqual({ complete: false });
  world.simulator.moveByHand(CONNECTION, LAG_B);
  world.time += 2 * SHOWN_MS;
  await world.finish(create);
  expect(world.parent()).toBe(LAG_A);
  expect(world.claim()).toMatchObject({ foundOn: HOME, originalParentConnectionId: HOME });
  expect(world.physicalId).toBe(`${CONNECTION}/${HOME}`);
});
