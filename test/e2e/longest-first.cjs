const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = 'unknown-connection.test.ts';

/** The file that waits for two minutes comes first: whatever else there is runs beside it. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => (path.endsWith(LONGEST) ? 0 : 1);
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
