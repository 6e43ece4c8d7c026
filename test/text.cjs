/** What the bundler takes in as a text. */
module.exports = {
  process: (source) => ({
    code: `module.exports = ${JSON.stringify({ __esModule: true, default: source })}`,
  }),
};
