/** The newest CDK that every registry of the languages has, so that all of them synthesize with the same one. */
export const CDK = { lib: '2.258.0', constructs: '10.8.1', jsii: '1.140.0' };

/** The lowest versions that the peer range of package.json allows. */
export const LOWEST = { lib: '2.241.0', constructs: '10.5.0' };

/** The newest versions that have been tried. */
export const NEWEST = { lib: '2.276.0', constructs: '10.8.1' };
