import { continueOnSupportedNode } from './node-runtime.js';

// better-sqlite3 crashes on a Node that is too old, so nothing of HQ is loaded before this is settled.
if (continueOnSupportedNode()) {
  const { run } = await import('./cli/run.js');
  process.exitCode = await run(process.argv.slice(2), process.env);
}
