import { PREFLIGHT_TYPE } from '../../lib/contract';
import type { IsCompleteEvent } from '../../lambda/cloudformation/event';
import { Decision, connectionIn, logEvent, logToConsole } from '../../lambda/log';
import { CONNECTION } from './world';

function lineOf(event: object): Decision | undefined {
  const lines: Decision[] = [];
  const given = { RequestId: 'one', LogicalResourceId: 'Migration', ...event } as unknown as IsCompleteEvent;
  logEvent((decision) => lines.push(decision), given, 'looked', { row: 7 });
  return lines[0];
}

test('a line of an association is about its connection, and says what the decision has besides', () => {
  expect(lineOf({ ResourceProperties: { connectionId: CONNECTION } })).toEqual({
    decision: 'looked',
    connection: CONNECTION,
    requestId: 'one',
    row: 7,
  });
});

test('a line of a preflight is about its migration', () => {
  const ResourceProperties = { connectionId: CONNECTION };
  expect(lineOf({ ResourceType: PREFLIGHT_TYPE, ResourceProperties })?.connection).toBe('Migration');
});

test.each([
  [undefined, 'missing'],
  [null, 'missing'],
  [{}, 'missing'],
  [{ connectionId: 7 }, '7'],
  [{ connectionId: { Ref: 'X' } }, '{"Ref":"X"}'],
  [{ connectionId: '' }, ''],
])('what stands in the place of a connection is shown as it is: %j', (properties, expected) => {
  expect(connectionIn(properties)).toBe(expected);
});

test('a decision is one line of JSON', () => {
  const log = jest.spyOn(console, 'log').mockImplementation();
  const decision = { decision: 'a\nb', connection: CONNECTION, requestId: 'one' };
  logToConsole(decision);
  const lines = log.mock.calls;
  log.mockRestore();
  expect(lines).toEqual([[JSON.stringify(decision)]]);
});
