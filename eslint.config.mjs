import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';
import { apps, roomRules } from './tools/lint/rooms.mjs';

const NODE_SIDE = { bannedExternalImports: ['@angular/*'] };

/** Which project may import which: real tags, one line each, no wildcard. */
const depConstraints = [
  {
    sourceTag: 'scope:protocol',
    onlyDependOnLibsWithTags: ['scope:protocol'],
    allowedExternalImports: ['zod', 'zod/*', 'fast-check'],
  },
  {
    sourceTag: 'scope:status-file',
    onlyDependOnLibsWithTags: ['scope:status-file', 'scope:protocol'],
    allowedExternalImports: ['js-yaml', 'yaml', 'fast-check'],
  },
  {
    sourceTag: 'scope:hq',
    onlyDependOnLibsWithTags: ['scope:hq', 'scope:protocol', 'scope:status-file'],
    ...NODE_SIDE,
  },
  {
    sourceTag: 'scope:connector',
    onlyDependOnLibsWithTags: ['scope:connector', 'scope:protocol', 'scope:status-file'],
    ...NODE_SIDE,
  },
  {
    sourceTag: 'scope:dashboard',
    onlyDependOnLibsWithTags: ['scope:dashboard', 'scope:protocol', 'scope:status-file'],
    bannedExternalImports: ['@nestjs/*'],
  },
  {
    sourceTag: 'scope:start',
    onlyDependOnLibsWithTags: ['scope:start', 'scope:protocol', 'scope:status-file'],
    ...NODE_SIDE,
  },
  {
    sourceTag: 'scope:bench',
    onlyDependOnLibsWithTags: ['scope:bench', 'scope:protocol'],
    ...NODE_SIDE,
  },
  { sourceTag: 'scope:e2e', onlyDependOnLibsWithTags: ['scope:e2e', 'scope:protocol'], ...NODE_SIDE },
  {
    sourceTag: 'scope:chaos',
    onlyDependOnLibsWithTags: ['scope:chaos', 'scope:e2e', 'scope:protocol', 'scope:status-file'],
    ...NODE_SIDE,
  },
  { sourceTag: 'scope:tools', onlyDependOnLibsWithTags: ['scope:tools'], ...NODE_SIDE },
];

const noBarrels = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: name what is exported, in a lib’s index.ts only.',
};
const noDefault = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' };

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/.angular/**',
      '.nx/**',
      'tmp/**',
      'coverage/**',
      '**/testing/fixtures/**',
    ],
  },
  // A rule that is wrong is changed here, where it is seen, and not switched off beside the code.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [eslint.configs.recommended],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
  {
    files: ['apps/dashboard/public/*.js'],
    languageOptions: {
      globals: {
        self: 'readonly',
        importScripts: 'readonly',
        URL: 'readonly',
        document: 'readonly',
        localStorage: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [eslint.configs.recommended, tseslint.configs.strictTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints,
          enforceBuildableLibDependency: true,
          // The golden frames belong to the protocol and are run by every side's own specs; the kill tests start the same
          // processes as the end-to-end tests.
          allow: ['^(\\.\\./)+libs/protocol/testing/.*', '^(\\.\\./)+e2e/testing/.*'],
        },
      ],
      'no-console': 'error',
      'max-lines': ['error', { max: 400 }],
      'max-depth': ['error', 4],
      complexity: ['error', 20],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', noBarrels, noDefault],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Nest declares its options as classes and takes plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: { 'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Jest's matchers and parsed answers are `any` by their own types.
    files: ['**/*.spec.ts', '**/testing/**/*.ts', 'apps/e2e/**/*.ts', 'apps/chaos/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['apps/*/src/**/index.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'No barrels in apps: import from the file that defines it.' },
      ],
    },
  },
  ...apps.flatMap(roomRules),
  {
    // These speak to a person on a terminal: their output is the product.
    files: [
      'apps/hq/src/cli/**/*.ts',
      'apps/start/**/*.ts',
      'apps/e2e/figures/**/*.ts',
      'apps/e2e/screenshots/run.ts',
      'apps/chaos/run.ts',
      'apps/bench/**/*.ts',
      'tools/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['apps/dashboard/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/prefer-signals': 'error',
      '@angular-eslint/prefer-inject': 'error',
      '@angular-eslint/prefer-standalone': 'error',
    },
  },
  {
    files: ['apps/dashboard/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@codev-hq/protocol',
              allowTypeImports: true,
              message:
                'Import schemas from their own file (`@codev-hq/protocol/rest`): through the index the first page would carry every page’s.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['apps/dashboard/src/app/**/*.ts'],
    ignores: ['**/*.spec.ts', 'apps/dashboard/src/app/hq-client/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fetch', 'EventSource', 'XMLHttpRequest', 'WebSocket'].map((name) => ({
          name,
          message: 'Only hq-client/ talks to HQ.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        noBarrels,
        noDefault,
        {
          selector: 'CallExpression[callee.property.name="subscribe"]',
          message: 'Read signals; hq-client/ turns streams into them.',
        },
        {
          selector: 'ImportSpecifier[imported.name="ChangeDetectorRef"]',
          message: 'Signals tell Angular what changed.',
        },
      ],
    },
  },
  {
    files: ['apps/dashboard/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: { '@angular-eslint/template/prefer-control-flow': 'error' },
  },
);
