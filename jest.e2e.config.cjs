const unit = require('./jest.config.cjs');

/** The tests that drive the real `cdk` CLI. Each file has a local AWS and a simulator of its own. */
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  roots: ['<rootDir>/test/e2e'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
  // They wait for the CLI most of the time, and it needs a core when they do not.
  maxWorkers: 2,
};
