import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cleanup } from './running-connector.js';
import { TempFolder } from './temp-repository.js';

/** Whether this machine lets its tests mount file systems; containers often do not, and neither does anybody but root. */
export function mayMount(): boolean {
  const folder = new TempFolder();
  try {
    if (spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', folder.path]).status !== 0) return false;
    execFileSync('umount', [folder.path]);
    return true;
  } finally {
    folder.remove();
  }
}

/** A file system of its own, in memory, that can be filled and made read-only. */
export class SmallDisk {
  private constructor(readonly path: string) {}

  static mountOn(cleanup: Cleanup, path: string, kibibytes = 1024): SmallDisk {
    mkdirSync(path, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path]);
    return cleanup.add(new SmallDisk(path), (disk) => execFileSync('umount', ['-l', disk.path]));
  }

  /** Leaves room for this many pages of 4 KiB. */
  fill(pagesLeft = 0): void {
    const { bavail, bsize } = statfsSync(this.path);
    writeFileSync(join(this.path, '.ballast'), Buffer.alloc((bavail - pagesLeft) * bsize));
  }

  empty(): void {
    rmSync(join(this.path, '.ballast'), { force: true });
  }

  readOnly(readOnly: boolean): void {
    execFileSync('mount', ['-o', readOnly ? 'remount,ro' : 'remount,rw', this.path]);
  }
}
