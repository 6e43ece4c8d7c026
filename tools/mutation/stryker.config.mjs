/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['lambda/**/*.ts'],
  ignorePatterns: ['.venv', 'coverage', 'dist', 'docs', 'examples', 'cli', 'lambda/dist'],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: {
    projectType: 'custom',
    configFile: 'tools/mutation/jest.config.cjs',
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  // Jest ends what waits for ever, and StrykerJS what runs for ever, by counting. A machine that is busy is neither.
  timeoutMS: 30_000,
  timeoutFactor: 3,
  // Without these, a third of the time goes into the context of every promise, and into collecting what is young.
  testRunnerNodeArgs: ['--experimental-async-context-frame', '--max-semi-space-size=128'],
  // Jest keeps some of the memory of each run.
  maxTestRunnerReuse: 100,
  incremental: true,
  incrementalFile: '.stryker/results.json',
  tempDirName: '.stryker/sandbox',
  reporters: ['progress', 'html'],
  htmlReporter: { fileName: '.stryker/mutation.html' },
};
