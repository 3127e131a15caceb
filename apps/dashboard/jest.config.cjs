const { createCjsPreset } = require('jest-preset-angular/presets');

/** Runs without --experimental-vm-modules, which Angular's test bed does not survive. */
module.exports = {
  ...createCjsPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' }),
  displayName: 'dashboard',
  // No test measures time: this only ends one that hangs, on however busy a machine.
  testTimeout: 120_000,
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/testing/jest-setup.ts'],
  moduleNameMapper: {
    '^@codev-hq/protocol$': '<rootDir>/../../libs/protocol/src/index.ts',
    '^@codev-hq/protocol/(.*)$': '<rootDir>/../../libs/protocol/src/$1.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // These exist as ES modules only.
  transformIgnorePatterns: ['node_modules/(?!(.*\\.mjs$|marked/))'],
};
