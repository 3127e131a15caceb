import 'reflect-metadata';
import module from 'node:module';
import { join } from 'node:path';

// What was compiled is kept beside the code; Node 20 cannot, nor can who may not write there: both compile again.
if ('enableCompileCache' in module) module.enableCompileCache(join(import.meta.dirname, '.compiled'));
const { run } = await import('./run.js');
await run();
