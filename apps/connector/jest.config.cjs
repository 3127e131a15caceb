const { nodeProject } = require('../../jest.preset.cjs');

module.exports = nodeProject('connector', __dirname);
