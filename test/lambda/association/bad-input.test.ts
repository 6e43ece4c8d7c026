import { refused } from '../../../simulator';
import { IsCompleteEvent } from '../../../lambda/cloudformation/event';
import { CONNECTION, HOME, LAG_A, World } from '../world';

let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const badProperties: [string, unknown, string][] = [
  ['connectionId', undefined, 'connectionId is missing: expected the id of a hosted connection'],
  ['connectionId', '', 'connectionId is "": expected the id of a hosted connection'],
  ['connectionId', 'dxlag-fhccu14t', 'connectionId is "dxlag-fhccu14t": expected'],
  ['connectionId', 'DXCON-FG9607VM', 'connectionId is "DXCON-FG9607VM": expected'],
  ['connectionId', 'dxcon-fg9607vm ', 'connectionId is "dxcon-fg9607vm ": expected'],
  ['connectionId', ['dxcon-fg9607vm'], 'connectionId is ["dxcon-fg9607vm"]: expected'],
  ['connectionId', { Ref: 'X' }, 'connectionId is {"Ref":"X"}: expected'],
  ['connectionId', null, 'connectionId is null: expected'],
  ['connectionId', '接続', 'connectionId is "接続": expected'],
  ['connectionId', 'x'.repeat(5000), 'connectionId is "xxx'],
  ['parentConnectionId', undefined, 'parentConnectionId is missing: expected the id of a LAG'],
  ['parentConnectionId', 'lag-1', 'parentConnectionId is "lag-1": expected the id of a LAG'],
  ['parentConnectionId', 7, 'parentConnectionId is 7: expected'],
  ['parentConnectionId', CONNECTION, `connectionId is ${CONNECTION}, the same as its parent`],
  ['originalParentConnectionId', '', 'originalParentConnectionId is "": expected the id of a LAG'],
  ['originalParentConnectionId', CONNECTION, `connectionId is ${CONNECTION}, the same as its parent`],
  ['expectedParentConnectionId', 'x', 'expectedParentConnectionId is "x": expected the id of a LAG'],
  ['takeOver', 'yes', 'takeOver is "yes": expected "true" or "false"'],
  ['waitForAvailable', 'yes', 'waitForAvailable is "yes": expected "true" or "false"'],
  ['timeoutSeconds', '0', 'timeoutSeconds is "0": expected a whole number of seconds from 1 to 3540'],
  ['timeoutSeconds', '1e3', 'timeoutSeconds is "1e3": expected'],
  ['timeoutSeconds', '3541', 'timeoutSeconds is "3541": expected'],
];

const PARENT =
  "expected the id of a LAG, such as dxlag-fhccu14t, or of an interconnect, such as dxcon-ffabc123; correct the construct's";

test.each([
  ['connectionId', "such as dxcon-fg9607vm; correct the construct's connectionId"],
  ['parentConnectionId', `${PARENT} parent`],
  ['originalParentConnectionId', `${PARENT} originalParent`],
  ['expectedParentConnectionId', `${PARENT} expectedParent`],
  ['timeoutSeconds', "correct the construct's timeout"],
])('of a bad %s it is said what to correct', (property, text) => {
  expect(() => world.begin('Create', { properties: { [property]: 'bad' } })).toThrow(text);
});

test.each(badProperties)('a create whose %s is %j is refused before any call', (property, value, message) => {
  const properties = { [property]: value };
  expect(() => world.begin('Create', { properties })).toThrow(message);
  expect(world.simulator.calls).toEqual([]);
  expect(world.dynamoDb.calls).toEqual([]);
});

test.each(badProperties)(
  'an update whose %s is %j is refused before any call',
  (property, value, message) => {
    expect(() => world.begin('Update', { properties: { [property]: value } })).toThrow(message);
    expect(world.simulator.calls).toEqual([]);
  },
);

test.each(badProperties)(
  'a cancelled create whose %s is %j is deleted without a trace',
  async (property, value) => {
    await world.run('Delete', {
      properties: { [property]: value },
      physicalId: 'invented-by-cloudformation',
    });
    expect(world.simulator.calls).toEqual([]);
  },
);

test('a delete with broken properties of a resource that exists goes by its claim', async () => {
  await world.run('Create');
  await world.run('Delete', { properties: { parentConnectionId: 'lag-1' } });
  expect(world.parent()).toBe(HOME);
});

test('without a claim it brings the connection home only from where its properties say that it is', async () => {
  await world.run('Create');
  world.dynamoDb.removeItem(CONNECTION);
  await expect(world.run('Delete', { properties: { parentConnectionId: 'lag-1' } })).rejects.toThrow(
    `is on ${LAG_A}, where nothing says that this association has put it`,
  );
  expect(world.parent()).toBe(LAG_A);
});

test.each(['Create', 'Update'] as const)(
  'a %s with properties that only a later version of the handler refuses fails, and is told of no way back',
  async (type) => {
    const event = world.event(type, { properties: { parentConnectionId: 'lag-1' } });
    const message = await world.poll(event).then(String, (error: unknown) => (error as Error).message);
    expect(message).toContain('parentConnectionId is "lag-1"');
    expect(message).not.toContain('came from');
  },
);

test('the log says why there is nothing to undo of a create whose properties were refused', async () => {
  const properties = { parentConnectionId: 'lag-1' };
  await world.run('Delete', { properties, physicalId: 'invented-by-cloudformation' });
  expect(world.decisions.at(-1)?.decision).toBe(
    'nothing to undo: a create with these properties was refused',
  );
});

test('properties that are not there are named', () => {
  const event = {
    ...world.event('Create'),
    ResourceProperties: { contract: '1' },
  } as unknown as IsCompleteEvent;
  expect(() => world.deliver(event)).toThrow('connectionId is missing');
});

test('a request that is none of CloudFormation’s is named', () => {
  const event = { ...world.event('Create'), RequestType: 'Replace' } as unknown as IsCompleteEvent;
  expect(() => world.deliver(event)).toThrow('RequestType is "Replace": expected Create, Update or Delete');
});

test('extra properties are of no account', async () => {
  await world.run('Create', { properties: { ['comment' as 'connectionId']: 'moved in the night' } });
  expect(world.parent()).toBe(LAG_A);
});

test('errors carry no stack: the framework would show it', () => {
  const error = thrownBy(() => world.begin('Create', { properties: { connectionId: 'x' } }));
  expect(error.stack).toBe(error.name);
});

test('a text of 10 kB is trimmed, and still says what was refused', async () => {
  const message = `\u{1F6AB}${'é'.repeat(10_000)}`;
  const fault = refused(message);
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault });
  const error = await world.run('Create').then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason as Error,
  );
  expect(error.message).toContain(`direct connect refused the Create of ${CONNECTION}`);
  expect(Buffer.byteLength(error.message)).toBeLessThanOrEqual(1_010);
  expect(error.message).not.toContain('\uFFFD');
});

test('no line of the log has the ResponseURL or what is in it', async () => {
  await world.run('Create');
  await world.run('Delete');
  const log = JSON.stringify(world.decisions);
  expect(log).toContain(CONNECTION);
  expect(log).not.toMatch(/https?:|X-Amz|secret/);
});

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it threw nothing');
}
