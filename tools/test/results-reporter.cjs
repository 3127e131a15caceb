/**
 * Leaves one small JSON file per Jest run, named after the Nx project that ran, for `npm test` to add up.
 */
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

module.exports = class ResultsReporter {
  onRunComplete(_contexts, results) {
    const directory = process.env.TEST_RESULTS_DIR;
    const project = process.env.NX_TASK_TARGET_PROJECT;
    if (!directory || !project) return;
    mkdirSync(directory, { recursive: true });
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests,
      skipped: results.numPendingTests + results.numTodoTests,
      brokenFiles: results.numRuntimeErrorTestSuites,
    };
    writeFileSync(join(directory, `${project}.json`), JSON.stringify(counts));
  }
};
