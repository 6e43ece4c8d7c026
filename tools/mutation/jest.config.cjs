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
  testMatch: ['<rootDir>/test/lambda/all.ts'],
  setupFiles: ['<rootDir>/tools/mutation/seed.cjs', '<rootDir>/test/fakes/without-wire.ts'],
  testRunner: '<rootDir>/tools/mutation/jest-circus-bail.cjs',
  // No mutant dies because the machine is busy with something else.
  testTimeout: 15_000,
  cacheDirectory: '<rootDir>/.stryker/jest',
};
