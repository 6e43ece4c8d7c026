const { mkdtempSync } = require('node:fs');
const { availableParallelism, tmpdir } = require('node:os');
const { join } = require('node:path');

// What the tests leave behind, such as the CDK's assemblies, goes with this folder: test/clean-up.cjs.
process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'jest-tests-'));
// The CDK's own validation of templates takes 4 s to load, in every test file and every example. Some examples turn it on.
process.env.CDK_VALIDATION = 'false';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // Jest leaves a core to its user; of two, that is half.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Some tests wait for minutes of the world's time, call by call over HTTP.
  testTimeout: 30_000,
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/browser/'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { diagnostics: false, tsconfig: 'tsconfig.jest.json' }],
    // What the bundler takes in as a text.
    '\\.css$|\\.browser\\.mjs$': '<rootDir>/test/text.cjs',
    '/node_modules/fast-(string|wrap)-.+\\.js$': '<rootDir>/test/esm-to-cjs.cjs',
  },
  transformIgnorePatterns: ['/node_modules/(?!fast-(string|wrap)-)'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  globalTeardown: '<rootDir>/test/clean-up.cjs',
};
