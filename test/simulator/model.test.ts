import type { Connection, Interconnect, Lag } from '@aws-sdk/client-direct-connect';
import { VirtualClock } from './harness';
import { DirectConnectModel, inventory } from '../../simulator';
import type { Answer, InventoryPlan, ModelOptions } from '../../simulator';

const CONNECTION = 'dxcon-fg9607vm';
const FROM = 'dxcon-11111111';
const TO = 'dxlag-aaaaaaaa';
const THIRD = 'dxlag-bbbbbbbb';

const PLAN: InventoryPlan = {
  interconnects: [FROM, 'dxcon-22222222'],
  lags: [TO, THIRD],
  hosted: { [FROM]: [{ connectionId: CONNECTION, vlan: 1004, connectionState: 'down' }] },
};

function setUp(options: Partial<ModelOptions> = {}) {
  const clock = new VirtualClock();
  const model = new DirectConnectModel({ inventory: inventory(PLAN), clock: clock.now, ...options });
  return { clock, model };
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what it asked for
function output<T>(answer: Answer): T {
  if (answer.kind !== 'success') throw new Error(`expected a success, got ${JSON.stringify(answer)}`);
  return answer.output as T;
}

const associate = (model: DirectConnectModel, parentConnectionId: string) =>
  model.call('AssociateHostedConnection', { connectionId: CONNECTION, parentConnectionId });

const on = (model: DirectConnectModel, connectionId: string) =>
  output<{ connections: Connection[] }>(model.call('DescribeHostedConnections', { connectionId }))
    .connections;

const listedOn = (model: DirectConnectModel) =>
  [FROM, TO, THIRD].filter((id) => on(model, id).some(({ connectionId }) => connectionId === CONNECTION));

const lagOf = (model: DirectConnectModel, lagId: string) =>
  output<{ lags: [Lag] }>(model.call('DescribeLags', { lagId })).lags[0];

const interconnectOf = (model: DirectConnectModel, interconnectId: string) =>
  output<{ interconnects: [Interconnect] }>(model.call('DescribeInterconnects', { interconnectId }))
    .interconnects[0];

const clientException = (message: unknown) => ({
  kind: 'failure',
  error: { status: 400, type: 'DirectConnectClientException', message },
});

describe('settling', () => {
  test('shows the moving state, then the state that the connection had', () => {
    const { clock, model } = setUp({ settleMs: 1000 });
    expect(output(associate(model, TO))).toMatchObject({ connectionState: 'pending', lagId: TO });
    clock.advance(999);
    expect(on(model, TO)).toMatchObject([{ connectionState: 'pending' }]);
    expect(model.connection(CONNECTION)?.connectionState).toBe('pending');
    clock.advance(1);
    expect(on(model, TO)).toMatchObject([{ connectionState: 'down' }]);
    expect(model.connection(CONNECTION)?.connectionState).toBe('down');
  });

  test('refuses a further move until it is over', () => {
    const { clock, model } = setUp({ settleMs: 1000, movingState: 'ordering' });
    associate(model, TO);
    const transitioning = clientException(`Connection ${CONNECTION} is in a transitioning state.`);
    expect(associate(model, THIRD)).toMatchObject(transitioning);
    expect(associate(model, TO)).toMatchObject(transitioning);
    expect(() => model.moveByHand(CONNECTION, THIRD)).toThrow('transitioning');
    expect(on(model, TO)).toMatchObject([{ connectionState: 'ordering' }]);
    clock.advance(1000);
    expect(associate(model, THIRD).kind).toBe('success');
    expect(model.interruptions).toBe(2);
  });

  test('ends when a test sets the state', () => {
    const { model } = setUp({ settleMs: 1000 });
    associate(model, TO);
    model.setState(CONNECTION, 'available');
    expect(on(model, TO)).toMatchObject([{ connectionState: 'available' }]);
    expect(associate(model, THIRD).kind).toBe('success');
  });

  test('takes no time by default', () => {
    const { model } = setUp();
    expect(output(associate(model, TO))).toMatchObject({ connectionState: 'down' });
  });
});

describe('read lag', () => {
  test('shows the connection where it was', () => {
    const { clock, model } = setUp({ readLagMs: 500, settleMs: 800 });
    expect(output(associate(model, TO))).toMatchObject({ connectionState: 'pending', lagId: TO });
    expect(model.parentOf(CONNECTION)).toBe(TO);
    clock.advance(499);
    expect(listedOn(model)).toEqual([FROM]);
    expect(on(model, FROM)).toMatchObject([{ connectionState: 'down' }]);
    expect(on(model, FROM)[0]).not.toHaveProperty('lagId');
    clock.advance(1);
    expect(listedOn(model)).toEqual([TO]);
    expect(on(model, TO)).toMatchObject([{ connectionState: 'pending', lagId: TO }]);
  });

  test('shows one move after the other', () => {
    const { clock, model } = setUp({ readLagMs: 500 });
    associate(model, TO);
    clock.advance(300);
    associate(model, THIRD);
    expect(listedOn(model)).toEqual([FROM]);
    clock.advance(200);
    expect(listedOn(model)).toEqual([TO]);
    clock.advance(300);
    expect(listedOn(model)).toEqual([THIRD]);
  });

  test('as a gap shows the connection nowhere', () => {
    const { clock, model } = setUp({ readLagMs: 500, meanwhile: 'nowhere' });
    expect(listedOn(model)).toEqual([FROM]);
    associate(model, TO);
    clock.advance(499);
    expect(listedOn(model)).toEqual([]);
    expect(model.parentOf(CONNECTION)).toBe(TO);
    clock.advance(1);
    expect(listedOn(model)).toEqual([TO]);
  });

  test('shows the connection on both parents', () => {
    const { clock, model } = setUp({ readLagMs: 500, settleMs: 800, meanwhile: 'on both' });
    associate(model, TO);
    expect(listedOn(model)).toEqual([FROM, TO]);
    expect(on(model, FROM)).toMatchObject([{ connectionState: 'down' }]);
    expect(on(model, TO)).toMatchObject([{ connectionState: 'pending', lagId: TO }]);
    clock.advance(500);
    expect(listedOn(model)).toEqual([TO]);
  });

  test('is different from read to read: a later one can be of an earlier time', () => {
    const { clock, model } = setUp({ readLagMs: 1000, lateness: [0.2, 1] });
    associate(model, TO);
    clock.advance(500);
    const reads = Array.from({ length: 4 }, () => on(model, TO).length);
    expect(reads).toEqual([1, 0, 1, 0]);
    clock.advance(500);
    expect([on(model, TO).length, on(model, TO).length]).toEqual([1, 1]);
  });
});

test('throttling lets pass what the bucket holds, and what trickles in', () => {
  const { clock, model } = setUp({ throttle: { callsPerSecond: 2 } });
  const outcomes = (count: number) => {
    const before = model.calls.length;
    for (let call = 0; call < count; call++) model.call('DescribeLags', {});
    return model.calls.slice(before).map(({ outcome }) => outcome);
  };
  expect(outcomes(3)).toEqual(['ok', 'ok', 'ThrottlingException']);
  clock.advance(499);
  expect(outcomes(1)).toEqual(['ThrottlingException']);
  clock.advance(1);
  expect(outcomes(2)).toEqual(['ok', 'ThrottlingException']);
  clock.advance(60_000);
  expect(outcomes(3)).toEqual(['ok', 'ok', 'ThrottlingException']);
});

test('pages hold no more than the service says, however many are asked for', () => {
  const { model } = setUp({ pageSize: 1 });
  model.addHostedConnection(FROM, { connectionId: 'dxcon-other001' });
  const page = (nextToken?: string) =>
    output<{ connections: Connection[]; nextToken?: string }>(
      model.call('DescribeHostedConnections', { connectionId: FROM, maxResults: 100, nextToken }),
    );
  const first = page();
  const second = page(first.nextToken);
  expect([...first.connections, ...second.connections].map(({ connectionId }) => connectionId)).toEqual([
    CONNECTION,
    'dxcon-other001',
  ]);
  expect(second.nextToken).toBeUndefined();
});

describe('behind the back of the API', () => {
  test('a list can be empty for a while', () => {
    const { model } = setUp();
    model.hideList(FROM, true);
    expect(listedOn(model)).toEqual([]);
    expect(model.parentOf(CONNECTION)).toBe(FROM);
    model.hideList(FROM, false);
    expect(listedOn(model)).toEqual([FROM]);
    expect(() => model.hideList('dxlag-00000000', true)).toThrow('there is no interconnect or LAG');
  });

  test('a move by hand is a move like any other, but none of our calls', () => {
    const { model } = setUp({ settleMs: 1000 });
    model.moveByHand(CONNECTION, TO);
    expect(on(model, TO)).toMatchObject([
      { connectionId: CONNECTION, connectionState: 'pending', lagId: TO },
    ]);
    expect(model.associations).toEqual([]);
    expect(model.interruptions).toBe(0);
  });

  test('a move by hand that AWS would refuse is an error', () => {
    const { model } = setUp();
    model.addHostedConnection(TO, { connectionId: 'dxcon-other001', vlan: 1004 });
    expect(() => model.moveByHand(CONNECTION, TO)).toThrow('Vlan 1004 is already in use');
    expect(() => model.moveByHand(CONNECTION, 'dxlag-00000000')).toThrow('Could not find Lag');
    expect(model.parentOf(CONNECTION)).toBe(FROM);
  });

  test('an added connection takes what its parent has, and a VLAN that is free', () => {
    const { model } = setUp();
    model.addHostedConnection(TO, { connectionId: 'dxcon-added001', bandwidth: '1Gbps' });
    model.addHostedConnection(TO, { connectionId: 'dxcon-added002' });
    const [first, second] = on(model, TO);
    expect(first).toMatchObject({
      connectionState: 'available',
      location: 'EqDC2',
      bandwidth: '1Gbps',
      lagId: TO,
    });
    expect(first?.vlan).not.toBe(second?.vlan);
    expect(() => model.addHostedConnection(TO, { connectionId: CONNECTION })).toThrow('another connectionId');
    expect(() =>
      model.addHostedConnection(TO, { connectionId: 'dxcon-added003', vlan: first?.vlan }),
    ).toThrow('in use');
    expect(() => model.addHostedConnection('dxlag-00000000', { connectionId: 'dxcon-added004' })).toThrow(
      'there is no interconnect or LAG dxlag-00000000',
    );
  });

  test('a removed connection is in no list and cannot be moved', () => {
    const { model } = setUp();
    model.remove(CONNECTION);
    expect(listedOn(model)).toEqual([]);
    expect(model.parentOf(CONNECTION)).toBeUndefined();
    expect(model.connection(CONNECTION)).toBeUndefined();
    expect(associate(model, TO)).toMatchObject(
      clientException(`Could not find Connection with ID ${CONNECTION}`),
    );
    expect(() => model.remove(CONNECTION)).toThrow('there is no hosted connection');
  });

  test('a parent can be removed once it has no hosted connections', () => {
    const { model } = setUp();
    expect(() => model.removeParent(FROM)).toThrow(CONNECTION);
    associate(model, TO);
    model.removeParent(FROM);
    expect(model.call('DescribeHostedConnections', { connectionId: FROM })).toMatchObject(
      clientException(expect.stringContaining("doesn't exist")),
    );
    expect(associate(model, FROM)).toMatchObject(
      clientException(`Could not find Connection with ID ${FROM}`),
    );
  });

  test('a removed LAG leaves its members standing alone', () => {
    const { model } = setUp();
    model.joinLag('dxcon-22222222', THIRD);
    model.removeParent(THIRD);
    expect(interconnectOf(model, 'dxcon-22222222')).not.toHaveProperty('lagId');
    expect(associate(model, 'dxcon-22222222').kind).toBe('success');
  });

  test('states can be set, of connections and of parents', () => {
    const { model } = setUp();
    model.setState(CONNECTION, 'rejected');
    expect(on(model, FROM)).toMatchObject([{ connectionState: 'rejected' }]);
    model.setState(CONNECTION, 'available');
    model.setParentState(TO, 'deleting');
    model.setParentState('dxcon-22222222', 'down');
    expect(lagOf(model, TO).lagState).toBe('deleting');
    expect(interconnectOf(model, 'dxcon-22222222').interconnectState).toBe('down');
    expect(associate(model, TO)).toMatchObject(clientException(expect.stringContaining('deleting')));
  });
});

describe('an interconnect', () => {
  test('that joins a LAG takes its hosted connections with it', () => {
    const { model } = setUp({ readLagMs: 500 });
    model.joinLag(FROM, TO);
    expect(model.parentOf(CONNECTION)).toBe(TO);
    expect(on(model, FROM)).toEqual([]);
    expect(on(model, TO)).toMatchObject([{ connectionId: CONNECTION, lagId: TO, connectionState: 'down' }]);
    expect(interconnectOf(model, FROM).lagId).toBe(TO);
    expect(lagOf(model, TO)).toMatchObject({ numberOfConnections: 1, connections: [{ connectionId: FROM }] });
    expect(model.interruptions).toBe(0);
    expect(associate(model, FROM)).toMatchObject(clientException(expect.stringContaining(TO)));
  });

  test('that is a member of a LAG lists nothing, not even what reads do not yet know to have left', () => {
    const { model } = setUp({ readLagMs: 500 });
    associate(model, TO);
    expect(listedOn(model)).toEqual([FROM]);
    model.joinLag(FROM, THIRD);
    expect(listedOn(model)).toEqual([]);
  });

  test('that leaves a LAG leaves the hosted connections there', () => {
    const { model } = setUp();
    model.joinLag(FROM, TO);
    model.leaveLag(FROM);
    expect(model.parentOf(CONNECTION)).toBe(TO);
    expect(on(model, FROM)).toEqual([]);
    expect(interconnectOf(model, FROM)).not.toHaveProperty('lagId');
    expect(lagOf(model, TO)).toMatchObject({ numberOfConnections: 0, connections: [] });
    expect(associate(model, FROM).kind).toBe('success');
    expect(() => model.leaveLag(FROM)).toThrow('no LAG');
  });

  test('that changes its LAG leaves the hosted connections on the earlier one', () => {
    const { model } = setUp();
    model.joinLag(FROM, TO);
    model.joinLag(FROM, THIRD);
    expect(model.parentOf(CONNECTION)).toBe(TO);
    expect(lagOf(model, TO).numberOfConnections).toBe(0);
    expect(lagOf(model, THIRD).numberOfConnections).toBe(1);
  });

  test('cannot join a LAG where a VLAN of its is in use', () => {
    const { model } = setUp();
    model.addHostedConnection(TO, { connectionId: 'dxcon-other001', vlan: 1004 });
    expect(() => model.joinLag(FROM, TO)).toThrow('vlan 1004 is in use on dxlag-aaaaaaaa by dxcon-other001');
    expect(model.parentOf(CONNECTION)).toBe(FROM);
  });
});

test('models share nothing, not even an inventory', () => {
  const shared = inventory(PLAN);
  const clock = new VirtualClock();
  const [one, other] = [1, 2].map(() => new DirectConnectModel({ inventory: shared, clock: clock.now }));
  one?.joinLag(FROM, TO);
  one?.setState(CONNECTION, 'deleted');
  expect(other?.parentOf(CONNECTION)).toBe(FROM);
  expect(other?.connection(CONNECTION)?.connectionState).toBe('down');
  expect(other && interconnectOf(other, FROM)).not.toHaveProperty('lagId');
});
