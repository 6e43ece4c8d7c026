const { configureGlobal } = require('fast-check');

// The same random values for every mutant: one that dies by luck is no figure.
configureGlobal({ seed: 1 });
