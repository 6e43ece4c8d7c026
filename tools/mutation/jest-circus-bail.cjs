// Jest's runner, without what a mutant needs no more: StrykerJS has every test run for every mutant.
// StrykerJS demands that the name of the runner has `jest-circus` in it.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { default: runTests } = require('jest-circus/runner');

const activeMutant = () => process.env.__STRYKER_ACTIVE_MUTANT__;

/** The mutant that a test has killed last. Jest's own `bail` ends the process, so StrykerJS switches it off. */
let killed;
const isKilled = () => killed !== undefined && killed === activeMutant();

/** How long the tests of each file take. StrykerJS now and then begins a new process: the figures are in a file. */
const secondsOfFile = {};

function fileOf(block) {
  return block.parent.name === 'ROOT_DESCRIBE_BLOCK' ? block.name : fileOf(block.parent);
}

function noteDuration({ parent, duration }) {
  const file = fileOf(parent);
  secondsOfFile[file] = (secondsOfFile[file] ?? 0) + duration / 1000;
}

function stopWhenKilled(environment) {
  const handle = environment.handleTestEvent?.bind(environment);
  environment.handleTestEvent = async (event, state) => {
    await handle?.(event, state);
    if (event.name === 'test_start' && isKilled()) event.test.mode = 'skip';
    if (event.name === 'test_done' && activeMutant() === undefined) noteDuration(event.test);
    if (event.name === 'test_done' && event.test.errors.length > 0) killed = activeMutant();
  };
}

module.exports = async (globalConfig, config, environment, ...rest) => {
  const durations = join(config.cacheDirectory, 'seconds-of-file.json');
  const isDryRun = activeMutant() === undefined;
  if (existsSync(durations)) environment.global.secondsOfFile = JSON.parse(readFileSync(durations, 'utf8'));
  stopWhenKilled(environment);
  const result = await runTests(globalConfig, config, environment, ...rest);
  if (isDryRun) writeFileSync(durations, JSON.stringify(secondsOfFile));
  return result;
};
