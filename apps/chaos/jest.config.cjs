const { nodeProject } = require('../../jest.preset.cjs');

// One spec file at a time: each starts many processes of its own.
module.exports = nodeProject('chaos', __dirname, { testTimeout: 180_000, maxWorkers: 1 });
