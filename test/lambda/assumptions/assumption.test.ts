import { ASSUMPTIONS, Assumption } from '../../../lambda/assumptions/assumption';
import type { IsCompleteEvent } from '../../../lambda/cloudformation/event';
import { Seen, inSeconds, noticing } from '../../../lambda/assumptions/notice';
import type { Decision } from '../../../lambda/log';
import { CONNECTION } from '../world';

/** What the log says was expected, and within how many seconds: who reads it has nothing else. */
const EXPECTED: Readonly<Record<Assumption, readonly [expected: string, seconds?: number]>> = {
  'move-shown': ['lists show a move within 210 seconds', 210],
  'move-stays-shown': ['lists that have shown a move go back behind it for 210 seconds at most', 210],
  'shown-where-it-was': ['lists that are late show a connection where it has been'],
  'lost-call-shown': [
    'a call whose answer was lost is carried out, and lists show it, within 330 seconds',
    330,
  ],
  'readings-agree': ['lists agree 330 seconds after a call'],
  'seen-again': ['in the middle of a move a connection is listed nowhere for less than 240 seconds', 240],
  'on-one-parent': ['two parents list a connection only in the middle of a move'],
  'refused-not-moved': ['a move that is refused is not carried out'],
  'in-transition': ['such a refusal has the word "transition" in its text, and passes'],
  'move-answer': ['the answer names the connection, and the LAG that it is on now'],
  'lag-id': ['what a LAG lists is on that LAG'],
  'connection-state': ['a connection has one of the documented states'],
  'state-after-move': ['a move ends with the state that the connection had before'],
  'parent-state': ['an interconnect or a LAG has one of the documented states'],
  'error-name': ['a refusal has a name that the handler knows'],
  'page-token': ['each page of a list has a token of its own'],
  'resource-status': ['what cloudformation says agrees with its event after 60 seconds', 60],
  'resource-exists': ['cloudformation knows the resource that it updates'],
  'signing-order': ['the clocks of those who sign are 10 seconds apart at most', 10],
  clocks: ['those who sign are ahead of the handler by 10 seconds at most', 10],
  'event-time': ['an event arrives within 10 seconds after it was signed', 10],
  'response-url': ['it says when it was signed, and is valid for 7200 seconds'],
  'physical-id': ['it is ours, or <stack name>-<logical id>-<suffix>'],
  'request-id': ['an operation of its own has a RequestId of its own'],
  'delivered-once': ['an event is delivered once'],
};

const NAMES = Object.keys(ASSUMPTIONS) as Assumption[];

function lineOf(name: Assumption, seen: Seen): Decision | undefined {
  const lines: Decision[] = [];
  const event = { RequestId: 'one', ResourceProperties: { connectionId: CONNECTION } };
  noticing((line) => lines.push(line), event as unknown as IsCompleteEvent)(name, seen);
  return lines[0];
}

test.each(NAMES)('%s: the line says what was expected, in how much time, and whether it was so', (name) => {
  const [expected, within] = EXPECTED[name];
  expect(lineOf(name, { text: 'so it was' })).toEqual({
    decision: `assumption: so it was; expected: ${expected}`,
    assumption: name,
    result: 'broken',
    connection: CONNECTION,
    requestId: 'one',
  });
  expect(lineOf(name, { text: 'so it was', held: true, value: 'seen' })).toMatchObject({
    decision: 'assumption: so it was',
    result: 'held',
    seen: 'seen',
  });
  // What is no matter of time is not so in no time either.
  const ms = (within ?? 0) * 1000;
  expect(lineOf(name, { text: 'so it was', ms })?.result).toBe(within === undefined ? 'broken' : 'held');
  expect(lineOf(name, { text: 'so it was', ms: ms + 1 })?.result).toBe('broken');
  expect(lineOf(name, { text: 'so it was', ms, held: false })?.result).toBe('broken');
});

test('what was measured is told in whole seconds', () => {
  expect([499, 500, 59_499].map(inSeconds)).toEqual([0, 1, 59]);
  expect(lineOf('clocks', { text: 'ahead', ms: 7_499 })?.seconds).toBe(7);
});
