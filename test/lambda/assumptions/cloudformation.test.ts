import { CLAIMS_TABLE_TYPE, PREFLIGHT_TYPE } from '../../../lib/contract';
import { STATUS_LAG_SECONDS } from '../../../lib/timing';
import type { IsCompleteEvent } from '../../../lambda/cloudformation/event';
import { CONNECTION, HOME, LAG_B, LOGICAL_ID, STACK_ID, World, onto } from '../world';
import { linesAbout, linesOf } from './noticed';

/** What CloudFormation sends and says, beside what the handler goes by. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

async function created(): Promise<void> {
  await world.run('Create');
  world.time += 600_000;
}

/** The same event with another ResponseURL. */
function signed(event: IsCompleteEvent, replace: (url: string) => string): IsCompleteEvent {
  return { ...event, ResponseURL: replace(event.ResponseURL) } as IsCompleteEvent;
}

describe('resource-status', () => {
  test('from before the event', async () => {
    await created();
    const update = world.begin('Update', onto(LAG_B));
    world.status(update, 'CREATE_COMPLETE');
    world.time += 12_000;
    await world.poll(update);
    expect(linesOf(world)).toMatchObject([
      {
        decision: 'assumption: cloudformation still says CREATE_COMPLETE 12 s after the Update arrived',
        assumption: 'resource-status',
        result: 'held',
        seconds: 12,
        seen: 'CREATE_COMPLETE',
      },
    ]);
  });

  test.each([
    ['CREATE_COMPLETE', undefined],
    ['UPDATE_IN_PROGRESS', `${CONNECTION}/${LAG_B}`],
  ])('for too long, in an update: %s', async (status, physicalId) => {
    await created();
    const update = world.begin('Update', onto(LAG_B));
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, { status, physicalId });
    world.time += (STATUS_LAG_SECONDS + 1) * 1000;
    await expect(world.poll(update)).rejects.toThrow('no longer waits');
    expect(linesOf(world)).toMatchObject([
      {
        decision: expect.stringMatching(/ 61 s after the Update arrived; expected: /),
        assumption: 'resource-status',
        result: 'broken',
        seconds: 61,
      },
    ]);
  });

  test('for too long, in a delete', async () => {
    await created();
    const deletion = world.begin('Delete');
    world.status(deletion, 'UPDATE_COMPLETE');
    world.time += (STATUS_LAG_SECONDS + 1) * 1000;
    await world.poll(deletion);
    expect(linesOf(world)).toMatchObject([{ result: 'broken', seen: 'UPDATE_COMPLETE' }]);
  });

  test.each(['UPDATE_COMPLETE', 'UPDATE_FAILED', 'DELETE_IN_PROGRESS'])(
    'an update that was given up on is no news: %s',
    async (status) => {
      await created();
      const update = world.begin('Update', onto(LAG_B));
      world.status(update, status);
      world.time += (STATUS_LAG_SECONDS + 1) * 1000;
      await expect(world.poll(update)).rejects.toThrow('no longer waits');
      expect(linesOf(world)).toEqual([]);
    },
  );

  test('nor is one without a physical id', async () => {
    await created();
    const update = world.begin('Update', onto(LAG_B));
    world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, { status: 'UPDATE_FAILED' });
    world.time += (STATUS_LAG_SECONDS + 1) * 1000;
    await expect(world.poll(update)).rejects.toThrow('no longer waits');
    expect(linesOf(world)).toEqual([]);
  });

  test.each([
    [STATUS_LAG_SECONDS * 1000 - 1, 1],
    [STATUS_LAG_SECONDS * 1000, 0],
  ])(
    'a status may be from before its event for a minute: after %i ms it is noticed %i times',
    async (ms, times) => {
      await created();
      const update = world.begin('Update', onto(LAG_B));
      world.status(update, 'UPDATE_FAILED');
      world.time += ms;
      await world.poll(update).catch(() => undefined);
      expect(linesOf(world)).toHaveLength(times);
    },
  );

  test.each(['CREATE_FAILED', 'CREATE_COMPLETE', 'DELETE_COMPLETE'])(
    'nor is a create: %s',
    async (status) => {
      const create = world.begin('Create');
      world.status(create, status);
      world.time += (STATUS_LAG_SECONDS + 1) * 1000;
      await expect(world.poll(create)).rejects.toThrow('no longer waits');
      expect(linesOf(world)).toEqual([]);
    },
  );

  test('none that is documented', async () => {
    const create = world.begin('Create');
    world.status(create, 'CREATE_PAUSED');
    await world.poll(create);
    expect(linesOf(world)).toMatchObject([
      {
        decision: expect.stringContaining('cloudformation says CREATE_PAUSED of the resource of the Create'),
        result: 'broken',
        seen: 'CREATE_PAUSED',
      },
    ]);
  });
});

describe('resource-exists', () => {
  test('a resource that is updated does not, as the log says', async () => {
    await created();
    const update = world.begin('Update', onto(LAG_B));
    world.cloudFormation.forget(STACK_ID, LOGICAL_ID);
    await world.poll(update);
    expect(linesOf(world)).toMatchObject([
      {
        decision: expect.stringContaining('says that the resource that it updates does not exist;') as string,
        assumption: 'resource-exists',
        result: 'broken',
      },
    ]);
  });

  test.each(['Create', 'Delete'] as const)('in a %s that is no news', async (type) => {
    if (type === 'Delete') await created();
    const event = world.begin(type);
    world.cloudFormation.forget(STACK_ID, LOGICAL_ID);
    await world.poll(event);
    expect(linesOf(world)).toEqual([]);
  });
});

describe('signing-order', () => {
  /** An update that arrives after the create, and was signed before it. */
  async function outOfOrder(seconds: number): Promise<void> {
    world.time += 300_000;
    const create = world.begin('Create');
    await world.finish(create);
    world.time -= seconds * 1000;
    const update = world.event('Update', onto(LAG_B));
    world.time += (seconds + 1) * 1000;
    world.status(update, 'UPDATE_IN_PROGRESS');
    await world.poll(world.deliver(update)).catch(() => undefined);
  }

  test('by a few seconds', async () => {
    await outOfOrder(3);
    expect(linesOf(world)).toMatchObject([
      {
        decision: 'assumption: the Update was signed 3 s before the Create that had arrived before it',
        assumption: 'signing-order',
        result: 'held',
        seconds: 3,
      },
    ]);
  });

  test('by more', async () => {
    await outOfOrder(30);
    expect(linesAbout(world, 'signing-order')).toMatchObject([{ result: 'broken', seconds: 30 }]);
  });

  test('an update and its rollback may be signed in one second', async () => {
    await created();
    await world.poll(world.begin('Update', onto(LAG_B)));
    world.time += 999;
    await world.poll(world.begin('Update'));
    expect(linesOf(world)).toEqual([]);
  });

  test('the waiter of an older operation is no news', async () => {
    await created();
    const older = world.begin('Update', onto(LAG_B));
    world.time += 30_000;
    await world.run('Update');
    world.status(older, 'UPDATE_IN_PROGRESS');
    await expect(world.poll(older)).rejects.toThrow('superseded');
    expect(linesOf(world)).toEqual([]);
  });
});

test('clocks: an event arrives a second or more before it was signed', async () => {
  for (const seconds of [1, 4, 40, 0.5]) {
    world.time += 60_000;
    const create = world.event('Create');
    world.time -= seconds * 1000;
    await world.poll(world.deliver(create)).catch(() => undefined);
  }
  expect(linesAbout(world, 'clocks')).toMatchObject([
    { decision: 'assumption: the Create arrived 1 s before the time of its signature', seconds: 1 },
    {
      decision: 'assumption: the Create arrived 4 s before the time of its signature',
      result: 'held',
      seconds: 4,
    },
    { result: 'broken', seconds: 40 },
  ]);
});

describe('event-time', () => {
  test.each([
    [10, []],
    [
      11,
      [
        {
          decision: expect.stringContaining('the Create arrived 11 s after it was signed;') as string,
          assumption: 'event-time',
          result: 'broken',
          seconds: 11,
        },
      ],
    ],
  ])('an event arrives %i seconds after it was signed', async (seconds, lines) => {
    const create = world.event('Create');
    world.status(create, 'CREATE_IN_PROGRESS');
    world.time += seconds * 1000;
    await world.finish(world.deliver(create));
    expect(linesOf(world)).toMatchObject(lines);
  });
});

describe('response-url', () => {
  test.each([
    [
      'without a time',
      (url: string) => url.replace(/X-Amz-Date=\w+/, 'X=1'),
      'does not say when it was signed',
    ],
    ['that is none', () => 'nothing', 'does not say when it was signed'],
    ['for two hours less 61 seconds', (url: string) => url.replace('=7200', '=7139'), 'is valid for 7139 s'],
    ['for two hours and 61 seconds', (url: string) => url.replace('=7200', '=7261'), 'is valid for 7261 s'],
  ])('%s', async (_, replace, text) => {
    const create = signed(world.begin('Create'), replace);
    await world.poll(create);
    const decision = expect.stringMatching(`^assumption: the ResponseURL ${text}; expected: `) as string;
    const seen = /\d+/.exec(text)?.[0];
    expect(linesOf(world)).toMatchObject([{ decision, assumption: 'response-url', result: 'broken', seen }]);
    expect(JSON.stringify(world.decisions)).not.toContain('secret');
  });

  test.each([
    ['a minute less than two hours', (url: string) => url.replace('=7200', '=7140')],
    ['a minute more', (url: string) => url.replace('=7200', '=7260')],
    [
      'Signature Version 2',
      (url: string) =>
        url.replace(/\?.*/, `?AWSAccessKeyId=AKIA&Expires=${world.time / 1000 + 7200}&Signature=secret`),
    ],
  ])('%s is no news', async (_, replace) => {
    await world.poll(signed(world.begin('Create'), replace));
    expect(linesOf(world)).toEqual([]);
  });

  test.each([
    [4_999, 1],
    [5_000, 0],
  ])('is looked at in the first poll alone: after %i ms %i times', async (ms, times) => {
    const create = signed(world.begin('Create'), (url) => url.replace('=7200', '=3600'));
    world.time += ms;
    await world.poll(create);
    expect(linesOf(world)).toHaveLength(times);
  });

  test('is said once', async () => {
    await world.stop();
    world = await World.start({ readLagMs: 100_000 });
    await world.finish(signed(world.begin('Create'), () => 'https://example.com/'));
    expect(linesAbout(world, 'response-url')).toHaveLength(1);
  });

  test('is no news where it is not known when the event arrived', async () => {
    await world.poll(signed(world.event('Create'), (url) => url.replace('=7200', '=1')));
    expect(linesOf(world)).toEqual([]);
  });

  test('is no news of an emulator', async () => {
    await world.stop();
    world = await World.start({ isEmulated: true });
    await world.finish(signed(world.begin('Create'), () => 'https://example.com/'));
    expect(linesOf(world)).toEqual([]);
  });
});

describe('physical-id', () => {
  test.each([
    [`Partner-${LOGICAL_ID}-1ABCDEFGHIJKL`, 0],
    [`${CONNECTION}/not-created/create-1`, 0],
    [`${CONNECTION}/${HOME}`, 0],
    ['invented', 1],
    [`Other-${LOGICAL_ID}-1ABCDEFGHIJKL`, 1],
  ])('of a delete: %s', async (physicalId, times) => {
    await world.run('Delete', { physicalId });
    const decision = expect.stringContaining(`the Delete has the physical id ${physicalId};`) as string;
    const line = { decision, assumption: 'physical-id', result: 'broken', seen: physicalId };
    expect(linesOf(world)).toMatchObject(Array.from({ length: times }, () => line));
  });

  test.each([PREFLIGHT_TYPE, CLAIMS_TABLE_TYPE])(
    'nothing is expected of that of a %s',
    async (ResourceType) => {
      const deletion = world.begin('Delete', { physicalId: 'invented' });
      await world.poll({ ...deletion, ResourceType });
      expect(linesOf(world)).toEqual([]);
    },
  );

  test('nor of one that an update has', async () => {
    const update = { ...world.event('Update', { physicalId: 'invented' }), ReceivedAt: world.time };
    world.status(update, 'UPDATE_IN_PROGRESS');
    await world.poll(update);
    expect(linesOf(world)).toEqual([]);
  });
});

describe('request-id and delivered-once', () => {
  test('a rollback has the RequestId of what it rolls back', async () => {
    await created();
    await world.run('Update', { ...onto(LAG_B), requestId: 'same' });
    world.time += 20_000;
    await world.run('Update', { requestId: 'same' });
    expect(linesOf(world)).toMatchObject([
      {
        decision: 'assumption: the Update has the RequestId of the Update before it',
        assumption: 'request-id',
        result: 'held',
        seen: 'same',
      },
    ]);
  });

  test('also where it asks for the same', async () => {
    await created();
    await world.run('Update', { requestId: 'same' });
    world.time += 20_000;
    await world.run('Update', { requestId: 'same' });
    expect(linesOf(world)).toMatchObject([{ assumption: 'request-id', seen: 'same' }]);
  });

  test('an event is delivered twice, and nothing is noticed of a move', async () => {
    const create = world.begin('Create');
    await world.finish(create);
    expect(linesOf(world)).toEqual([]);
    world.time += 3_000;
    await world.finish(world.deliver(create));
    expect(
      linesOf(world)
        .map(({ assumption }) => assumption)
        .sort(),
    ).toEqual(['delivered-once', 'resource-status']);
    expect(linesAbout(world, 'delivered-once')).toMatchObject([
      {
        decision: 'assumption: the same Create arrived twice, 3 s apart',
        assumption: 'delivered-once',
        result: 'held',
        seconds: 3,
      },
    ]);
  });
});
