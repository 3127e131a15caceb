const { nodeProject } = require('../../jest.preset.cjs');

module.exports = nodeProject('status-file', __dirname);
