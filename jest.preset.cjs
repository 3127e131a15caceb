/**
 * One Jest run per project (Nx runs them). Node projects compile with SWC to CommonJS and run under
 * `--experimental-vm-modules`, which lets Jest require packages that exist as ES modules only.
 */
function nodeProject(displayName, rootDir, overrides = {}) {
  return {
    displayName,
    rootDir,
    testEnvironment: 'node',
    // No test measures time: this only ends one that hangs, on however busy a machine.
    testTimeout: 120_000,
    testMatch: ['<rootDir>/**/*.spec.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/dist/'],
    transform: {
      '^.+\\.ts$': [
        '@swc/jest',
        {
          module: { type: 'commonjs' },
          jsc: {
            target: 'es2022',
            parser: { syntax: 'typescript', decorators: true },
            transform: { legacyDecorator: true, decoratorMetadata: true },
            keepClassNames: true,
          },
        },
      ],
    },
    moduleNameMapper: {
      '^(\\.{1,2}/.*)\\.js$': '$1',
    },
    ...overrides,
  };
}

module.exports = { nodeProject };
