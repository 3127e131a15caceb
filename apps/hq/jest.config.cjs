const { join } = require('node:path');
const { nodeProject } = require('../../jest.preset.cjs');

// Each HQ writes to its database on a thread, and Node takes the types out of what a thread runs: once is enough.
process.env.NODE_COMPILE_CACHE ??= join(__dirname, '..', '..', 'tmp', 'compile-cache');

module.exports = nodeProject('hq', __dirname, {
  globalSetup: '<rootDir>/testing/start-postgres.ts',
  globalTeardown: '<rootDir>/testing/stop-postgres.ts',
});
