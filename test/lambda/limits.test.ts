import type { Connection } from '@aws-sdk/client-direct-connect';
import fc from 'fast-check';
import { attributesOf } from '../../lambda/association/attributes';
import { presentable } from '../../lambda/cloudformation/error-response';
import { fitToLimit } from '../../lambda/cloudformation/response-size';
import { ATTRIBUTES } from '../../lib/contract';
import { MAX_TIMEOUT_SECONDS } from '../../lib/timing';
import { CONNECTION, LAG_A, LAG_B, STACK_ID, World } from './world';

/** What CloudFormation takes of an answer, and Step Functions of a state machine's failure. */
const CLOUDFORMATION_BYTES = 4_096;
const STEP_FUNCTIONS_CAUSE = 32_768;

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(async () => {
  await world.stop();
});

/** Anything that a template or a caller can put in the place of a value. */
const anything = fc.oneof(
  fc.anything({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    undefined,
    null,
    '',
    ' ',
    'true',
    '0',
    -1,
    NaN,
    {},
    [],
    'dxcon-',
    'dxlag-UPPER000',
    '${Token[TOKEN.1]}',
  ),
);

const PROPERTIES = [
  'connectionId',
  'parentConnectionId',
  'originalParentConnectionId',
  'expectedParentConnectionId',
  'waitForAvailable',
  'timeoutSeconds',
] as const;

const badProperties = fc
  .tuple(fc.constantFrom(...PROPERTIES), anything, fc.constantFrom('Create' as const, 'Update' as const))
  .filter(([property, value]) => !isGood(property, value));

function isGood(property: (typeof PROPERTIES)[number], value: unknown): boolean {
  if (value === undefined) return property !== 'connectionId' && property !== 'parentConnectionId';
  if (property === 'waitForAvailable') return value === 'true' || value === 'false';
  if (property === 'timeoutSeconds')
    return (
      typeof value === 'string' &&
      /^\d{1,4}$/.test(value) &&
      Number(value) >= 1 &&
      Number(value) <= MAX_TIMEOUT_SECONDS
    );
  return typeof value === 'string' && /^dx(con|lag)-[a-z0-9]{8,17}$/.test(value);
}

test('1,000 bad properties: each is named with its value, and nothing is called', async () => {
  await fc.assert(
    fc.asyncProperty(badProperties, async ([property, value, type]) => {
      const event = world.event(type, { properties: { [property]: value } });
      const shown = value === undefined ? 'missing' : JSON.stringify(value);
      for (const act of [() => world.deliver(event), () => world.poll(event)] as (() => unknown)[]) {
        const { message = '' } = (await failureOf(act)) ?? {};
        expect(message.startsWith(`${property} is ${shown.slice(0, 100)}`)).toBe(true);
        expect(message).toMatch(/: expected .*; correct the construct's /s);
      }
    }),
    // A value that no template literal and no String() takes.
    { numRuns: 1_000, examples: [[['connectionId', { toString: 0 }, 'Create']]] },
  );
  expect(world.simulator.calls).toEqual([]);
  expect(world.dynamoDb.calls).toEqual([]);
});

const id = (prefix: string) => fc.stringMatching(/^[a-z0-9]{8,17}$/).map((rest) => `${prefix}${rest}`);

const goodProperties = fc
  .record({
    connectionId: id('dxcon-'),
    parentConnectionId: fc.oneof(id('dxlag-'), id('dxcon-')),
    waitForAvailable: fc.constantFrom('true', 'false'),
    timeoutSeconds: fc.integer({ min: 1, max: MAX_TIMEOUT_SECONDS }).map(String),
  })
  .filter(({ connectionId, parentConnectionId }) => connectionId !== parentConnectionId);

test('300 good properties: none is refused, and the resource is named after its connection', () => {
  fc.assert(
    fc.property(goodProperties, (properties) => {
      const create = world.deliver(world.event('Create', { properties }));
      expect(create.PhysicalResourceId).toBe(`${properties.connectionId}/not-created/${create.RequestId}`);
      const physicalId = `${properties.connectionId}/${LAG_A}`;
      const update = world.deliver(world.event('Update', { properties, physicalId }));
      expect(update.PhysicalResourceId).toBe(physicalId);
    }),
    { numRuns: 300 },
  );
});

/** What is thrown, now or later; undefined where nothing is. */
async function failureOf(act: () => unknown): Promise<Error | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

test('300 events with anything in any of their members: an error or an answer, and nothing is moved', async () => {
  const members = [
    'RequestType',
    'RequestId',
    'StackId',
    'ResponseURL',
    'LogicalResourceId',
    'PhysicalResourceId',
    'ResourceProperties',
    'ReceivedAt',
    'More',
  ];
  const before = world.associateCalls();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...members), anything, async (member, value) => {
      const properties = { connectionId: 'dxcon-00000000' };
      const event = {
        ...world.event('Create', { properties }),
        [member]: value,
      };
      for (const act of [() => world.deliver(event), () => world.poll(event)] as (() => unknown)[]) {
        const error = await failureOf(act);
        if (error) expect(error.message).not.toBe('');
      }
    }),
    { numRuns: 300 },
  );
  expect(world.associateCalls()).toBe(before);
}, 60_000);

// Without the size fast-check makes some ten characters of it, and nothing is ever too large.
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3_000, size: 'max' }),
  fc.string({ maxLength: 300, size: 'max' }),
  fc.string(),
);
const connections: fc.Arbitrary<Connection> = fc.record(
  {
    connectionName: text,
    partnerName: text,
    location: text,
    vlan: fc.nat(4094),
    tags: fc.array(
      fc.record({
        key: fc.string({ unit: 'binary', maxLength: 128 }),
        value: fc.string({ unit: 'binary', maxLength: 256 }),
      }),
      { maxLength: 50, size: 'max' },
    ),
    macSecKeys: fc.array(fc.record({ secretARN: text, ckn: text, state: text }), { maxLength: 20 }),
  },
  { requiredKeys: [] },
);

/** The list has the first elements of the whole one, and says how many it leaves out. */
function expectFirstOf(list: string, whole: string): void {
  const all = JSON.parse(whole) as unknown[];
  // What is left when even no element has room is a text that is cut.
  if (!list.endsWith(']')) {
    expect(JSON.stringify([{ omitted: all.length }]).startsWith(list)).toBe(true);
    return;
  }
  const elements = JSON.parse(list) as unknown[];
  const kept = elements.slice(0, -1);
  expect(elements.at(-1)).toEqual({ omitted: all.length - kept.length });
  expect(kept).toEqual(all.slice(0, kept.length));
}

/** A shortened attribute with as much more of the whole one as its last shortening can have taken. */
function oneStepBack(list: boolean, shown: string, whole: string): string {
  if (!list) return firstCharacters(whole, 2 * Array.from(shown).length + 1);
  const all = JSON.parse(whole) as unknown[];
  if (!shown.endsWith(']')) {
    return firstCharacters(JSON.stringify([{ omitted: all.length }]), 2 * Array.from(shown).length + 1);
  }
  const kept = (JSON.parse(shown) as unknown[]).length;
  return JSON.stringify(kept === all.length ? all : [...all.slice(0, kept), { omitted: all.length - kept }]);
}

const firstCharacters = (text: string, count: number) => Array.from(text).slice(0, count).join('');

test('whatever Direct Connect says of a connection, the answer fits, and has every attribute', () => {
  const counts = { untouched: 0, texts: 0, lists: 0 };
  fc.assert(
    fc.property(connections, (connection) => {
      const envelope = {
        StackId: STACK_ID,
        RequestId: 'r'.repeat(36),
        LogicalResourceId: 'L'.repeat(255),
        PhysicalResourceId: `${CONNECTION}/${LAG_A}`,
      };
      const full = attributesOf(connection, { parentConnectionId: LAG_A, originalParentConnectionId: LAG_B });
      const { attributes, shortened } = fitToLimit(full, envelope);
      const lists = shortened.filter((name) => name === 'tags' || name === 'macSecKeys').length;
      counts.untouched += shortened.length === 0 ? 1 : 0;
      counts.lists += lists > 0 ? 1 : 0;
      counts.texts += shortened.length > lists ? 1 : 0;
      const body = { Status: 'SUCCESS', Reason: 'SUCCESS', ...envelope, Data: attributes };
      expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(CLOUDFORMATION_BYTES);
      expect(Object.keys(attributes).sort()).toEqual([...ATTRIBUTES].sort());
      expect(full).toMatchObject({ parentConnectionId: LAG_A, originalParentConnectionId: LAG_B });
      if (connection.connectionName !== undefined)
        expect(full.connectionName).toBe(connection.connectionName);
      if (connection.vlan !== undefined) expect(full.vlan).toBe(String(connection.vlan));
      if (Buffer.byteLength(JSON.stringify({ ...body, Data: full })) <= CLOUDFORMATION_BYTES) {
        expect(shortened).toEqual([]);
      }
      for (const name of ATTRIBUTES) {
        if (!shortened.includes(name)) expect(attributes[name]).toBe(full[name]);
        else expect(attributes[name]).not.toBe(full[name]);
        if (full[name] !== '') expect(attributes[name]).not.toBe('');
        if (!shortened.includes(name)) continue;
        if (name === 'tags' || name === 'macSecKeys') expectFirstOf(attributes[name], full[name]);
        else expect(full[name].startsWith(attributes[name])).toBe(true);
      }
      // No more is taken than has to be: with the last step undone it is too large.
      const undone = shortened.map((name) => {
        const isList = name === 'tags' || name === 'macSecKeys';
        const data = { ...attributes, [name]: oneStepBack(isList, attributes[name], full[name]) };
        return Buffer.byteLength(JSON.stringify({ ...body, Data: data }));
      });
      if (undone.length > 0) expect(Math.max(...undone)).toBeGreaterThan(CLOUDFORMATION_BYTES);
    }),
    // To shrink answers of this size takes minutes.
    { numRuns: 300, endOnFailure: true },
  );
  // All of it has happened.
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(5);
});

/** Whether it is the beginning of the message, and says that it goes on. Lone surrogates have no bytes of their own. */
function isCutOf(shown: string, message: string): boolean {
  const bytes = Buffer.from(shown.slice(0, -1));
  const isBeginning = Buffer.from(message).subarray(0, bytes.length).equals(bytes);
  return shown.endsWith('…') && bytes.length > 900 && isBeginning;
}

test('whatever an error says, what is shown of it fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12_000, size: 'max' }), (message) => {
      const shown = presentable(new Error(message));
      // As the framework shows it: with the name of the log group, and escaped.
      expect(Buffer.byteLength(shown.message)).toBeLessThanOrEqual(1_010);
      if (Buffer.byteLength(message) <= 1_000) expect(shown.message).toBe(message);
      else expect(isCutOf(shown.message, message)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('the largest event that is accepted is far below what Step Functions keeps of a failure', () => {
  const longest = {
    connectionId: `dxcon-${'a'.repeat(17)}`,
    parentConnectionId: `dxlag-${'a'.repeat(17)}`,
    originalParentConnectionId: `dxcon-${'b'.repeat(17)}`,
    timeoutSeconds: String(MAX_TIMEOUT_SECONDS),
  };
  const event = world.deliver(world.event('Create', { properties: longest, logicalId: 'L'.repeat(255) }));
  expect(JSON.stringify(JSON.stringify(event)).length).toBeLessThan(STEP_FUNCTIONS_CAUSE / 4);
});
