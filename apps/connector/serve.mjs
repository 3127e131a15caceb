// The development loop: the compiler watches the sources, Node restarts what it wrote. Arguments go to the connector.
import { spawn } from 'node:child_process';

const compiler = start('node_modules/typescript/bin/tsc', [
  '-b',
  '-w',
  '--preserveWatchOutput',
  'apps/connector/tsconfig.app.json',
]);
const connector = start('--watch', ['dist/apps/connector/main.js', ...process.argv.slice(2)]);
const children = [compiler, connector];

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
for (const child of children) child.on('exit', stop);

function start(first, rest) {
  return spawn(process.execPath, [first, ...rest], { stdio: 'inherit' });
}

/** When one half ends the other is of no use. */
function stop() {
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
}
