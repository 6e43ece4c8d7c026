import { Partner } from './partner';
import { association } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const LAG = 'dxlag-aaaaaaaa';
const DESTROYED = 'dxcon-dest0001';
const NEIGHBOUR = 'dxcon-dest0002';
const UNDONE = 'dxcon-undo0001';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG],
  hosted: { [INTERCONNECT]: [DESTROYED, NEIGHBOUR, UNDONE] },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

/** The command in a failure's text, as one copies it. */
function wayBackIn(printed: string): string {
  const [command] =
    /aws directconnect associate-hosted-connection( --[a-z-]+ dx\w+-\w+)+/.exec(printed) ?? [];
  if (command === undefined) throw new Error(`expected the text to name a command, got:\n${printed}`);
  return command;
}

test('a delete that Direct Connect refuses: the CLI prints the way back, and the second destroy takes it', async () => {
  const stack = partner.stack('Destroyed');
  await stack.deploy(
    association('Acme', LAG, { connectionId: DESTROYED }),
    association('Bolt', LAG, { connectionId: NEIGHBOUR }),
  );

  partner.refuseMoveOf(DESTROYED, 'the interconnect is under maintenance');
  const { printed } = await stack.failToDestroy();
  expect(printed).toContain('the interconnect is under maintenance');
  expect(printed).toContain(
    `${DESTROYED} is on ${LAG}, and came from ${INTERCONNECT}. delete again, or bring it back by hand and then delete again: ` +
      `aws directconnect associate-hosted-connection --connection-id ${DESTROYED} --parent-connection-id ${INTERCONNECT}`,
  );
  expect(await stack.status()).toBe('DELETE_FAILED');
  expect(partner.parentOf(DESTROYED)).toBe(LAG);
  expect(partner.parentOf(NEIGHBOUR)).toBe(INTERCONNECT);

  // What CloudFormation has deleted all the same is not what this needs.
  await stack.destroy();
  expect(await stack.status()).toBeUndefined();
  expect(partner.parentOf(DESTROYED)).toBe(INTERCONNECT);
  expect(partner.callsFor(DESTROYED)).toEqual([LAG, INTERCONNECT, INTERCONNECT]);
  expect(partner.interruptionsOf(DESTROYED)).toBe(2);
  expect(partner.callsFor(NEIGHBOUR)).toEqual([LAG, INTERCONNECT]);
});

test('brought home by hand, as the message says: the second destroy finds it there, and moves nothing', async () => {
  const stack = partner.stack('Undone');
  await stack.deploy(association('Acme', LAG, { connectionId: UNDONE }));
  partner.refuseMoveOf(UNDONE, 'the interconnect is under maintenance');
  const { printed } = await stack.failToDestroy();
  await partner.shell(partner.aws.folder).run(wayBackIn(printed));
  expect(partner.parentOf(UNDONE)).toBe(INTERCONNECT);

  await stack.destroy();
  expect(await stack.status()).toBeUndefined();
  expect(partner.interruptionsOf(UNDONE)).toBe(2);
});
