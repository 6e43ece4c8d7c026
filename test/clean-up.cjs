const { rmSync } = require('node:fs');
const { basename } = require('node:path');

/** Removes the folder for temporary files that jest.config.cjs made. */
module.exports = () => {
  const { TMPDIR } = process.env;
  if (basename(TMPDIR).startsWith('jest-tests-')) rmSync(TMPDIR, { recursive: true, force: true });
};
