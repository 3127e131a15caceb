const { nodeProject } = require('../../jest.preset.cjs');

module.exports = nodeProject('connector', __dirname, {
  // Real processes, repositories and sockets, on machines that do other things too.
  testTimeout: 120_000,
  // They mostly wait for git.
  maxWorkers: 2,
});
