import type { Connection } from '@aws-sdk/client-direct-connect';
import { refused } from '../../simulator';
import { attributesOf } from '../../lambda/association/attributes';
import { answerBytes, fitToLimit } from '../../lambda/cloudformation/response-size';
import { ATTRIBUTES } from '../../lib/contract';
import { CONNECTION, HOME, LAG_A, LAG_B, World, onto } from './world';

/* What users have reported of other tools that move or read hosted connections, and does not happen here. */

let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

/** Direct Connect refuses the next move with this text. */
function refuseMove(message: string): void {
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: refused(message) });
}

test('terraform-provider-aws #43499: the list of a hosted connection’s own id is never asked for', async () => {
  await world.run('Create');
  const listed = world.simulator.calls
    .filter(({ operation }) => operation === 'DescribeHostedConnections')
    .map(({ input }) => (input as { connectionId?: string }).connectionId);
  expect(listed.length).toBeGreaterThan(0);
  expect(listed).not.toContain(CONNECTION);
});

test('terraform-provider-aws #25912: a parent that is none is named, and nothing is moved', async () => {
  await expect(world.run('Create', onto('dxcon-bb000001'))).rejects.toThrow(
    'this account has no such interconnect or LAG in this region',
  );
  expect(world.associateCalls()).toBe(0);
});

test.each([
  ['terraform-provider-aws #2360', `Connection ${CONNECTION} is in a transitioning state.`],
  ['terraform-provider-aws #3212', 'The connection is in transition'],
])('%s: a transitioning connection is waited for', async (_, message) => {
  refuseMove(message);
  await world.run('Create');
  expect(world.parent()).toBe(LAG_A);
});

test('terraform-provider-aws #26565: a connection that is down is where it should be', async () => {
  world.simulator.setState(CONNECTION, 'down');
  const attributes = await world.run('Create');
  expect(attributes).toMatchObject({ connectionState: 'down', parentConnectionId: LAG_A });
});

test.each([
  [
    'terraform-provider-aws #47663',
    'MACsec is required on the parent, and the connection does not support it',
  ],
  ['terraform-provider-aws #36693', 'The encryption mode must_encrypt is not supported here'],
])('%s: a refusal because of MACsec fails at once, with its text, and is undone', async (_, message) => {
  refuseMove(message);
  const started = world.time;
  await expect(world.run('Create')).rejects.toThrow(message);
  expect(world.time - started).toBeLessThan(60_000);
  expect(world.parent()).toBe(HOME);
});

test('terraform-provider-aws #31480: members that are null or new are as good as none', () => {
  const odd = {
    connectionId: CONNECTION,
    vlan: null,
    tags: null,
    macSecKeys: null,
    jumboFrameCapable: null,
    billingMode: 'PAY_AS_YOU_GO',
    rateLimiterStatus: { state: 'new' },
  } as unknown as Connection;
  const attributes = attributesOf(odd, { parentConnectionId: LAG_A, originalParentConnectionId: HOME });
  expect(Object.keys(attributes).sort()).toEqual([...ATTRIBUTES].sort());
  expect(attributes).toMatchObject({ vlan: '', tags: '', macSecKeys: '', jumboFrameCapable: '' });
});

test('terraform-provider-equinix #638: another id behind a token is refused before anything moves', async () => {
  await world.run('Create');
  const calls = world.associateCalls();
  expect(() => world.begin('Update', { properties: { connectionId: 'dxcon-bb000001' } })).toThrow(
    `expected ${CONNECTION}, which this association was created for`,
  );
  expect(world.associateCalls()).toBe(calls);
});

test('terraform-provider-equinix #638: a change of another property interrupts nobody', async () => {
  await world.run('Create');
  await world.run('Update', { properties: { timeoutSeconds: '900', waitForAvailable: 'true' } });
  expect(world.associateCalls()).toBe(1);
});

test('cloudformation-coverage-roadmap #1814: a delete with an id that CloudFormation made up moves nothing', async () => {
  await world.run('Delete', { physicalId: 'Partner-HostedConnectionAssociationDxconFg9607vm-1A2B3C4D5E6F' });
  expect(world.associateCalls()).toBe(0);
  expect(world.parent()).toBe(HOME);
});

test('aws-cdk #28577, #2825, #28498: an answer is at most 4,096 bytes, whatever is in the tags', () => {
  const tags = Array.from({ length: 50 }, (_, index) => ({ key: `key-${index}`, value: 'x'.repeat(256) }));
  const attributes = attributesOf(
    { connectionId: CONNECTION, tags },
    { parentConnectionId: LAG_B, originalParentConnectionId: HOME },
  );
  const envelope = {
    StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Partner/5f2b',
    RequestId: 'one',
    LogicalResourceId: 'Acme',
    PhysicalResourceId: `${CONNECTION}/${HOME}`,
  };
  const fitted = fitToLimit(attributes, envelope);
  expect(answerBytes(fitted.attributes, envelope)).toBeLessThanOrEqual(4096);
  expect(Object.keys(fitted.attributes).sort()).toEqual([...ATTRIBUTES].sort());
});
