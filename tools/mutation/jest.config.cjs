const { globalTeardown, ...config } = require('../../jest.config.cjs');

/**
 * The tests of the handler. `globalTeardown` would remove the folder for temporary files after the first of many runs in
 * the same process; main.ts removes it.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...config,
  rootDir: '../..',
  roots: ['<rootDir>/test/lambda'],
  setupFiles: ['<rootDir>/tools/mutation/seed.cjs'],
  testRunner: '<rootDir>/tools/mutation/jest-circus-bail.cjs',
  testSequencer: '<rootDir>/tools/mutation/quickest-first.cjs',
  // No mutant dies because the machine is busy with something else.
  testTimeout: 15_000,
  cacheDirectory: '<rootDir>/.jest-cache',
};
