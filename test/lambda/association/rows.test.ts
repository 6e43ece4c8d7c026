import { MISSING_IN_DELETE_SECONDS } from '../../../lib/timing';
import { answerBytes } from '../../../lambda/cloudformation/response-size';
import { serverError } from '../../../simulator';
import {
  CONNECTION,
  HOME,
  LAG_A,
  LAG_B,
  LAG_C,
  LOGICAL_ID,
  OTHER_INTERCONNECT,
  OTHER_STACK_ID,
  PHYSICAL_ID,
  STACK_ID,
  VLAN,
  World,
  onto,
} from '../world';

/** Every row of the reconciler's table (lambda/README.md). */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

describe('create', () => {
  test('row 1: a connection on another parent is moved, once, and where it came from is remembered', async () => {
    const data = await world.run('Create');
    expect(world.parent()).toBe(LAG_A);
    expect(world.physicalId).toBe(PHYSICAL_ID);
    expect(world.associateCalls()).toBe(1);
    expect(data).toMatchObject({
      connectionId: CONNECTION,
      connectionName: 'Acme',
      vlan: String(VLAN),
      connectionState: 'available',
      lagId: LAG_A,
      parentConnectionId: LAG_A,
      originalParentConnectionId: HOME,
    });
    expect(world.claim()).toMatchObject({
      owner: { stackId: STACK_ID, logicalResourceId: LOGICAL_ID },
      phase: 'settled',
      foundOn: HOME,
      originalParentConnectionId: HOME,
      movedTo: [LAG_A],
    });
    expect(world.rows()).toEqual([1]);
  });

  test('row 1: of a connection with more tags than CloudFormation takes the log says what was shortened', async () => {
    const tags = Array.from({ length: 50 }, (_, n) => ({ key: `${n}`, value: 'v'.repeat(256) }));
    const macSecKeys = Array.from({ length: 40 }, (_, n) => ({ ckn: `${n}`.repeat(64) }));
    world.simulator.remove(CONNECTION);
    world.simulator.addHostedConnection(HOME, { connectionId: CONNECTION, vlan: VLAN, tags, macSecKeys });
    const event = world.begin('Create');
    const { data } = await world.poll(event);
    const envelope = { ...event, PhysicalResourceId: PHYSICAL_ID };
    expect(data && answerBytes(data, envelope)).toBeLessThanOrEqual(4_096);
    expect(data && answerBytes(data, envelope)).toBeGreaterThan(3_500);
    expect(world.decisions.at(-1)?.decision).toMatch(
      /^shortened for cloudformation's limit of 4,096 bytes: (tags, macSecKeys|macSecKeys, tags)$/,
    );
  });

  test('row 1: the log says from where to where it is moved, and when that is complete', async () => {
    await world.run('Create');
    expect(world.decisions).toMatchObject([
      { decision: 'move', row: 1, from: HOME, to: LAG_A },
      { decision: expect.stringMatching(/^moved, and interrupted for [\d.]+ s$/), to: LAG_A },
      { decision: 'complete', to: LAG_A },
    ]);
  });

  test('row 1: the claim is written before the connection is moved', async () => {
    world.dynamoDb.faults.arm({ operation: 'PutItem', fault: serverError() });
    expect(await world.poll(world.begin('Create'))).toEqual({ complete: false });
    expect(world.associateCalls()).toBe(0);
  });

  test('row 1: a connection that is moving is waited for', async () => {
    await world.stop();
    world = await World.start({ settleMs: 12_000 });
    const event = world.begin('Create');
    expect(await world.poll(event)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ phase: 'claimed' });
    expect(await world.finish(event)).toMatchObject({ connectionState: 'available' });
    expect(world.associateCalls()).toBe(1);
  });

  test('row 1: a connection that is deleted while it is moved is refused', async () => {
    const { simulator } = world;
    world.onCall = () => {
      if (simulator.parentOf(CONNECTION) === LAG_A) simulator.setState(CONNECTION, 'deleted');
    };
    await expect(world.poll(world.begin('Create'))).rejects.toThrow(`${CONNECTION} is deleted`);
  });

  test('row 1: with waitForAvailable a connection that is down is waited for', async () => {
    world.simulator.setState(CONNECTION, 'down');
    const event = world.begin('Create', { properties: { waitForAvailable: 'true' } });
    expect(await world.poll(event)).toEqual({ complete: false });
    world.simulator.setState(CONNECTION, 'available');
    expect((await world.poll(event)).complete).toBe(true);
  });

  test('row 1: without it, down is as good as available', async () => {
    world.simulator.setState(CONNECTION, 'down');
    expect(await world.run('Create')).toMatchObject({ connectionState: 'down' });
  });

  test('row 1: a connection that its customer has not accepted yet can be moved', async () => {
    world.simulator.setState(CONNECTION, 'ordering');
    expect(await world.run('Create')).toMatchObject({ connectionState: 'ordering', lagId: LAG_A });
  });

  test('row 2: a connection that is there already is adopted without a call', async () => {
    const data = await world.run('Create', onto(HOME));
    expect(world.associateCalls()).toBe(0);
    expect(data).toMatchObject({ parentConnectionId: HOME, originalParentConnectionId: HOME, lagId: '' });
    expect(world.claim()).toMatchObject({ phase: 'settled', originalParentConnectionId: HOME });
    expect(world.rows()).toEqual([2]);
  });

  test('row 2: with originalParent, a delete puts the adopted connection there', async () => {
    const properties = { parentConnectionId: HOME, originalParentConnectionId: LAG_B };
    await world.run('Create', { properties });
    expect(world.claim()).toMatchObject({
      foundOn: HOME,
      originalParentConnectionId: LAG_B,
      movedTo: [HOME],
    });
    await world.run('Delete', { properties });
    expect(world.parent()).toBe(LAG_B);
  });

  test('row 2: an interconnect that has become a member of a LAG stands for that LAG', async () => {
    world.simulator.joinLag(HOME, LAG_C);
    const data = await world.run('Create', onto(HOME));
    expect(world.associateCalls()).toBe(0);
    expect(data).toMatchObject({ parentConnectionId: LAG_C });
  });

  test.each(['deleted', 'rejected', 'deleting'] as const)(
    'row 1: a %s connection is refused',
    async (state) => {
      world.simulator.setState(CONNECTION, state);
      const create = world.begin('Create');
      await expect(world.finish(create)).rejects.toThrow(`${CONNECTION} is ${state} (connectionState)`);
      expect(world.associateCalls()).toBe(0);
      await world.run('Delete', { physicalId: create.PhysicalResourceId });
      expect(world.claim()).toMatchObject({ phase: 'released' });
    },
  );

  test('row 2: an unknown originalParent is refused: a delete could not put the connection there', async () => {
    const properties = { parentConnectionId: HOME, originalParentConnectionId: 'dxlag-00000000' };
    await expect(world.run('Create', { properties })).rejects.toThrow(
      'originalParentConnectionId is dxlag-00000000',
    );
  });

  test('row 2: an originalParent that is deleted once the create has begun does not make it fail', async () => {
    world.simulator.setState(CONNECTION, 'down');
    const properties = { originalParentConnectionId: LAG_C, waitForAvailable: 'true' };
    const create = world.begin('Create', { properties });
    expect(await world.poll(create)).toEqual({ complete: false });
    world.simulator.removeParent(LAG_C);
    world.simulator.setState(CONNECTION, 'available');
    expect((await world.poll(create)).data).toMatchObject({ originalParentConnectionId: LAG_C });
  });

  test('row 3: a later try inherits where the connection came from', async () => {
    world.simulator.arm({ operation: 'AssociateHostedConnection', fault: { kind: 'lostAnswer' } });
    world.simulator.arm({ operation: 'DescribeHostedConnections', skip: 3, fault: serverError() });
    expect(await world.poll(world.begin('Create'))).toEqual({ complete: false });
    world.time += 60_000;
    const data = await world.run('Create');
    expect(data).toMatchObject({ parentConnectionId: LAG_A, originalParentConnectionId: HOME });
    expect(world.associateCalls()).toBe(1);
  });

  test('row 3: an event delivered twice moves once, and both waiters are answered', async () => {
    const event = world.begin('Create');
    const again = world.deliver(event);
    expect((await world.poll(event)).complete).toBe(true);
    expect((await world.poll(again)).data).toMatchObject({ originalParentConnectionId: HOME });
    expect(world.associateCalls()).toBe(1);
  });

  test('row 3: a claim whose connection somebody has moved on is not inherited', async () => {
    await world.run('Create');
    world.time += 60_000;
    world.simulator.moveByHand(CONNECTION, LAG_C);
    const data = await world.run('Create', onto(LAG_B));
    expect(data).toMatchObject({ originalParentConnectionId: LAG_C, parentConnectionId: LAG_B });
  });

  test('row 4: a connection that another resource of the stack holds is refused', async () => {
    await world.run('Create');
    await expect(world.run('Create', { ...onto(LAG_B), logicalId: 'Renamed' })).rejects.toThrow(
      `${CONNECTION} is already associated by ${LOGICAL_ID} of the stack Partner`,
    );
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ owner: { stackId: STACK_ID, logicalResourceId: LOGICAL_ID } });
  });

  test('row 5: a connection that is nowhere is refused, after minutes, saying where it was looked for', async () => {
    const started = world.time;
    const event = world.begin('Create', { properties: { connectionId: 'dxcon-00000000' } });
    await expect(world.finish(event)).rejects.toThrow(
      'connectionId is dxcon-00000000: expected a hosted connection on an interconnect or LAG of account 111122223333 in us-east-1, and none of the 5 there has it',
    );
    expect(world.time - started).toBeGreaterThanOrEqual(120_000);
  });

  test('row 5: a connection that shows up again is moved', async () => {
    await world.stop();
    world = await World.start({ meanwhile: 'nowhere', readLagMs: 30_000 });
    world.simulator.moveByHand(CONNECTION, OTHER_INTERCONNECT);
    expect(await world.run('Create')).toMatchObject({ originalParentConnectionId: OTHER_INTERCONNECT });
  });
});

describe('update', () => {
  beforeEach(async () => {
    await world.run('Create');
    world.time += 60_000;
  });

  test('row 6: a connection that is there already costs no call', async () => {
    expect(await world.run('Update')).toMatchObject({
      parentConnectionId: LAG_A,
      originalParentConnectionId: HOME,
    });
    expect(world.associateCalls()).toBe(1);
    expect(world.claim()).toMatchObject({ operation: { type: 'Update' } });
    expect(world.rows()).toEqual([1, 6]);
  });

  test('row 6: a new originalParent is remembered without a call', async () => {
    await world.run('Update', { properties: { originalParentConnectionId: LAG_C } });
    expect(world.claim()).toMatchObject({ originalParentConnectionId: LAG_C });
    expect(world.associateCalls()).toBe(1);
  });

  test('row 7: a connection elsewhere is moved in place, and where it came from stays', async () => {
    expect(await world.run('Update', onto(LAG_B))).toMatchObject({
      parentConnectionId: LAG_B,
      originalParentConnectionId: HOME,
    });
    expect(world.associateCalls()).toBe(2);
    expect(world.rows()).toEqual([1, 7]);
  });

  test('row 7: a connection that was moved by hand is brought to the new parent', async () => {
    world.simulator.moveByHand(CONNECTION, LAG_C);
    await world.run('Update', onto(LAG_B));
    expect(world.parent()).toBe(LAG_B);
  });

  test('row 7: with originalParent, that is where a delete will put it', async () => {
    await world.run('Update', {
      properties: { parentConnectionId: LAG_B, originalParentConnectionId: OTHER_INTERCONNECT },
    });
    expect(world.claim()).toMatchObject({ originalParentConnectionId: OTHER_INTERCONNECT });
  });

  test('row 7: a rollback back to the parent before is a move back', async () => {
    await world.run('Update', onto(LAG_B));
    world.time += 60_000;
    await world.run('Update', onto(LAG_A));
    expect(world.parent()).toBe(LAG_A);
    expect(world.associateCalls()).toBe(3);
  });

  test('row 8: an update of what has never been created is refused', () => {
    expect(() => world.begin('Update', { physicalId: 'invented-by-cloudformation' })).toThrow(
      `connectionId is ${CONNECTION}: expected invented-by-cloudformation, which this association was created for`,
    );
  });

  test('row 8: another connection is refused before anything is called', () => {
    const calls = world.simulator.calls.length;
    expect(() => world.begin('Update', { properties: { connectionId: 'dxcon-bb000001' } })).toThrow(
      `connectionId is dxcon-bb000001: expected ${CONNECTION}, which this association was created for`,
    );
    expect(world.simulator.calls).toHaveLength(calls);
  });

  test.each(['deleted', 'rejected', 'deleting'] as const)(
    'row 9: a %s connection is refused',
    async (state) => {
      world.simulator.setState(CONNECTION, state);
      await expect(world.run('Update', onto(LAG_B))).rejects.toThrow(
        `${CONNECTION} is ${state} (connectionState)`,
      );
      expect(world.associateCalls()).toBe(1);
    },
  );

  test('row 9: a connection that stays away is refused', async () => {
    world.simulator.remove(CONNECTION);
    const started = world.time;
    await expect(world.run('Update', onto(LAG_B))).rejects.toThrow('is on no interconnect or LAG');
    expect(world.time - started).toBeGreaterThanOrEqual(120_000);
  });

  test('row 7: back to an interconnect that has become a member of a LAG means to that LAG', async () => {
    world.simulator.joinLag(HOME, LAG_C);
    await world.run('Update', onto(HOME));
    expect(world.parent()).toBe(LAG_C);
  });
});

describe('delete', () => {
  beforeEach(async () => {
    await world.run('Create');
    world.time += 60_000;
  });

  test('row 10: the connection goes back where it came from', async () => {
    await world.run('Delete');
    expect(world.parent()).toBe(HOME);
    expect(world.associateCalls()).toBe(2);
    expect(world.claim()).toMatchObject({ phase: 'released', expiresAt: expect.any(Number) });
    expect(world.rows()).toEqual([1, 10, 10]);
  });

  test('row 10: a connection that is moving home is waited for', async () => {
    await world.stop();
    world = await World.start({ settleMs: 12_000 });
    await world.run('Create');
    world.time += 600_000;
    const deletion = world.begin('Delete');
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'accepted', movedTo: [LAG_A, HOME] });
    await world.finish(deletion);
    expect(world.associateCalls()).toBe(2);
  });

  test('row 10: from wherever an update has put it', async () => {
    await world.run('Update', onto(LAG_B));
    await world.run('Delete', onto(LAG_B));
    expect(world.parent()).toBe(HOME);
  });

  test('row 10: also where CloudFormation does not know of the resource', async () => {
    const deletion = world.begin('Delete');
    world.cloudFormation.forget(deletion.StackId, deletion.LogicalResourceId);
    await world.finish(deletion);
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('row 10: to the LAG that the interconnect it came from has joined', async () => {
    world.simulator.joinLag(HOME, LAG_C);
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_C);
  });

  test('row 11: a connection that is home already costs no call', async () => {
    world.simulator.moveByHand(CONNECTION, HOME);
    await world.run('Delete');
    expect(world.associateCalls()).toBe(1);
    expect(world.claim()).toMatchObject({ phase: 'released' });
    expect(world.rows()).toEqual([1, 11]);
  });

  test('row 11: one that somebody has put home is let go, whatever its state', async () => {
    world.simulator.moveByHand(CONNECTION, HOME);
    world.simulator.setState(CONNECTION, 'pending');
    await world.run('Delete');
    expect(world.rows()).toEqual([1, 11]);
  });

  test('row 10: also where only a later poll sees that its move is done, the log has this row', async () => {
    await world.stop();
    world = await World.start({ readLagMs: 20_000 });
    await world.run('Create');
    world.time += 600_000;
    await world.run('Delete');
    expect(world.rows()).toEqual([1, 10, 10]);
  });

  test('row 11: a reading of home does not count while a move may be landing', async () => {
    await world.stop();
    world = await World.start({ readLagMs: 20_000 });
    const create = world.begin('Create');
    expect(await world.poll(create)).toEqual({ complete: false });
    world.time += 1_000;
    const deletion = world.begin('Delete', { physicalId: create.PhysicalResourceId });
    expect(await world.poll(deletion)).toEqual({ complete: false });
    expect(world.claim()).toMatchObject({ phase: 'accepted', operation: { type: 'Delete' } });
    await world.finish(deletion);
    expect(world.parent()).toBe(HOME);
    expect(world.claim()).toMatchObject({ phase: 'released' });
  });

  test('row 12: a connection that somebody has moved elsewhere is left there', async () => {
    world.simulator.moveByHand(CONNECTION, LAG_C);
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_C);
    expect(world.rows()).toEqual([1, 12]);
  });

  test.each(['deleted', 'rejected'] as const)('row 13: a %s connection is let go', async (state) => {
    world.simulator.setState(CONNECTION, state);
    await world.run('Delete');
    expect(world.associateCalls()).toBe(1);
    expect(world.rows()).toEqual([1, 13]);
  });

  test('row 13: a connection that stays away is let go, after minutes', async () => {
    world.simulator.remove(CONNECTION);
    const started = world.time;
    await world.finish(world.begin('Delete'), 20);
    expect(world.time - started).toBeGreaterThanOrEqual(MISSING_IN_DELETE_SECONDS * 1000);
    expect(world.rows()).toEqual([1, 13]);
  });

  test('row 13: a connection that is being deleted is waited for', async () => {
    world.simulator.setState(CONNECTION, 'deleting');
    const deletion = world.begin('Delete');
    expect(await world.poll(deletion)).toEqual({ complete: false });
    world.simulator.setState(CONNECTION, 'deleted');
    await world.finish(deletion);
    expect(world.associateCalls()).toBe(1);
  });

  test.each<[number, string, (simulator: World['simulator']) => void]>([
    [11, 'the connection is where it came from', (simulator) => simulator.moveByHand(CONNECTION, HOME)],
    [
      12,
      `left on ${LAG_C}, where somebody else has put it`,
      (simulator) => simulator.moveByHand(CONNECTION, LAG_C),
    ],
    [13, 'the connection is rejected', (simulator) => simulator.setState(CONNECTION, 'rejected')],
    [13, 'the connection is gone', (simulator) => simulator.remove(CONNECTION)],
  ])('row %i: the log says why nothing is put back: %s', async (row, decision, arrange) => {
    arrange(world.simulator);
    await world.finish(world.begin('Delete'), 60);
    expect(world.decisions.at(-1)).toMatchObject({ row, decision });
  });

  test('row 14: with a place to go back to that is being deleted, the delete fails, and nothing is moved', async () => {
    world.simulator.setParentState(HOME, 'deleting');
    await expect(world.run('Delete')).rejects.toThrow(
      `cannot be put back to ${HOME}, where it came from: it is being deleted`,
    );
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ originalParentConnectionId: HOME });
  });

  test('row 14: with no place to go back to, the way out is told', async () => {
    world.simulator.removeParent(HOME);
    await expect(world.run('Delete')).rejects.toThrow(
      `${CONNECTION} cannot be put back to ${HOME}, where it came from: it does not exist any more. it is still on ${LAG_A}. to leave it there, delete its stack with this resource retained, if that is being deleted (delete-stack --retain-resources ${LOGICAL_ID})`,
    );
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ originalParentConnectionId: HOME });
  });

  test('row 14: a claim that was corrected is gone by', async () => {
    world.simulator.removeParent(HOME);
    await expect(world.run('Delete')).rejects.toThrow(
      'set originalParentConnectionId to that parent in its claim',
    );
    world.editClaim({ originalParentConnectionId: LAG_C });
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_C);
  });

  test('row 15: a claim that another resource holds is left alone, and the log says whose it is', async () => {
    const owner = { stackId: OTHER_STACK_ID, logicalResourceId: 'Successor' };
    world.cloudFormation.setResource(OTHER_STACK_ID, 'Successor', { status: 'CREATE_COMPLETE' });
    world.editClaim({ owner });
    const before = world.memory();
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_A);
    expect(world.memory()).toEqual(before);
    expect(before).toMatchObject({ owner, phase: 'settled' });
    expect(world.rows()).toEqual([1, 15]);
    expect(world.decisions.at(-1)?.decision).toBe(
      'nothing to do: Successor of the stack Customer has the connection',
    );
  });

  test.each([
    { status: 'CREATE_COMPLETE', physicalId: `${CONNECTION}/${LAG_C}` },
    { status: 'UPDATE_COMPLETE', physicalId: `${CONNECTION}/${LAG_C}` },
  ])('row 16: a delete of a predecessor ($status) moves nothing', async (resource) => {
    const event = world.begin('Delete');
    world.cloudFormation.setResource(event.StackId, event.LogicalResourceId, resource);
    expect(await world.poll(event)).toEqual({ complete: false });
    world.time += 61_000;
    expect((await world.poll(event)).complete).toBe(true);
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ phase: 'settled', operation: { type: 'Create' } });
    expect(world.rows()).toEqual([1, 16]);
  });

  test.each([
    { status: 'CREATE_COMPLETE', physicalId: PHYSICAL_ID },
    { status: 'UPDATE_COMPLETE', physicalId: PHYSICAL_ID },
    { status: 'UPDATE_IN_PROGRESS', physicalId: `${CONNECTION}/${LAG_C}` },
    { status: 'UPDATE_COMPLETE', physicalId: 'something-else' },
    { status: 'DELETE_IN_PROGRESS', physicalId: 'another-id' },
    { status: 'IMPORT_COMPLETE', physicalId: PHYSICAL_ID },
  ])(
    'row 16: $status with $physicalId is no evidence: the delete waits, and then fails',
    async (resource) => {
      const event = world.begin('Delete');
      world.cloudFormation.setResource(event.StackId, event.LogicalResourceId, resource);
      await expect(world.finish(event, 60)).rejects.toThrow(
        /did not complete in 1800 seconds: cloudformation has sent this Delete, and says that .* came from dxcon-11111111/,
      );
      expect(world.parent()).toBe(LAG_A);
      expect(world.claim()).toMatchObject({ originalParentConnectionId: HOME });
      world.status(event, 'DELETE_IN_PROGRESS');
      await world.run('Delete');
      expect(world.parent()).toBe(HOME);
    },
  );

  describe('of a create that was cancelled before it claimed anything', () => {
    let deletion: ReturnType<typeof world.begin>;

    beforeEach(() => {
      world.dynamoDb.removeItem(CONNECTION);
      deletion = world.begin('Delete', { physicalId: 'invented-by-cloudformation' });
    });

    test('row 16: where CloudFormation has another resource, nothing is moved or written', async () => {
      const resource = { status: 'CREATE_COMPLETE', physicalId: PHYSICAL_ID };
      world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, resource);
      world.time += 61_000;
      expect((await world.poll(deletion)).complete).toBe(true);
      expect(world.claim()).toBeUndefined();
      expect(world.rows()).toEqual([1, 16]);
      expect(world.decisions.at(-1)?.decision).toBe(
        'nothing to do: cloudformation has another resource in this place',
      );
    });

    test('row 18: where CloudFormation says that another was deleted, it keeps its waiter from acting', async () => {
      const resource = { status: 'DELETE_COMPLETE', physicalId: 'invented-for-another' };
      world.cloudFormation.setResource(STACK_ID, LOGICAL_ID, resource);
      world.time += 61_000;
      expect((await world.poll(deletion)).complete).toBe(true);
      expect(world.claim()).toMatchObject({ phase: 'released', operation: { type: 'Delete' } });
      expect(world.rows()).toEqual([1, 18]);
      expect(world.decisions.at(-1)?.decision).toBe('nothing to put back');
    });
  });

  test('row 18: a create that was cancelled before it claimed anything leaves nothing to do', async () => {
    world.dynamoDb.removeItem(CONNECTION);
    await world.run('Delete', { physicalId: 'invented-by-cloudformation' });
    expect(world.parent()).toBe(LAG_A);
    expect(world.claim()).toMatchObject({ phase: 'released', operation: { type: 'Delete' } });
    expect(world.rows()).toEqual([1, 18]);
  });

  test('row 18: a create that died before it left a trace, of a connection that was there already, is let go', async () => {
    world.dynamoDb.removeItem(CONNECTION);
    const { PhysicalResourceId } = world.begin('Create');
    await world.run('Delete', { physicalId: PhysicalResourceId });
    expect(world.parent()).toBe(LAG_A);
    expect(world.rows()).toEqual([1, 18]);
  });

  test('a repeated delete is harmless', async () => {
    await world.run('Delete');
    world.time += 60_000;
    world.simulator.moveByHand(CONNECTION, LAG_A);
    await world.run('Delete');
    expect(world.parent()).toBe(LAG_A);
  });
});
