import cdk from 'eslint-cdk-plugin';
import tseslint from 'typescript-eslint';

/** Which folders a folder may import from: examples -> lib -> contract <- lambda; tests see all. */
const arrows = (files, forbidden, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: forbidden, message }] }] },
});

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      'lambda/dist/**',
      'lib/**/*.js',
      'lib/**/*.d.ts',
      'dist/**',
      'coverage/**',
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
  arrows(['lib/**/*.ts'], '\\.\\./', 'lib imports from lib alone'),
  arrows(['lambda/*.ts'], '\\.\\./(?!lib/contract$)', 'lambda imports from lambda and lib/contract alone'),
  arrows(
    ['lambda/*/*.ts'],
    '\\.\\./\\.\\./(?!lib/contract$)',
    'lambda imports from lambda and lib/contract alone',
  ),
  arrows(
    ['bench/**/*.ts'],
    '\\.\\./(?!lib(/contract)?$|test/(simulator|local-aws/.*|lambda/(world|trips))$)',
    'bench imports lib, and of the tests the simulator, the local AWS and the world of the handler and its trips',
  ),
  arrows(['examples/**/*.ts'], '\\.\\./(?!(\\.\\./)?lib$)', 'examples import what a user imports: lib'),
);
