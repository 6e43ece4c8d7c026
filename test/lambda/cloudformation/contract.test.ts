import { CLAIMS_TABLE_TYPE, PREFLIGHT_TYPE } from '../../../lib/contract';
import { IsCompleteEvent } from '../../../lambda/cloudformation/event';
import { HOME, LAG_A, OperationType, STACK_ID, World, onto } from '../world';

/** Resources of another version than the provider's, and of another account or region. */
let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const TYPES = ['Custom::HostedConnectionAssociation', PREFLIGHT_TYPE, CLAIMS_TABLE_TYPE];

/** An event with properties that every resource type takes. */
function eventOf(ResourceType: string, type: OperationType, contract: unknown): IsCompleteEvent {
  const event = world.event(type);
  const ResourceProperties = {
    ...event.ResourceProperties,
    targets: [{ parentConnectionId: 'dxlag-aaaaaaaa', connectionIds: ['dxcon-fg9607vm'] }],
    contract,
  };
  return { ...event, ResourceType, ResourceProperties };
}

const EXPECTED = 'expected "1", the version of the properties that the provider Provider serves; set it.';
const NEWER =
  'the provider Provider serves up to "1"; deploy the stack Provider with the newer version of cdk-hosted-connection-association first.';

const REFUSED: [contract: unknown, message: string][] = [
  [undefined, `contract is missing: ${EXPECTED}`],
  [null, `contract is null: ${EXPECTED}`],
  ['', `contract is "": ${EXPECTED}`],
  ['one', `contract is "one": ${EXPECTED}`],
  ['0', `contract is "0": ${EXPECTED}`],
  ['-1', `contract is "-1": ${EXPECTED}`],
  ['1.0', `contract is "1.0": ${EXPECTED}`],
  ['01', `contract is "01": ${EXPECTED}`],
  ['1 ', `contract is "1 ": ${EXPECTED}`],
  ['1\n', `contract is "1\\n": ${EXPECTED}`],
  ['9999999999', `contract is "9999999999": ${EXPECTED}`],
  [1, `contract is 1: ${EXPECTED}`],
  [['1'], `contract is ["1"]: ${EXPECTED}`],
  [{ Ref: 'Contract' }, `contract is {"Ref":"Contract"}: ${EXPECTED}`],
  ['2', `contract is "2": ${NEWER}`],
  ['999999999', `contract is "999999999": ${NEWER}`],
];

describe.each(TYPES)('%s', (resourceType) => {
  test.each(REFUSED)(
    'of contract %j is not created or updated, and nothing is called',
    (contract, message) => {
      for (const type of ['Create', 'Update'] as const) {
        const deliver = () => world.deliver(eventOf(resourceType, type, contract));
        expect(deliver).toThrow(`${message} nothing was moved`);
      }
      expect(world.simulator.calls).toEqual([]);
      expect(world.dynamoDb.calls).toEqual([]);
    },
  );

  test.each(REFUSED)('of contract %j is deleted all the same', (contract) => {
    expect(world.deliver(eventOf(resourceType, 'Delete', contract))).toMatchObject({
      PhysicalResourceId: expect.any(String),
      ReceivedAt: world.time,
    });
  });

  test('of contract 1 is served', () => {
    for (const type of ['Create', 'Update'] as const)
      expect(() => world.deliver(eventOf(resourceType, type, '1'))).not.toThrow();
  });

  test.each([
    ['another account', STACK_ID.replace('111122223333', '444455556666'), '444455556666 in us-east-1'],
    ['another region', STACK_ID.replace('us-east-1', 'eu-west-1'), '111122223333 in eu-west-1'],
  ])('of a stack of %s is refused, also its delete', (_, StackId, place) => {
    for (const type of ['Create', 'Update', 'Delete'] as const) {
      const deliver = () => world.deliver({ ...eventOf(resourceType, type, '1'), StackId });
      expect(deliver).toThrow(
        `the stack Partner is of account ${place}: expected one of account 111122223333 in us-east-1, where its provider Provider is; use a provider of the stack's own account and region. nothing was moved`,
      );
    }
    expect(world.dynamoDb.calls).toEqual([]);
  });

  test.each(['Partner', '', 'arn:aws:s3:::bucket'])('of a stack whose id is %j is refused', (StackId) => {
    const deliver = () => world.deliver({ ...eventOf(resourceType, 'Create', '1'), StackId });
    expect(deliver).toThrow(/^the stack .* is of account .* in .*: expected one of account 111122223333/);
  });
});

test('the delete of a newer resource brings its connection home', async () => {
  await world.run('Create');
  world.time += 60_000;
  await world.run('Delete', { properties: { contract: '7' } });
  expect(world.parent()).toBe(HOME);
});

test('an update that was refused, and its rollback, leave everything as it was', async () => {
  await world.run('Create');
  world.time += 60_000;
  const before = world.claim();
  expect(() => world.begin('Update', { properties: { contract: '2' } })).toThrow(NEWER);
  expect(world.claim()).toEqual(before);
  await world.run('Update', onto(LAG_A));
  expect(world.parent()).toBe(LAG_A);
});
