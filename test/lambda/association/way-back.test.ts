import { UNTOLD_SECONDS } from '../../../lib/timing';
import { accessDenied, refused, serverError } from '../../../simulator';
import { EventOptions, World } from '../world';
import { CONNECTION, HOME, LAG_A, LAG_B, LAG_C, LOGICAL_ID, OTHER_INTERCONNECT, TABLE } from '../world';

/** Every failure of a delete says what to do by hand, in the bytes that CloudFormation keeps of it. */
let world: World;

beforeEach(async () => {
  world = await World.start();
  await world.run('Create');
  world.time += 120_000;
});

afterEach(async () => {
  await world.stop();
});

const ON_LAG_A = `${CONNECTION} is on ${LAG_A}, and came from ${HOME}. `;
const ON_LAG_A_AS_KNOWN = `${CONNECTION} is on ${LAG_A}, as far as is known, and came from ${HOME}. `;
const ON_UNKNOWN = `${CONNECTION} is on a parent that is not known, and came from ${HOME}. `;

const NO_WAY_BACK = `to leave it there, delete its stack with this resource retained, if that is being deleted (delete-stack --retain-resources ${LOGICAL_ID}); to put it elsewhere, set originalParentConnectionId to that parent in its claim in the table of the provider's stack, and delete again`;

const call = (home: string) =>
  `delete again, or bring it back by hand and then delete again: aws directconnect associate-hosted-connection --connection-id ${CONNECTION} --parent-connection-id ${home}`;

interface Failure {
  readonly name: string;
  readonly arrange: (of: World) => void;
  readonly options?: EventOptions;
  readonly reason: string;
  readonly where: string;
  readonly toDo?: string;
}

const DENIED = { fault: accessDenied(), times: 10_000 };

const FAILURES: readonly Failure[] = [
  {
    name: 'Direct Connect refuses the move',
    arrange: ({ simulator }) =>
      simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('IP address conflict') }),
    reason: `direct connect refused the Delete of ${CONNECTION}: DirectConnectClientException: IP address conflict. `,
    where: ON_LAG_A,
  },
  {
    name: 'Direct Connect refuses the move, in many words',
    arrange: ({ simulator }) =>
      simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('x'.repeat(5_000)) }),
    reason: `direct connect refused the Delete of ${CONNECTION}: DirectConnectClientException: xxx`,
    where: `xxx…. ${ON_LAG_A}`,
  },
  {
    name: 'Direct Connect refuses the move, in many words of many bytes',
    arrange: ({ simulator }) =>
      simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('接続'.repeat(1_000)) }),
    reason: `direct connect refused the Delete of ${CONNECTION}: DirectConnectClientException: 接続`,
    where: `…. ${ON_LAG_A}`,
  },
  {
    name: 'the VLAN is in use at home until the timeout',
    arrange: ({ simulator }) =>
      simulator.addHostedConnection(HOME, { connectionId: 'dxcon-cc000001', vlan: 101 }),
    reason: `Delete of ${CONNECTION} did not complete in 400 seconds: ${CONNECTION} cannot be moved to ${HOME}: vlan 101 is in use there by dxcon-cc000001. `,
    where: ON_LAG_A,
  },
  {
    name: 'the move is denied',
    arrange: ({ simulator }) => simulator.arm({ operation: 'AssociateHostedConnection', ...DENIED }),
    reason: 'AccessDeniedException: User is not authorized to perform',
    where: ON_LAG_A,
  },
  {
    name: 'the lists are denied',
    arrange: ({ simulator }) => simulator.arm({ operation: 'DescribeHostedConnections', ...DENIED }),
    reason: 'AccessDeniedException: User is not authorized to perform',
    where: ON_LAG_A_AS_KNOWN,
  },
  {
    name: 'the table is denied',
    arrange: ({ dynamoDb }) => dynamoDb.faults.arm({ operation: 'GetItem', ...DENIED }),
    reason: 'AccessDeniedException',
    where: ON_UNKNOWN,
  },
  {
    name: 'the table does not let anything be written',
    arrange: ({ dynamoDb }) => dynamoDb.faults.arm({ operation: 'PutItem', ...DENIED }),
    reason: 'AccessDeniedException',
    where: ON_LAG_A,
  },
  {
    name: 'the table is gone',
    arrange: ({ dynamoDb }) => dynamoDb.call('DeleteTable', { TableName: TABLE }),
    reason: `Delete of ${CONNECTION} did not complete in 400 seconds: ResourceNotFoundException`,
    where: ON_UNKNOWN,
  },
  {
    name: 'CloudFormation does not answer',
    arrange: ({ cloudFormation }) =>
      cloudFormation.faults.arm({ operation: 'DescribeStackResource', ...DENIED }),
    reason: `Delete of ${CONNECTION} did not complete in 400 seconds: could not ask cloudformation whether it still waits for this operation`,
    where: ON_LAG_A_AS_KNOWN,
  },
  {
    name: 'CloudFormation does not say whether the stack is rolling back',
    arrange: (of) => {
      of.editClaim({ originalParentConnectionId: LAG_C });
      of.cloudFormation.faults.arm({ operation: 'DescribeStacks', ...DENIED });
    },
    reason: `could not ask cloudformation what is being done to the stack`,
    where: `${CONNECTION} is on ${LAG_A}, as far as is known, and came from ${LAG_C}. `,
    toDo: call(LAG_C),
  },
  {
    name: 'the interconnects and LAGs are denied',
    arrange: ({ simulator }) => simulator.arm({ operation: 'DescribeLags', ...DENIED }),
    reason: 'AccessDeniedException: User is not authorized to perform',
    where: ON_LAG_A,
  },
  {
    name: 'home is being deleted',
    arrange: ({ simulator }) => simulator.setParentState(HOME, 'deleting'),
    reason: `${CONNECTION} cannot be put back to ${HOME}, where it came from: it is being deleted. `,
    where: `it is still on ${LAG_A}. `,
    toDo: NO_WAY_BACK,
  },
  {
    name: 'home is gone',
    arrange: ({ simulator }) => simulator.removeParent(HOME),
    reason: `${CONNECTION} cannot be put back to ${HOME}, where it came from: it does not exist any more. `,
    where: `it is still on ${LAG_A}. `,
    toDo: NO_WAY_BACK,
  },
  {
    name: 'the claim is lost, and home is gone',
    arrange: ({ simulator, dynamoDb }) => {
      dynamoDb.removeItem(CONNECTION);
      simulator.removeParent(HOME);
    },
    reason: `${CONNECTION} cannot be put back to ${HOME}, where it came from: it does not exist any more. `,
    where: `it is still on ${LAG_A}. `,
    toDo: `(delete-stack --retain-resources ${LOGICAL_ID})`,
  },
  {
    name: 'a create seems to be newer, and CloudFormation does not answer',
    arrange: (of) => {
      const { operation } = of.claim() as { readonly operation: object };
      const later = { requestId: 'later', issuedAt: of.time + 5_000, receivedAt: of.time };
      of.editClaim({ operation: { ...operation, ...later } });
      of.cloudFormation.faults.arm({ operation: 'DescribeStackResource', ...DENIED });
    },
    reason: `Delete of ${CONNECTION} did not complete in 400 seconds: could not ask cloudformation whether it still waits for this operation`,
    where: ON_LAG_A_AS_KNOWN,
  },
  {
    name: 'the connection is being deleted, and never is',
    arrange: ({ simulator }) => simulator.setState(CONNECTION, 'deleting'),
    reason: `${CONNECTION} is being deleted. `,
    where: ON_LAG_A,
  },
  {
    name: 'the connection is home, and does not settle',
    arrange: (of) => {
      of.editClaim({ phase: 'moving', movedTo: [LAG_A, HOME] });
      of.simulator.moveByHand(CONNECTION, HOME);
      of.simulator.setState(CONNECTION, 'pending');
    },
    reason: `${CONNECTION} is on ${HOME}, and its connectionState is pending. `,
    where: `${CONNECTION} is on ${HOME}, and came from ${HOME}: `,
    toDo: 'delete again',
  },
  {
    name: 'the claim is malformed',
    arrange: (of) => of.editClaim({ phase: 'parked' }),
    reason: `has the phase "parked": expected claimed, moving, accepted, settled or released`,
    where: ON_UNKNOWN,
  },
  {
    name: 'the claim is of a newer format',
    arrange: (of) => of.editClaim({ format: 9 }),
    reason: `has format 9: this version of the provider reads up to 1`,
    where: ON_UNKNOWN,
  },
  {
    name: 'the claim is lost, and the connection on a third parent',
    arrange: ({ simulator, dynamoDb }) => {
      dynamoDb.removeItem(CONNECTION);
      simulator.moveByHand(CONNECTION, LAG_B);
    },
    reason: `${CONNECTION} has no claim any more, and is on ${LAG_B}`,
    where: `${CONNECTION} is on ${LAG_B}, and came from ${HOME}. `,
  },
  {
    name: 'the lists fail all the time',
    arrange: ({ simulator }) =>
      simulator.arm({ operation: 'DescribeHostedConnections', fault: serverError(), times: 10_000 }),
    reason: `Delete of ${CONNECTION} did not complete in 400 seconds: `,
    where: ON_LAG_A_AS_KNOWN,
  },
  {
    name: 'the move back is accepted, and never shows',
    arrange: ({ simulator }) =>
      simulator.arm({
        operation: 'AssociateHostedConnection',
        fault: { kind: 'lostRequest' },
        times: 10_000,
      }),
    reason: `Delete of ${CONNECTION} did not complete in 400 seconds: `,
    where: `${CONNECTION} is on `,
  },
];

async function failureOf({ properties, ...options }: EventOptions = {}): Promise<string> {
  const soon = { ...options, properties: { timeoutSeconds: '400', ...properties } };
  return world.run('Delete', soon).then(
    () => 'it succeeded',
    (error: unknown) => (error as Error).message,
  );
}

test.each(FAILURES)(
  'a delete that fails because $name says where the connection is, where it came from, and what to do',
  async ({ arrange, options, reason, where, toDo = call(HOME) }) => {
    arrange(world);
    const message = await failureOf(options);
    expect(message).toContain(reason);
    expect(message).toContain(where);
    expect(message.endsWith(toDo)).toBe(true);
    expect(message.split('associate-hosted-connection').length).toBeLessThanOrEqual(2);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(1_000);
  },
);

test.each<[string, (of: World) => void]>([
  ['there is no claim', (of) => of.dynamoDb.removeItem(CONNECTION)],
  ['the claim is released', () => undefined],
])('a delete that has nothing to put back speaks of no way back: %s', async (_, arrange) => {
  await world.run('Delete');
  arrange(world);
  world.time += 60_000;
  world.cloudFormation.faults.arm({ operation: 'DescribeStackResource', ...DENIED });
  const message = await failureOf({ physicalId: 'invented-by-cloudformation' });
  expect(message).toContain('could not ask cloudformation whether it still waits for this operation');
  expect(message).not.toContain('came from');
  expect(message).not.toContain('is not to be put back');
});

test('a delete that cannot note that somebody has put the connection elsewhere says where it is', async () => {
  world.simulator.moveByHand(CONNECTION, LAG_B);
  world.time += 600_000;
  world.dynamoDb.faults.arm({ operation: 'PutItem', ...DENIED });
  expect(await failureOf()).toContain(
    `. somebody else, who has put it there, has ${CONNECTION} on ${LAG_B}, so it is not to be put back: delete again`,
  );
});

test('the delete of a try that cannot note it says that a later one has the connection', async () => {
  await world.run('Update');
  world.time += 60_000;
  world.dynamoDb.faults.arm({ operation: 'PutItem', ...DENIED });
  expect(await failureOf({ physicalId: 'invented-by-cloudformation' })).toContain(
    `. ${LOGICAL_ID} of the stack Partner has ${CONNECTION}, so it is not to be put back: delete again`,
  );
});

test('the longest ids leave room for the call', async () => {
  const [connectionId, home, target] = [`dxcon-${'c'.repeat(17)}`, `dxcon-${'h'.repeat(17)}`, LAG_A];
  await world.stop();
  const { inventory } = await import('../../../simulator');
  const hosted = { [home]: [{ connectionId, vlan: 7 }] };
  world = await World.start({ inventory: inventory({ interconnects: [home], lags: [target], hosted }) });
  const properties = { connectionId };
  await world.run('Create', { properties });
  world.time += 120_000;
  const fault = refused('é'.repeat(5_000));
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault });
  const message = await failureOf({ properties, physicalId: world.physicalId });
  expect(message.endsWith(`--connection-id ${connectionId} --parent-connection-id ${home}`)).toBe(true);
  expect(message).not.toContain('\uFFFD');
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(1_000);
});

test('the failure of an undoing names where the create had found the connection', async () => {
  const options = { properties: { originalParentConnectionId: OTHER_INTERCONNECT }, logicalId: 'Second' };
  world.forget();
  world.time += UNTOLD_SECONDS * 1000;
  const create = world.begin('Create', { ...options, properties: { parentConnectionId: LAG_B } });
  await world.poll(create);
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('no') });
  const message = await failureOf({ ...options, physicalId: create.PhysicalResourceId });
  expect(message).toContain(`${CONNECTION} is on ${LAG_B}, and came from ${LAG_A}. `);
  expect(message.endsWith(call(LAG_A))).toBe(true);
});

test('row 14: where the create that is undone has found the connection is gone: the claim can be corrected', async () => {
  world.simulator.removeParent(HOME);
  const made = { physicalId: 'invented-by-cloudformation' };
  expect(await failureOf(made)).toContain(
    'set before.parentConnectionId to that parent in its claim in the table',
  );
  const { before } = world.claim() as { readonly before: object };
  world.editClaim({ before: { ...before, parentConnectionId: LAG_C } });
  world.time += 60_000;
  await world.run('Delete', made);
  expect(world.parent()).toBe(LAG_C);
});

test('after the call by hand the delete succeeds', async () => {
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('no') });
  expect(await failureOf()).toContain(call(HOME));
  world.simulator.moveByHand(CONNECTION, HOME);
  world.time += 60_000;
  await world.run('Delete');
  expect(world.parent()).toBe(HOME);
  expect(world.claim()).toMatchObject({ phase: 'released' });
});

test('a create that fails does not speak of a way back', async () => {
  world.forget();
  world.simulator.arm({ operation: 'AssociateHostedConnection', fault: refused('no') });
  await expect(
    world.run('Create', { logicalId: 'Second', properties: { parentConnectionId: LAG_B } }),
  ).rejects.toThrow(/^direct connect refused the Create of dxcon-fg9607vm: \S+ no$/);
});
