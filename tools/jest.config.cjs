const { nodeProject } = require('../jest.preset.cjs');

module.exports = nodeProject('tools', __dirname);
