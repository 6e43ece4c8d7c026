import { readArguments } from '../../../tools/acceptance/arguments';

const CONNECTION = 'dxcon-fg9607vm';
const LAG = 'dxlag-fhccu14t';
const GOOD = ['--connection', CONNECTION, '--to', LAG];

test('a connection and a parent are enough; nothing that may interrupt is done without being asked for', () => {
  expect(readArguments(GOOD)).toEqual({
    connection: CONNECTION,
    to: LAG,
    also: undefined,
    askPresentParent: false,
    report: undefined,
    yes: false,
  });
});

test('all that can be given', () => {
  const more = ['--also', 'dxcon-ffabc123', '--ask-present-parent', '--report', 'seen.json', '--yes'];
  expect(readArguments([...GOOD, ...more])).toMatchObject({
    also: 'dxcon-ffabc123',
    askPresentParent: true,
    report: 'seen.json',
    yes: true,
  });
});

test.each([
  [['--to', LAG], "--connection is '', expected the id of a hosted connection"],
  [['--connection', LAG, '--to', LAG], `--connection is '${LAG}'`],
  [
    ['--connection', CONNECTION],
    "--to is '', expected the id of an interconnect (dxcon-…) or a LAG (dxlag-…)",
  ],
  [[...GOOD, '--also', 'dxvif-11111111'], "--also is 'dxvif-11111111'"],
  [
    ['--connection', CONNECTION, '--to', CONNECTION],
    `${CONNECTION} is named as a connection and as a parent`,
  ],
  [[...GOOD, '--also', CONNECTION], `${CONNECTION} is named as a connection and as a parent`],
  [[...GOOD, '--also', LAG], `--to and --also are both ${LAG}`],
  [[...GOOD, '--force'], "Unknown option '--force'"],
])('%j is refused', (args, text) => {
  expect(() => readArguments(args)).toThrow(text);
});
