const unit = require('./jest.config.cjs');

/** The page that `plan --html` writes, in a Chromium. */
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  roots: ['<rootDir>/test/browser'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 60_000,
};
