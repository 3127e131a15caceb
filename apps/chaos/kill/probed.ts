import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../e2e/testing/node-process.ts';

const PROBE = pathToFileURL(join(ROOT, 'apps/chaos/kill/process-probe.ts')).href;

/** The environment that loads the probe into a process and everything like it that it starts. */
export function probed(env: Record<string, string>): Record<string, string> {
  return { ...env, NODE_OPTIONS: `--import ${PROBE} --no-warnings` };
}
