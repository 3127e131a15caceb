/**
 * The development loop of a Node app: `tsc -b -w` beside `node --watch` on what it builds. Both end with this process.
 * Run by `npx nx serve <app> [-- arguments of the app]`.
 */
import { spawn } from 'node:child_process';

const [app, ...args] = process.argv.slice(2);
const main = `dist/apps/${app}/main.js`;
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
