import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { isGoneFromCloudFormation } from '../../../lambda/cloudformation/owner';
import {
  isDeployment,
  isRemoval,
  isRollback,
  stackStatuses,
} from '../../../lambda/cloudformation/stack-status';
import { Requeue } from '../../../lambda/outcome';
import { accessDenied } from '../../../simulator';
import { FakeCloudFormation } from '../../fakes/cloud-formation';
import { LOGICAL_ID, STACK_ID } from '../world';

/* What is asked of CloudFormation besides the guard: of the owner of a claim, and of a stack as a whole. */

let cloudFormation: FakeCloudFormation;
let client: CloudFormationClient;
const { signal } = new AbortController();

beforeEach(async () => {
  cloudFormation = new FakeCloudFormation();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = await cloudFormation.start();
  client = new CloudFormationClient({ region: 'us-east-1', credentials, endpoint, maxAttempts: 1 });
});

afterEach(async () => {
  client.destroy();
  await cloudFormation.stop();
});

const OWNER = { stackId: STACK_ID, logicalResourceId: LOGICAL_ID };
const isGone = () => isGoneFromCloudFormation(client, OWNER, signal);

test.each([
  ['DELETE_COMPLETE', true],
  ['DELETE_SKIPPED', true],
  ['DELETE_FAILED', false],
  ['DELETE_IN_PROGRESS', false],
  ['CREATE_FAILED', false],
  ['UPDATE_COMPLETE', false],
])('whether an owner that is %s is gone: %s', async (status, expected) => {
  cloudFormation.setResource(STACK_ID, LOGICAL_ID, { status });
  expect(await isGone()).toBe(expected);
});

test('an owner that does not exist is gone', async () => {
  expect(await isGone()).toBe(true);
});

test('of an owner nothing is concluded without an answer', async () => {
  cloudFormation.faults.arm({ operation: 'DescribeStackResource', fault: accessDenied(), times: 2 });
  await expect(isGone()).rejects.toThrow(Requeue);
  await expect(isGone()).rejects.toThrow(
    /^could not ask cloudformation whether HostedConnectionAssociationDxconFg9607vm of the stack Partner still exists \(AccessDenied.*\); if that is denied, allow cloudformation:DescribeStackResource, or set takeOver$/,
  );
});

test.each([
  ['ROLLBACK_IN_PROGRESS', true, false],
  ['UPDATE_ROLLBACK_IN_PROGRESS', true, false],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', true, false],
  ['CREATE_IN_PROGRESS', false, true],
  ['UPDATE_IN_PROGRESS', false, true],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false, false],
  ['UPDATE_ROLLBACK_FAILED', false, false],
  ['ROLLBACK_COMPLETE', false, false],
  ['DELETE_IN_PROGRESS', false, false],
])('a stack that is %s: rollback %s, deployment %s', async (given, isBack, isForth) => {
  cloudFormation.setStack(STACK_ID, given);
  const statuses = await stackStatuses(client, STACK_ID, signal);
  expect([isRollback(statuses), isDeployment(statuses)]).toEqual([isBack, isForth]);
});

test('of a stack nothing is concluded without an answer', async () => {
  cloudFormation.faults.arm({ operation: 'DescribeStacks', fault: accessDenied(), times: 2 });
  const asking = () => stackStatuses(client, STACK_ID, signal);
  await expect(asking()).rejects.toThrow(Requeue);
  await expect(asking()).rejects.toThrow(
    /^could not ask cloudformation what is being done to the stack \(AccessDenied.*\); if that is denied, allow cloudformation:DescribeStacks$/,
  );
});

test.each([
  [['DELETE_IN_PROGRESS'], true, true],
  [['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'], false, true],
  [['DELETE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'], false, true],
  [['DELETE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'], false, false],
])('%j is a removal: %s; if it may be a clean-up: %s', (statuses, whole, cleanUp) => {
  const removals = [false, true].map((mayBeCleanUp) => isRemoval(statuses, { mayBeCleanUp }));
  expect(removals).toEqual([whole, cleanUp]);
});
