const unit = require('./jest.config.cjs');

/** The tests that drive the real `cdk` CLI. Each file has a local AWS and a simulator of its own. */
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  roots: ['<rootDir>/test/e2e'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
  testSequencer: '<rootDir>/test/e2e/longest-first.cjs',
  // They wait for the CLI most of the time, and it needs a core when they do not. An emulator of the user's own has
  // one port for Direct Connect, and so one simulator at a time.
  maxWorkers: process.env.AWS_ENDPOINT_URL ? 1 : 4,
};
