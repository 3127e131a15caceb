const { join } = require('node:path');
const { nodeProject } = require('../../jest.preset.cjs');

// What V8 makes of our programs' modules is kept between their starts: the tests start them a hundred times, and loading
// was a third of each start.
process.env.NODE_COMPILE_CACHE ??= join(__dirname, '..', '..', 'tmp', 'compile-cache');

module.exports = nodeProject('e2e', __dirname, {
  testEnvironment: '<rootDir>/testing/screenshot-environment.cjs',
  testTimeout: 120_000,
  maxWorkers: 2,
});
