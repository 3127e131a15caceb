import 'reflect-metadata';
import module from 'node:module';
import { join } from 'node:path';
import { continueOnSupportedNode } from './node-runtime.js';

// better-sqlite3 crashes on a Node that is too old, so nothing of HQ is loaded before this is settled.
if (continueOnSupportedNode()) {
  // What was compiled is kept beside the code. Who may not write there compiles again.
  module.enableCompileCache(join(import.meta.dirname, '.compiled'));
  const { run } = await import('./cli/run.js');
  process.exitCode = await run(process.argv.slice(2), process.env);
}
