const { basename } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = [
  'acceptance.test.ts',
  'acceptance-refused.test.ts',
  'failed-clean-up.test.ts',
  'migration.test.ts',
  'unknown-connection.test.ts',
  'refused-delete.test.ts',
];

/** The files that wait for minutes come first: whatever else there is runs beside them. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => (LONGEST.includes(basename(path)) ? 0 : 1);
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
