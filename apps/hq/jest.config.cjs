const { nodeProject } = require('../../jest.preset.cjs');

module.exports = nodeProject('hq', __dirname, {
  globalSetup: '<rootDir>/testing/start-postgres.ts',
  globalTeardown: '<rootDir>/testing/stop-postgres.ts',
});
