const { nodeProject } = require('../../jest.preset.cjs');

module.exports = nodeProject('e2e', __dirname, {
  testEnvironment: '<rootDir>/testing/screenshot-environment.cjs',
  testTimeout: 60_000,
  maxWorkers: 2,
});
