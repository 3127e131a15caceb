import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The oldest Node that better-sqlite3 13 runs on. */
const OLDEST = [22, 22] as const;

/**
 * True when this process may go on. On an older Node, the one that came with `npm ci` takes over as a child with the
 * same arguments and options; without one, a line says what to install.
 */
export function continueOnSupportedNode(): boolean {
  if (isSupported(process.versions.node)) {
    stopWithParent();
    return true;
  }
  const node = bundledNode();
  if (node === undefined) {
    const [major, minor] = OLDEST;
    process.stderr.write(
      `Codev HQ needs Node ${major}.${minor} or newer; this is ${process.versions.node}. Run npm ci.\n`,
    );
    process.exitCode = 1;
    return false;
  }
  // The channel tells the child when this process dies, also by kill -9.
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
  return false;
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function bundledNode(): string | undefined {
  const { platform, arch } = process;
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  try {
    const root = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return join(root, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    // Not installed for this platform.
    return undefined;
  }
}

function stopWithParent(): void {
  if (!process.connected) return;
  process.channel?.unref();
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
