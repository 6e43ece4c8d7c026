import { duration } from '../../cli/output/duration';

test.each([
  [-1, '0 s'],
  [0.4, '0 s'],
  [119.4, '119 s'],
  [119.6, '2 min 0 s'],
  [599, '9 min 59 s'],
  [600, '10 min'],
  [7199, '119 min'],
  [7200, '2 h 0 min'],
  [9059, '2 h 30 min'],
])('%s seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
