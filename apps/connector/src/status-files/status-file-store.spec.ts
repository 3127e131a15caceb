import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_STATUS_FILE_BYTES } from '@codev-hq/protocol';
import { Cleanup, recordedLog, type LogLine } from '../../testing/running-connector.js';
import { TempFolder } from '../../testing/temp-repository.js';
import type { StatusFileChange } from './status-file.js';
import { StatusFileStore } from './status-file-store.js';

const FILE = 'codev/status/0068-feature.md';
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** A started store over one folder, and what it told so far. */
class Watched {
  readonly changes: StatusFileChange[] = [];

  private constructor(
    readonly folder: TempFolder,
    readonly store: StatusFileStore,
    readonly lines: LogLine[],
  ) {
    store.changes.subscribe((change) => this.changes.push(change));
  }

  static async start(folder = cleanup.folder(new TempFolder())): Promise<Watched> {
    const { log, lines } = recordedLog();
    const workspace = { path: folder.path, name: 'project', isRepository: false };
    const store = new StatusFileStore([workspace], log);
    cleanup.add(store, (each) => each.onApplicationShutdown());
    const watched = new Watched(folder, store, lines);
    await store.start();
    return watched;
  }

  content(path = FILE): string | undefined {
    return this.store.get(this.folder.path, path)?.content;
  }

  /** Waits for the watcher: nobody calls `look` here. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      if (condition()) {
        resolve();
        return;
      }
      const timer = setTimeout(() => {
        subscription.unsubscribe();
        reject(new Error(`Told only: ${this.changes.map(({ kind }) => kind).join(', ')}`));
      }, 20_000);
      const subscription = this.store.changes.subscribe(() => {
        if (!condition()) return;
        clearTimeout(timer);
        subscription.unsubscribe();
        resolve();
      });
    });
  }

  path(path: string): string {
    return join(this.folder.path, path);
  }
}

async function watchedWithFile(content = 'one'): Promise<Watched> {
  const folder = cleanup.folder(new TempFolder());
  folder.write(FILE, content);
  return Watched.start(folder);
}

describe('the status files of a project', () => {
  test('those that exist are known when the start is over', async () => {
    const watched = await watchedWithFile();
    expect(watched.content()).toBe('one');
    expect(watched.changes).toHaveLength(1);
  });

  test('a folder that is missing at the start is noticed when it appears', async () => {
    const watched = await Watched.start();
    watched.folder.write(FILE, 'late');
    await watched.until(() => watched.content() === 'late');
  });

  test('an editor’s rename-save is one change', async () => {
    const watched = await watchedWithFile();
    watched.folder.write('codev/status/.0068-feature.md.swp', 'two');
    renameSync(watched.path('codev/status/.0068-feature.md.swp'), watched.path(FILE));
    await watched.until(() => watched.content() === 'two');
    await watched.store.look();
    expect(watched.changes.map(({ kind }) => kind)).toEqual(['changed', 'changed']);
  });

  test('a save that follows the last one at once is seen too, however often', async () => {
    const watched = await watchedWithFile();
    for (let save = 1; save <= 20; save++) {
      watched.folder.write(FILE, `save ${save}`);
      await watched.until(() => watched.content() === `save ${save}`);
    }
  });

  test('C10 a deleted file is told', async () => {
    const watched = await watchedWithFile();
    unlinkSync(watched.path(FILE));
    await watched.until(() => watched.content() === undefined);
    expect(watched.changes.at(-1)).toEqual({ kind: 'removed', projectPath: watched.folder.path, path: FILE });
  });

  test('C10 a renamed file is told as gone and as new', async () => {
    const watched = await watchedWithFile();
    renameSync(watched.path(FILE), watched.path('codev/status/0069-renamed.md'));
    await watched.until(
      () => watched.content('codev/status/0069-renamed.md') === 'one' && watched.content() === undefined,
    );
  });

  test('C10 a folder that is removed and made again is watched again', async () => {
    const watched = await watchedWithFile();
    rmSync(watched.path('codev'), { recursive: true });
    await watched.until(() => watched.content() === undefined);
    watched.folder.write(FILE, 'again');
    await watched.until(() => watched.content() === 'again');
    watched.folder.write(FILE, 'and again');
    await watched.until(() => watched.content() === 'and again');
  });

  test('C10 a folder that is replaced in one go is watched again', async () => {
    const watched = await watchedWithFile();
    rmSync(watched.path('codev'), { recursive: true });
    watched.folder.write(FILE, 'replaced');
    await watched.until(() => watched.content() === 'replaced');
    watched.folder.write(FILE, 'and changed');
    await watched.until(() => watched.content() === 'and changed');
  });

  test('C10 a folder that is renamed away and back is watched again', async () => {
    const watched = await watchedWithFile();
    renameSync(watched.path('codev/status'), watched.path('codev/elsewhere'));
    await watched.until(() => watched.content() === undefined);
    renameSync(watched.path('codev/elsewhere'), watched.path('codev/status'));
    await watched.until(() => watched.content() === 'one');
    watched.folder.write(FILE, 'two');
    await watched.until(() => watched.content() === 'two');
  });

  test('a folder that is a symlink inside the project is followed', async () => {
    const folder = cleanup.folder(new TempFolder());
    folder.write('notes/0068-feature.md', 'one');
    mkdirSync(join(folder.path, 'codev'));
    symlinkSync(join(folder.path, 'notes'), join(folder.path, 'codev/status'));
    const watched = await Watched.start(folder);
    expect(watched.content()).toBe('one');
    folder.write('notes/0068-feature.md', 'two');
    await watched.until(() => watched.content() === 'two');
  });

  test('C7 what a symlink brings from outside the project is withheld, and said once', async () => {
    const outside = cleanup.folder(new TempFolder());
    outside.write('secret.md', 'secret');
    const folder = cleanup.folder(new TempFolder());
    folder.write(FILE, 'one');
    symlinkSync(outside.write('secret.md', 'secret'), join(folder.path, 'codev/status/0070-link.md'));
    const watched = await Watched.start(folder);
    await watched.store.look();
    await watched.store.look();
    expect(watched.content('codev/status/0070-link.md')).toBeUndefined();
    expect(watched.store.withheld()).toMatchObject([{ path: 'codev/status/0070-link.md' }]);
    expect(watched.lines.filter(({ msg }) => msg.includes('leads out'))).toHaveLength(1);
  });

  test('C7 a status folder that lies outside the project is not read', async () => {
    const outside = cleanup.folder(new TempFolder());
    outside.write('0068-feature.md', 'secret');
    const folder = cleanup.folder(new TempFolder());
    mkdirSync(join(folder.path, 'codev'));
    symlinkSync(outside.path, join(folder.path, 'codev/status'));
    const watched = await Watched.start(folder);
    expect(watched.store.list(folder.path)).toEqual([]);
  });

  test('a pipe is withheld, and holds nothing up', async () => {
    const folder = cleanup.folder(new TempFolder());
    folder.write(FILE, 'content');
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      execFileSync('mkfifo', [join(folder.path, `codev/status/${name}.md`)]);
    const watched = await Watched.start(folder);
    expect(watched.content()).toBe('content');
    expect(watched.store.withheld()).toHaveLength(5);
  });

  test('a file that is too large is withheld, and shown again when it is small', async () => {
    const watched = await watchedWithFile();
    watched.folder.write(FILE, 'x'.repeat(MAX_STATUS_FILE_BYTES + 1));
    await watched.until(() => watched.content() === undefined);
    expect(watched.store.withheld()).toMatchObject([
      { path: FILE, reason: expect.stringContaining('larger') },
    ]);
    watched.folder.write(FILE, 'small');
    await watched.until(() => watched.content() === 'small');
    expect(watched.store.withheld()).toEqual([]);
  });

  test('an empty file is a fact', async () => {
    const watched = await watchedWithFile();
    truncateSync(watched.path(FILE));
    await watched.until(() => watched.content() === '');
  });

  test('C14 the digest is of the exact bytes: a byte order mark and CRLF stay', async () => {
    const watched = await watchedWithFile('\ufeffa\r\n');
    const file = watched.store.get(watched.folder.path, FILE);
    expect(file).toMatchObject({ content: '\ufeffa\r\n', exact: true });
    expect(file?.bytesDigest).toBe(
      createHash('sha256')
        .update(Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a]))
        .digest('hex'),
    );
  });

  test('a file that is not UTF-8 is marked as not exact', async () => {
    const folder = cleanup.folder(new TempFolder());
    folder.write(FILE, Uint8Array.of(0x61, 0xff, 0x62));
    const watched = await Watched.start(folder);
    expect(watched.store.get(folder.path, FILE)).toMatchObject({ content: 'a\ufffdb', exact: false });
  });

  test('a file that is truncated and then written is told once, as what was written', async () => {
    const watched = await watchedWithFile();
    truncateSync(watched.path(FILE));
    const look = watched.store.look();
    writeFileSync(watched.path(FILE), 'whole');
    await look;
    await watched.until(() => watched.content() === 'whole');
    expect(watched.changes.map((each) => (each.kind === 'changed' ? each.file.content : each.kind))).toEqual([
      'one',
      'whole',
    ]);
  });

  test('a burst of 500 files arrives complete, with the newest content of each', async () => {
    const watched = await watchedWithFile();
    const names = Array.from(
      { length: 500 },
      (_, i) => `codev/status/${String(i).padStart(4, '0')}-burst.md`,
    );
    for (const round of ['a', 'b', 'c'])
      for (const name of names) watched.folder.write(name, `${name} ${round}`);
    await watched.until(() => names.every((name) => watched.content(name) === `${name} c`));
  });

  test('the same bytes written again are no change', async () => {
    const watched = await watchedWithFile();
    watched.folder.write(FILE, 'one');
    await watched.store.refresh(watched.folder.path, FILE);
    await watched.store.look();
    expect(watched.changes).toHaveLength(1);
  });

  test('a look finds what no watcher told', async () => {
    const watched = await watchedWithFile();
    watched.folder.write('codev/status/0069-other.md', 'other');
    await watched.store.look();
    expect(watched.content('codev/status/0069-other.md')).toBe('other');
  });

  test('C7 only paths of status files are ever read', async () => {
    const watched = await watchedWithFile();
    watched.folder.write('codev/secret.md', 'secret');
    for (const path of [
      'codev/secret.md',
      'codev/status/../secret.md',
      '../x.md',
      'codev/status/*.md',
      '/etc/passwd',
    ])
      expect(await watched.store.refresh(watched.folder.path, path)).toBeUndefined();
  });
});
