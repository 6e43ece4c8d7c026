import type { Connection } from '@aws-sdk/client-direct-connect';
import fc from 'fast-check';
import { attributesOf } from '../../lambda/association/attributes';
import { presentable } from '../../lambda/cloudformation/error-response';
import { fitToLimit } from '../../lambda/cloudformation/response-size';
import { ATTRIBUTES } from '../../lib/contract';
import { CONNECTION, LAG_A, STACK_ID, World } from './world';

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
  'waitForAvailable',
  'timeoutSeconds',
] as const;

const badProperties = fc
  .tuple(fc.constantFrom(...PROPERTIES), anything, fc.constantFrom('Create' as const, 'Update' as const))
  .filter(([property, value]) => !isGood(property, value));

function isGood(property: (typeof PROPERTIES)[number], value: unknown): boolean {
  if (property === 'originalParentConnectionId' && value === undefined) return true;
  if (property === 'waitForAvailable') return value === 'true' || value === 'false';
  if (property === 'timeoutSeconds')
    return (
      typeof value === 'string' && /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= 3540
    );
  return typeof value === 'string' && /^dx(con|lag)-[a-z0-9]{8,17}$/.test(value);
}

test('1,000 bad properties: each is named, and nothing is called', async () => {
  await fc.assert(
    fc.asyncProperty(badProperties, async ([property, value, type]) => {
      const event = world.event(type, { properties: { [property]: value } });
      expect(() => world.deliver(event)).toThrow(new RegExp(`^${property} is .*: expected `, 's'));
      await expect(world.poll(event)).rejects.toThrow(new RegExp(`^${property} is .*: expected `, 's'));
    }),
    { numRuns: 1_000 },
  );
  expect(world.simulator.calls).toEqual([]);
  expect(world.dynamoDb.calls).toEqual([]);
});

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
        const error = await Promise.resolve()
          .then(act)
          .then(
            () => undefined,
            (reason: unknown) => reason as Error,
          );
        if (error) expect(error.message).not.toBe('');
      }
    }),
    { numRuns: 300 },
  );
  expect(world.associateCalls()).toBe(before);
}, 60_000);

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 3_000 }), fc.string({ maxLength: 300 }));
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
      { maxLength: 50 },
    ),
    macSecKeys: fc.array(fc.record({ secretARN: text, ckn: text, state: text }), { maxLength: 20 }),
  },
  { requiredKeys: [] },
);

test('whatever Direct Connect says of a connection, the answer fits, and has every attribute', () => {
  fc.assert(
    fc.property(connections, (connection) => {
      const envelope = {
        StackId: STACK_ID,
        RequestId: 'r'.repeat(36),
        LogicalResourceId: 'L'.repeat(255),
        PhysicalResourceId: CONNECTION,
      };
      const { attributes } = fitToLimit(attributesOf(connection, LAG_A, LAG_A), envelope);
      const body = { Status: 'SUCCESS', Reason: 'SUCCESS', ...envelope, Data: attributes };
      expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(CLOUDFORMATION_BYTES);
      expect(Object.keys(attributes).sort()).toEqual([...ATTRIBUTES].sort());
      for (const list of [attributes.tags, attributes.macSecKeys]) if (list !== '') JSON.parse(list);
    }),
    { numRuns: 300 },
  );
});

test('whatever an error says, what is shown of it fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12_000, size: 'max' }), (message) => {
      const shown = presentable(new Error(message));
      // As the framework shows it: with the name of the log group, and escaped.
      expect(Buffer.byteLength(shown.message)).toBeLessThanOrEqual(1_010);
    }),
    { numRuns: 200 },
  );
});

test('the largest event that is accepted is far below what Step Functions keeps of a failure', () => {
  const longest = {
    connectionId: `dxcon-${'a'.repeat(17)}`,
    parentConnectionId: `dxlag-${'a'.repeat(17)}`,
    originalParentConnectionId: `dxcon-${'b'.repeat(17)}`,
    timeoutSeconds: '3540',
  };
  const event = world.deliver(world.event('Create', { properties: longest, logicalId: 'L'.repeat(255) }));
  expect(JSON.stringify(JSON.stringify(event)).length).toBeLessThan(STEP_FUNCTIONS_CAUSE / 4);
});
