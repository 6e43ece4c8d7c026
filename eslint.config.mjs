import cdk from 'eslint-cdk-plugin';
import tseslint from 'typescript-eslint';

/** What construct and handler share. */
const SHARED = 'lib/(contract|timing)';

/** What the command line is made of, beside itself. */
const CLI = `lambda/|simulator$|${SHARED}$`;

/** Which folders a folder may import from: examples -> lib -> contract <- lambda; nothing imports from test. */
const arrows = (files, forbidden, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: forbidden, message }] }] },
});

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      'lambda/dist/**',
      'cli/dist/**',
      'lib/**/*.js',
      'lib/**/*.d.ts',
      'dist/**',
      'coverage/**',
      '.stryker/**',
      '**/cdk.out/**',
      '.venv/**',
      'test/languages/apps/**',
      '**/*.mjs',
      '**/*.cjs',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines-per-function': ['error', { max: 40, skipComments: true, skipBlankLines: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowNever: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Members that Direct Connect still documents are passed on, deprecated or not.
      '@typescript-eslint/no-deprecated': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  { files: ['lib/**/*.ts', 'examples/**/*.ts'], ...cdk.configs.recommended },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  arrows(['lib/*.ts'], '\\.\\./', 'lib imports from lib alone'),
  arrows(['lib/private/*.ts'], '\\.\\./\\.\\./', 'lib imports from lib alone'),
  arrows(['lambda/*.ts'], `\\.\\./(?!${SHARED}$)`, 'lambda imports from lambda and what lib shares alone'),
  arrows(
    ['lambda/*/*.ts'],
    `\\.\\./\\.\\./(?!${SHARED}$)`,
    'lambda imports from lambda and what lib shares alone',
  ),
  arrows(
    ['lambda/{cloudformation,direct-connect}/*.ts'],
    `\\.\\./\\.\\./(?!${SHARED}$)|\\.\\./(association|migration)/`,
    'what talks to a service does not know what it is used for, and imports from lambda and what lib shares alone',
  ),
  arrows(
    ['cli/*.ts'],
    `\\.\\./(?!${CLI}|package\\.json$)`,
    'cli imports from cli, lambda, the simulator and what lib shares alone',
  ),
  arrows(
    ['cli/*/*.ts'],
    `\\.\\./\\.\\./(?!${CLI})`,
    'cli imports from cli, lambda, the simulator and what lib shares alone',
  ),
  arrows(
    ['cli/*/*/*.ts'],
    `\\.\\./\\.\\./\\.\\./(?!${CLI})`,
    'cli imports from cli, lambda, the simulator and what lib shares alone',
  ),
  arrows(['simulator/*.ts'], '\\.\\./', 'the simulator imports from itself alone'),
  arrows(
    ['tools/**/*.ts'],
    '\\.\\./\\.\\./(?!(\\.\\./)?(lib(/contract|/timing)?|simulator)$)',
    'tools import lib, the simulator, and each other',
  ),
  arrows(['examples/**/*.ts'], '\\.\\./', 'examples import what a user imports: the package, by its name'),
);
