/**
 * The development loop of a Node app: `tsc -b -w` beside `node --watch` on what it writes. Both end with this process.
 * Run by `npx nx serve <app> [-- arguments of the app]`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const [app, ...args] = process.argv.slice(2);
const main = `dist/out-tsc/${app}/main.js`;
// Beside the artefact, not beside this one.
process.env.CODEV_HQ_DASHBOARD_DIR ||= join(process.cwd(), 'dist/apps/dashboard/browser');
const children = [
  spawn(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-b', '-w', '--preserveWatchOutput', `apps/${app}/tsconfig.app.json`],
    {
      stdio: 'inherit',
    },
  ),
  spawn(process.execPath, ['--watch', '--watch-preserve-output', main, ...args], { stdio: 'inherit' }),
];

function endAll() {
  for (const child of children) child.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endAll);
for (const child of children) {
  child.once('exit', (code) => {
    process.exitCode ??= code ?? 0;
    endAll();
  });
}
