// Jest's runner, without what a mutant needs no more: StrykerJS has every test file run for every mutant.
// StrykerJS demands that the name of the runner has `jest-circus` in it.
const { createEmptyTestResult } = require('@jest/test-result');
const { default: runTests } = require('jest-circus/runner');

const SKIPPED = {
  ...createEmptyTestResult(),
  skipped: true,
  testResults: [{ ancestorTitles: [], failureMessages: [], fullName: '', status: 'pending', title: '' }],
};

const activeMutant = () => process.env.__STRYKER_ACTIVE_MUTANT__;

/** The mutant that a test has killed last. Jest's own `bail` ends the process, so StrykerJS switches it off. */
let killed;
const isKilled = () => killed !== undefined && killed === activeMutant();

/** The names of the tests of each file that has been run. */
const namesIn = new Map();
const hasTest = (path, pattern) =>
  !pattern || (namesIn.get(path)?.some((name) => pattern.test(name)) ?? true);

function stopWhenKilled(environment) {
  const handle = environment.handleTestEvent?.bind(environment);
  environment.handleTestEvent = async (event, state) => {
    await handle?.(event, state);
    if (event.name === 'test_start' && isKilled()) event.test.mode = 'skip';
    if (event.name === 'test_done' && event.test.errors.length > 0) killed = activeMutant();
  };
}

module.exports = async (globalConfig, config, environment, runtime, path, ...rest) => {
  const pattern = globalConfig.testNamePattern && new RegExp(globalConfig.testNamePattern, 'i');
  if (isKilled() || !hasTest(path, pattern)) return SKIPPED;
  stopWhenKilled(environment);
  const result = await runTests(globalConfig, config, environment, runtime, path, ...rest);
  namesIn.set(
    path,
    result.testResults.map(({ fullName }) => fullName),
  );
  return result;
};
