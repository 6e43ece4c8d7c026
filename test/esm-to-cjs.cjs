const { transformSync } = require('esbuild');

/** For packages that are ES modules only, which jest does not load. */
module.exports = {
  process: (source) => ({ code: transformSync(source, { format: 'cjs', target: 'node20' }).code }),
};
